import validate from '#build/validators/createEvent.js';
import { identify } from '../lib/answers/idempotency.ts';
import { createEvent } from '../lib/events/createEvent.ts';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { withBody } from '../lib/handlers/withBody.ts';
import { withTimes } from '../lib/handlers/withTimes.ts';
import { tagHeaders } from '../lib/http/etag.ts';
import { created } from '../lib/http/reply.ts';

export const handler = guardedEndpoint(withTimes(withBody(validate)), async request => {
  const { body, access } = request;
  const { value, isReplay } = await createEvent(
    body,
    identify('createEvent', request),
    access.caller?.userId,
  );
  const { event, entityTag } = value;
  return created(event, isReplay, { Location: `events/${event.eventId}`, ...tagHeaders(entityTag) });
});
