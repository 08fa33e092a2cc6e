import { eventFull, eventNotOpen } from '../core/refusals.ts';
import { admit, type Occupancy } from '../domain/waitlist.ts';

/**
 * Admits someone to a seat or to the queue.
 * @throws ApiError EVENT_NOT_OPEN, EVENT_FULL
 */
export function admitOrThrow(event: Occupancy) {
  const admission = admit(event);
  if (admission.kind === 'closed') throw eventNotOpen(admission.status);
  if (admission.kind === 'full') throw eventFull(event.capacity);
  return admission;
}
