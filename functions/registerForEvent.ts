import validate from '#build/validators/registerForEvent.js';
import { identify } from '../lib/answers/idempotency.ts';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { withBody } from '../lib/handlers/withBody.ts';
import { created } from '../lib/http/reply.ts';
import { register } from '../lib/registrations/register.ts';

export const handler = guardedEndpoint(withBody(validate), async request => {
  const { path, body } = request;
  const { value, isReplay } = await register(
    path.eventId,
    body.userId,
    identify('registerForEvent', request),
  );
  return created({ ...value, message: messageOf(value.waitlistPosition) }, isReplay);
});

const messageOf = (position: number | null) =>
  position === null
    ? 'Successfully registered for event'
    : `Event is full. Added to waitlist at position ${position}`;
