import { isAnonymous } from '../domain/anonymousId.ts';
import { promotable } from '../domain/waitlist.ts';
import type { ItemChange } from '../dynamo/itemChange.ts';
import { fillVacancies } from '../registrations/fillVacancies.ts';
import { reopen } from '../registrations/reopen.ts';
import type * as registrations from '../repositories/registrations.ts';
import type * as seats from '../repositories/seats.ts';
import { removeDeletedEvent } from './removeDeletedEvent.ts';

/**
 * Returns the work that a change of an event leaves: to remove a deleted event (rule 10), to take deleted users off an
 * event that is active again (rule 12), or to promote people who wait for free seats (rule 7). All of it reads the
 * state when it runs.
 */
export function workAfterChange({ before, after }: ItemChange<seats.Item | registrations.Item>) {
  if (!after) return undefined;
  const { eventId, status } = after;
  if (status === 'deleted') {
    return { key: `remove ${eventId}`, run: () => removeDeletedEvent(eventId) };
  }
  const isActiveAgain = status === 'active' && before !== undefined && before.status !== 'active';
  // The event becomes active, or the row anonymous: whichever comes second sees the other.
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
