import validate from '#build/validators/registerForEvent.js';
import { endpoint } from '../lib/endpoint.ts';
import { register } from '../lib/registration.ts';
import { created } from '../lib/reply.ts';

export const handler = endpoint(validate, async ({ path, body }) => {
  const registration = await register(path.eventId, body.userId);
  return created({ ...registration, message: messageOf(registration.waitlistPosition) });
});

const messageOf = (position: number | null) =>
  position === null
    ? 'Successfully registered for event'
    : `Event is full. Added to waitlist at position ${position}`;
