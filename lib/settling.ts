import { removeDeletedEvent } from './deletion.ts';
import { fillVacancies } from './promotion.ts';
import type { RegistrationItem } from './repositories/registrations.ts';
import type { SeatsItem } from './repositories/seats.ts';
import { promotable } from './waitlist.ts';

/**
 * What a change of an event leaves to do: the removal of a deleted event (rule 10), the promotion of those whom a
 * transaction had no place for (rule 7), or who came to the queue when a seat was free by then. Both look at what is
 * true when they run.
 */
export function unfinishedWork(changed: SeatsItem | RegistrationItem | undefined) {
  if (!changed) return undefined;
  const { eventId } = changed;
  if (changed.status === 'deleted') {
    return { key: `remove ${eventId}`, run: () => removeDeletedEvent(eventId) };
  }
  if (changed.status === 'waitlisted' || ('capacity' in changed && promotable(changed) > 0)) {
    return { key: `fill ${eventId}`, run: () => fillVacancies(eventId) };
  }
  return undefined;
}
