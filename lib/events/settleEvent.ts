import { isAnonymous } from '../domain/anonymousId.ts';
import { promotable } from '../domain/waitlist.ts';
import type { ItemChange } from '../dynamo/itemChange.ts';
import { fillVacancies } from '../registrations/fillVacancies.ts';
import { reopen } from '../registrations/reopen.ts';
import type * as registrations from '../repositories/registrations.ts';
import type * as seats from '../repositories/seats.ts';
import { removeDeletedEvent } from './removeDeletedEvent.ts';

/**
 * What a change of an event leaves to do: the removal of a deleted event (rule 10), the departure of those who were
 * deleted before it became active again (rule 12), the promotion of those whom a transaction had no place for (rule 7),
 * or who came to the queue when a seat was free by then. All look at what is true when they run.
 */
export function workAfterChange({ before, after }: ItemChange<seats.Item | registrations.Item>) {
  if (!after) return undefined;
  const { eventId, status } = after;
  if (status === 'deleted') {
    return { key: `remove ${eventId}`, run: () => removeDeletedEvent(eventId) };
  }
  const isActiveAgain = status === 'active' && before !== undefined && before.status !== 'active';
  // Whichever comes second sees the other: the event that becomes active, or the row that becomes anonymous.
  if (isActiveAgain || (isRegistration(after) && !before && isAnonymous(after.userId))) {
    return { key: `reopen ${eventId}`, run: () => reopen(eventId) };
  }
  if (isRegistration(after) ? status === 'waitlisted' : promotable(after) > 0) {
    return { key: `fill ${eventId}`, run: () => fillVacancies(eventId) };
  }
  return undefined;
}

const isRegistration = (item: seats.Item | registrations.Item): item is registrations.Item =>
  'userId' in item;
