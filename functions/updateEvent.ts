import validate from '#build/validators/updateEvent.js';
import { endpoint } from '../lib/endpoint.ts';
import { versionHeaders, versionsIn } from '../lib/etag.ts';
import { updateEvent } from '../lib/events.ts';
import { ok } from '../lib/reply.ts';

export const handler = endpoint(validate, async ({ headers, path, body }) => {
  const { event, entityTag } = await updateEvent(path.eventId, body, versionsIn(headers['if-match']));
  return ok(event, versionHeaders(entityTag));
});
