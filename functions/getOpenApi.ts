import validate from '#build/validators/getOpenApi.js';
import { endpoint } from '../lib/handlers/endpoint.ts';
import { ok, STATIC } from '../lib/http/reply.ts';
import document from '../openapi.json' with { type: 'json' };

export const handler = endpoint(validate, () => ok(document, STATIC));
