import validate from '#build/validators/deleteEvent.js';
import { deleteEvent } from '../lib/events/deleteEvent.ts';
import { endpoint } from '../lib/handlers/endpoint.ts';
import { tagsIn } from '../lib/http/etag.ts';
import { noContent } from '../lib/http/reply.ts';

export const handler = endpoint(validate, async ({ headers, path }) => {
  await deleteEvent(path.eventId, tagsIn(headers['if-match']));
  return noContent();
});
