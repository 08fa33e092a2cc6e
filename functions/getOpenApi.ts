import validate from '#build/validators/getOpenApi.js';
import { endpoint } from '../lib/endpoint.ts';
import { ok, STATIC } from '../lib/reply.ts';
import document from '../openapi.json' with { type: 'json' };

export const handler = endpoint(validate, () => ok(document, STATIC));
