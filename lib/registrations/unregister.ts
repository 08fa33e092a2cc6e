import { alreadyCheckedIn, eventNotFound, registrationNotFound } from '../core/refusals.ts';
import { retryRace } from '../core/retryRace.ts';
import { isAnonymous } from '../domain/anonymousId.ts';
import * as seats from '../repositories/seats.ts';
import { remembersLeavers } from './crowdMemory.ts';
import { type Left, leave, mayLeave } from './leave.ts';
import { leaveTogether } from './leaveTogether.ts';
import { loadParticipant, loadRegistration } from './loadParticipant.ts';

/**
 * Takes a person off an event. Their seat goes to the head of the queue in the same transaction (rules 6 and 9). Where a
 * crowd leaves, they go together with others. An anonymous registration has no user, and leaves even when it is checked
 * in, since nobody could undo that.
 * @throws ApiError USER_NOT_FOUND, EVENT_NOT_FOUND, REGISTRATION_NOT_FOUND, ALREADY_CHECKED_IN
 */
export const unregister = (eventId: string, userId: string): Promise<Left> =>
  retryRace<Left>(async () => {
    const { event, row } = await (isAnonymous(userId) ? loadRegistration : loadParticipant)(eventId, userId);
    if (!seats.unlessDeleted(event)) throw eventNotFound();
    if (!event || !row) throw registrationNotFound();
    if (!mayLeave(row)) throw alreadyCheckedIn();
    if (remembersLeavers(eventId)) return leaveTogether(event, row);
    return leave(event, row, { mayGoTogether: true });
  });
