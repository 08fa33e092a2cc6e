import { alreadyCheckedIn, eventNotFound, registrationNotFound } from '../core/refusals.ts';
import { retryRace } from '../core/retryRace.ts';
import { isAnonymous } from '../domain/anonymousId.ts';
import type { FindSight } from '../domain/drafts.ts';
import * as seats from '../repositories/seats.ts';
import { remembersLeavers } from './crowdMemory.ts';
import { ensureNotBound, type Left, leave, mayLeave } from './leave.ts';
import { leaveTogether } from './leaveTogether.ts';
import { loadParticipant, loadRegistration } from './loadParticipant.ts';

/**
 * Takes a person off an event. Their seat goes to the head of the queue in the same transaction (rules 6 and 9). Where a
 * crowd leaves, they go together with others. An anonymous registration has no user, and leaves even when it is checked
 * in, since nobody could undo that.
 * @throws ApiError USER_NOT_FOUND, EVENT_NOT_FOUND, REGISTRATION_NOT_FOUND, ALREADY_CHECKED_IN, LEAVING_CLOSED
 */
export function unregister(eventId: string, userId: string, findSight: FindSight): Promise<Left> {
  const askedAt = Date.now();
  return retryRace<Left>(async () => {
    const { event, row } = isAnonymous(userId)
      ? await loadRegistration(eventId, userId)
      : await loadParticipant(eventId, userId, findSight);
    if (!seats.unlessDeleted(event)) throw eventNotFound();
    if (!event || !row) throw registrationNotFound();
    if (!mayLeave(row)) throw alreadyCheckedIn();
    ensureNotBound(event, row, askedAt);
    if (remembersLeavers(eventId)) return leaveTogether(event, row, askedAt);
    return leave(event, row, { askedAt, mayGoTogether: true });
  });
}
