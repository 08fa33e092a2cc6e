import validate from '#build/validators/getEvent.js';
import { endpoint } from '../lib/endpoint.ts';
import { versionHeaders } from '../lib/etag.ts';
import { getEvent } from '../lib/events.ts';
import { ok } from '../lib/reply.ts';

export const handler = endpoint(validate, async ({ path }) => {
  const { event, entityTag } = await getEvent(path.eventId);
  return ok(event, versionHeaders(entityTag));
});
