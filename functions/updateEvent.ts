import validate from '#build/validators/updateEvent.js';
import { updateEvent } from '../lib/events/updateEvent.ts';
import { endpoint } from '../lib/handlers/endpoint.ts';
import { tagHeaders, tagsIn } from '../lib/http/etag.ts';
import { ok } from '../lib/http/reply.ts';

export const handler = endpoint(validate, async ({ headers, path, body }) => {
  const { event, entityTag } = await updateEvent(path.eventId, body, tagsIn(headers['if-match']));
  return ok(event, tagHeaders(entityTag));
});
