import validate from '#build/validators/getEvent.js';
import { getEvent } from '../lib/events/getEvent.ts';
import { endpoint } from '../lib/handlers/endpoint.ts';
import { findSightOf } from '../lib/handlers/sight.ts';
import { tagHeaders } from '../lib/http/etag.ts';
import { ok } from '../lib/http/reply.ts';

export const handler = endpoint(validate, async ({ path }, request) => {
  const { event, entityTag } = await getEvent(path.eventId, findSightOf(request));
  return ok(event, tagHeaders(entityTag));
});
