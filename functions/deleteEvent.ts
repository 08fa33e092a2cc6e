import validate from '#build/validators/deleteEvent.js';
import { deleteEvent } from '../lib/deletion.ts';
import { endpoint } from '../lib/endpoint.ts';
import { versionsIn } from '../lib/etag.ts';
import { noContent } from '../lib/reply.ts';

export const handler = endpoint(validate, async ({ headers, path }) => {
  await deleteEvent(path.eventId, versionsIn(headers['if-match']));
  return noContent();
});
