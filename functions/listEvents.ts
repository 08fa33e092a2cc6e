import validate from '#build/validators/listEvents.js';
import { listEvents } from '../lib/events/listEvents.ts';
import { endpoint } from '../lib/handlers/endpoint.ts';
import { findSightOf } from '../lib/handlers/sight.ts';
import { listed } from '../lib/http/reply.ts';

export const handler = endpoint(validate, async ({ query }, event) =>
  listed(await listEvents(query, findSightOf(event))),
);
