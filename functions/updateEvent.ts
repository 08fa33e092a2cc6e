import validate from '#build/validators/updateEvent.js';
import { endpoint } from '../lib/endpoint.ts';
import { updateEvent } from '../lib/events.ts';
import { ok } from '../lib/reply.ts';

export const handler = endpoint(validate, async ({ path, body }) =>
  ok(await updateEvent(path.eventId, body)),
);
