import validate from '#build/validators/deleteEvent.js';
import { endpoint } from '../lib/endpoint.ts';
import { deleteEvent } from '../lib/events.ts';
import { noContent } from '../lib/reply.ts';

export const handler = endpoint(validate, async ({ path }) => {
  await deleteEvent(path.eventId);
  return noContent();
});
