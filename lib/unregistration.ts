import { registrationNotFound } from './attendance.ts';
import { transact, type Write } from './dynamo.ts';
import { ApiError } from './errors.ts';
import { eventNotFound } from './events.ts';
import { SEAT_IS_FREE } from './registration.ts';
import * as history from './repositories/history.ts';
import type { RegistrationItem } from './repositories/registrations.ts';
import * as registrations from './repositories/registrations.ts';
import type { SeatsItem } from './repositories/seats.ts';
import * as seats from './repositories/seats.ts';
import * as users from './repositories/users.ts';
import { untilWon } from './turns.ts';
import { userNotFound } from './users.ts';
import { depart, promotable, type RegistrationStatus, type Seats } from './waitlist.ts';

type Left = { left: RegistrationStatus; promotedUser: string | undefined };

/** Why nobody left: what there is not, or that they are checked in. */
type Stays = { missing: 'user' | 'event' | 'registration' } | { checkedInAt: string };

/**
 * Takes a person off an event. Their seat goes to the head of the queue in the same transaction (rules 6 and 9).
 * @throws ApiError USER_NOT_FOUND, EVENT_NOT_FOUND, REGISTRATION_NOT_FOUND, ALREADY_CHECKED_IN
 */
export async function unregister(eventId: string, userId: string): Promise<Left> {
  const outcome = await leave(eventId, userId, undefined, () => [users.leave(userId)]);
  if ('left' in outcome) return outcome;
  if ('checkedInAt' in outcome) {
    throw new ApiError('ALREADY_CHECKED_IN', 'User is checked in at this event: undo the check-in first');
  }
  if (outcome.missing === 'user') throw userNotFound();
  if (outcome.missing === 'event') throw eventNotFound();
  throw registrationNotFound();
}

/**
 * Takes a person who is being deleted off an event, checked in or not, with an entry in its history, in the same way.
 * Leaves alone whoever took their id since, and says `false` when the event is being deleted too.
 */
export async function removeWithUser(registration: RegistrationItem): Promise<boolean> {
  const { eventId, userId } = registration;
  const outcome = await leave(eventId, userId, registration, (row = registration) => [
    users.loseWhenDeleted(userId),
    history.add(
      history.entryOf(row, { change: 'removed', cause: 'user_deleted', time: new Date().toISOString() }),
    ),
  ]);
  return !('missing' in outcome && outcome.missing === 'event');
}

/**
 * Removes a row as the pure core says. One that `mustGo` goes even when its person is checked in.
 * `besides` are writes of the same transaction, about the user first; they are given the row as the last refusal told it.
 */
async function leave(
  eventId: string,
  userId: string,
  mustGo: RegistrationItem | undefined,
  besides: (row: RegistrationItem | undefined) => Write[],
): Promise<Left | Stays> {
  let seen: Seats = SEAT_IS_FREE;
  let leaving: registrations.Standing = mustGo ?? { status: 'registered' };
  let row: RegistrationItem | undefined;
  return untilWon<Left | Stays>(eventId, async () => {
    // A place in the queue is given up without a look at its head.
    const head = leaving.status === 'registered' ? await registrations.headOfQueue(eventId) : undefined;
    if (head?.userId === userId) leaving = { status: 'waitlisted' };
    const { status, checkedInAt } = leaving;
    const plan = depart(status, seen, head);
    const promoted = plan.kind === 'passSeatOn' ? plan.to : undefined;
    const isQueueUnseen = plan.kind === 'freeSeat' && promotable(plan.after) > 0;
    const outcome = await transact([
      (isQueueUnseen ? seats.freeSeatForLater : SEATS_WRITE[plan.kind])(eventId, checkedInAt !== undefined),
      registrations.remove(eventId, userId, leaving),
      ...besides(row),
      ...(promoted ? [registrations.promote(promoted, new Date().toISOString())] : []),
    ]);
    if (outcome.committed) return { left: status, promotedUser: promoted?.userId };
    const [seatsRefusal, rowRefusal, userRefusal] = outcome.refusals;
    const found = rowRefusal?.found as RegistrationItem | undefined;
    row = found ?? row;
    seen = (seatsRefusal?.found as SeatsItem | undefined) ?? seen;
    if (userRefusal?.refused) return { missing: 'user' };
    if (seen.status === 'deleted') return { missing: 'event' };
    if (rowRefusal?.refused && !userRefusal?.unseen && !seatsRefusal?.unseen) {
      if (!found) return { missing: seatsRefusal?.refused && !seatsRefusal.found ? 'event' : 'registration' };
      if (found.checkedInAt && !mustGo) return { checkedInAt: found.checkedInAt };
    }
    // Who need not go is never removed as someone who is checked in.
    if (found) leaving = mustGo ? found : { status: found.status };
    return undefined;
  });
}

const SEATS_WRITE = {
  passSeatOn: seats.passSeatOn,
  freeSeat: seats.freeSeat,
  leaveQueue: seats.leaveQueue,
};
