import validate from '#build/validators/deleteEvent.js';
import { deleteEvent } from '../lib/events/deleteEvent.ts';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { tagsIn } from '../lib/http/etag.ts';
import { noContent } from '../lib/http/reply.ts';

export const handler = guardedEndpoint(validate, async ({ headers, path, access }) => {
  await deleteEvent(path.eventId, { tags: tagsIn(headers['if-match']), ownerId: access.ownerId });
  return noContent();
});
