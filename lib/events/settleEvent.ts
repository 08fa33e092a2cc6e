import { isAnonymous } from '../domain/anonymousId.ts';
import { promotable } from '../domain/waitlist.ts';
import type { ItemChange } from '../dynamo/itemChange.ts';
import type { Work } from '../handlers/streamConsumer.ts';
import { fillVacancies } from '../registrations/fillVacancies.ts';
import { followDate } from '../registrations/followDate.ts';
import { reopen } from '../registrations/reopen.ts';
import type * as registrations from '../repositories/registrations.ts';
import * as seats from '../repositories/seats.ts';
import { removeDeletedEvent } from './removeDeletedEvent.ts';

/**
 * Returns the works that a change of an event leaves: to remove a deleted event (rule 10), to take deleted users off an
 * event that is active again (rule 12), to promote people who wait for free seats (rule 7), or to sort registrations by
 * another date. All of them read the state when they run.
 */
export function worksAfterChange({ before, after, time: freeSince }: Change): Work[] {
  if (!after) return [];
  const { eventId, status } = after;
  if (status === 'deleted') return [{ key: `remove ${eventId}`, run: () => removeDeletedEvent(eventId) }];
  const works: Work[] = [];
  const isActiveAgain = status === 'active' && before !== undefined && before.status !== 'active';
  // The event becomes active, or the row anonymous: whichever comes second sees the other.
  if (isActiveAgain || (isRegistration(after) && !before && isAnonymous(after.userId))) {
    works.push({ key: `reopen ${eventId}`, run: () => reopen(eventId, { freeSince }) });
  } else if (isRegistration(after) ? status === 'waitlisted' : promotable(after) > 0) {
    works.push({ key: `fill ${eventId}`, run: () => fillVacancies(eventId, { freeSince }) });
  }
  if (isToBeDated(before, after)) works.push({ key: `date ${eventId}`, run: () => followDate(eventId) });
  return works;
}

type Change = ItemChange<seats.Item | registrations.Item>;

const isRegistration = (item: seats.Item | registrations.Item): item is registrations.Item =>
  'userId' in item;

/** Returns whether an event has another date, or its holds from before are all swept. */
function isToBeDated(before: Change['before'], after: seats.Item | registrations.Item): boolean {
  if (!before || isRegistration(before) || isRegistration(after) || !after.redatedAt) return false;
  return before.date !== after.date || (seats.isSwept(before) && !seats.isSwept(after));
}
