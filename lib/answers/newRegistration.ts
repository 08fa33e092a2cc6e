import type { FromSchema } from 'json-schema-to-ts';
import type { newRegistration } from '../../schemas/registration.ts';
import type { Registration } from './registrationAnswer.ts';

/** A registration as the API answers it to whoever made it. */
export type NewRegistration = FromSchema<typeof newRegistration>;

/** Adds what a new registration is, in a sentence. */
export const newRegistrationAnswer = (registration: Registration): NewRegistration => ({
  ...registration,
  message: messageOf(registration.waitlistPosition),
});

const messageOf = (position: number | null) =>
  position === null
    ? 'Successfully registered for event'
    : `Event is full. Added to waitlist at position ${position}`;
