import validate from '#build/validators/deleteEvent.js';
import { deleteEvent } from '../lib/deletion.ts';
import { endpoint } from '../lib/endpoint.ts';
import { noContent } from '../lib/reply.ts';

export const handler = endpoint(validate, async ({ path }) => {
  await deleteEvent(path.eventId);
  return noContent();
});
