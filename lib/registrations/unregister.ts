import { alreadyCheckedIn, eventNotFound, registrationNotFound, userNotFound } from '../core/refusals.ts';
import { isAnonymous } from '../domain/anonymousId.ts';
import type { Occupancy } from '../domain/waitlist.ts';
import type * as registrations from '../repositories/registrations.ts';
import * as users from '../repositories/users.ts';
import { type Left, leave, recordRemoval } from './leave.ts';

/**
 * Takes a person off an event. Their seat goes to the head of the queue in the same transaction (rules 6 and 9). An
 * anonymous registration is on no user's count, and leaves even when it is checked in, since nobody could undo that.
 * @throws ApiError USER_NOT_FOUND, EVENT_NOT_FOUND, REGISTRATION_NOT_FOUND, ALREADY_CHECKED_IN
 */
export async function unregister(eventId: string, userId: string): Promise<Left> {
  const how = isAnonymous(userId) ? { evenCheckedIn: true } : { uncount: users.uncountRegistration(userId) };
  const outcome = await leave({ eventId, userId, ...how });
  if (outcome.kind === 'left') return outcome;
  if (outcome.kind === 'checkedIn') throw alreadyCheckedIn();
  throw NOT_FOUND[outcome.kind === 'missing' ? outcome.what : 'registration']();
}

const NOT_FOUND = { user: userNotFound, event: eventNotFound, registration: registrationNotFound };

/**
 * Takes a user who is being deleted off an event in the same way, checked in or not, and records it. At a completed
 * event their registration stays under their anonymous id (rule 12). The registrations of a next owner of the id stay.
 * `status` is that of the event as it was seen. Returns `false` when the event is being deleted too.
 */
export async function removeWithUser(
  seen: registrations.Item,
  anonymousId: string,
  status?: Occupancy['status'],
): Promise<boolean> {
  const { eventId, userId } = seen;
  const outcome = await leave({
    eventId,
    userId,
    seen,
    status,
    evenCheckedIn: true,
    staysAt: ['completed'],
    staysAs: anonymousId,
    uncount: users.uncountDeleted(userId, anonymousId),
    record: row => recordRemoval({ ...row, userId: anonymousId }),
  });
  return !(outcome.kind === 'missing' && outcome.what === 'event');
}
