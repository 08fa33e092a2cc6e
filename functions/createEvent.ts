import validate from '#build/validators/createEvent.js';
import { identify } from '../lib/answers/idempotency.ts';
import { createEvent } from '../lib/events/createEvent.ts';
import { endpoint } from '../lib/handlers/endpoint.ts';
import { tagHeaders } from '../lib/http/etag.ts';
import { created } from '../lib/http/reply.ts';

export const handler = endpoint(validate, async request => {
  const { value, isReplay } = await createEvent(request.body, identify('createEvent', request));
  const { event, entityTag } = value;
  return created(event, isReplay, { Location: `events/${event.eventId}`, ...tagHeaders(entityTag) });
});
