import validate from '#build/validators/getRoot.js';
import { endpoint } from '../lib/handlers/endpoint.ts';
import { ok, STATIC } from '../lib/http/reply.ts';
import manifest from '../package.json' with { type: 'json' };

export const handler = endpoint(validate, () =>
  ok({ message: 'Event Management API', version: manifest.version }, STATIC),
);
