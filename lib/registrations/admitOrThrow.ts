import {
  eventFull,
  eventNotOpen,
  registrationClosed,
  registrationNotYetOpen,
  waitlistFull,
} from '../core/refusals.ts';
import type { Denial } from '../domain/denial.ts';
import { textOf } from '../domain/instants.ts';
import { admit, type Occupancy } from '../domain/waitlist.ts';

/**
 * Admits someone to a seat or to the queue at the time `now`, in milliseconds since 1970.
 * @throws ApiError as `denied` makes it
 */
export function admitOrThrow(event: Occupancy, now: number) {
  const admission = admit(event, now);
  if (admission.kind === 'seat' || admission.kind === 'queue') return admission;
  throw denied(admission);
}

/** Makes the refusal for somebody who is not admitted: EVENT_NOT_OPEN, REGISTRATION_NOT_OPEN, EVENT_FULL, WAITLIST_FULL. */
export function denied(denial: Denial) {
  switch (denial.kind) {
    case 'closed':
      return eventNotOpen(denial.status);
    case 'notYetOpen':
      return registrationNotYetOpen(textOf(denial.opensAt));
    case 'noLongerOpen':
      return registrationClosed(textOf(denial.closesAt));
    case 'full':
      return eventFull(denial.capacity);
    case 'waitlistFull':
      return waitlistFull(denial.waiting);
  }
}
