import { removeDeletedEvent } from './deletion.ts';
import { fillVacancies } from './promotion.ts';
import type { SeatsItem } from './repositories/seats.ts';
import { promotable } from './waitlist.ts';

/**
 * What a change of an event leaves to do: the removal of a deleted event (rule 10), the promotion of those whom a
 * transaction had no place for (rule 7). Both look at what is true when they run.
 */
export function unfinishedWork(event: SeatsItem | undefined) {
  if (!event) return undefined;
  const { eventId } = event;
  if (event.status === 'deleted') {
    return { key: `remove ${eventId}`, run: () => removeDeletedEvent(eventId) };
  }
  if (promotable(event) > 0) return { key: `fill ${eventId}`, run: () => fillVacancies(eventId) };
  return undefined;
}
