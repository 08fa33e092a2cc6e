import validate from '#build/validators/getOpenApi.js';
import { accessSettings } from '../lib/access/settings.ts';
import { endpoint } from '../lib/handlers/endpoint.ts';
import { forAccessControl } from '../lib/http/apiDocument.ts';
import { ok, STATIC } from '../lib/http/reply.ts';
import document from '../openapi.json' with { type: 'json' };

const served = accessSettings(process.env) ? forAccessControl(document) : document;

export const handler = endpoint(validate, () => ok(served, STATIC));
