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

/** What there is not, so that nobody could leave. */
type Missing = { missing: 'user' | 'event' | 'registration' };

/**
 * Takes a person off an event. Their seat goes to the head of the queue in the same transaction (rules 6 and 9).
 * @throws ApiError USER_NOT_FOUND, EVENT_NOT_FOUND, REGISTRATION_NOT_FOUND
 */
export async function unregister(eventId: string, userId: string): Promise<Left> {
  const outcome = await leave(eventId, userId, 'registered', () => [users.leave(userId)]);
  if ('left' in outcome) return outcome;
  if (outcome.missing === 'user') throw userNotFound();
  if (outcome.missing === 'event') throw eventNotFound();
  throw new ApiError('REGISTRATION_NOT_FOUND', 'Registration not found');
}

/**
 * Takes a person who is being deleted off an event, with an entry in its history, in the same way. Leaves alone whoever
 * took their id since, and says `false` when the event is being deleted too.
 */
export async function removeWithUser(registration: RegistrationItem): Promise<boolean> {
  const { eventId, userId, status } = registration;
  const outcome = await leave(eventId, userId, status, (row = registration) => [
    users.loseWhenDeleted(userId),
    history.add(
      history.entryOf(row, { change: 'removed', cause: 'user_deleted', time: new Date().toISOString() }),
    ),
  ]);
  return !('missing' in outcome && outcome.missing === 'event');
}

/**
 * Removes a row as the pure core says. `besides` are writes of the same transaction, about the user first; they are
 * given the row as the last refusal told it.
 */
async function leave(
  eventId: string,
  userId: string,
  assumed: RegistrationStatus,
  besides: (row: RegistrationItem | undefined) => Write[],
): Promise<Left | Missing> {
  let seen: Seats = SEAT_IS_FREE;
  let leaving = assumed;
  let row: RegistrationItem | undefined;
  return untilWon<Left | Missing>(eventId, async () => {
    // A place in the queue is given up without a look at its head.
    const head = leaving === 'registered' ? await registrations.headOfQueue(eventId) : undefined;
    if (head?.userId === userId) leaving = 'waitlisted';
    const plan = depart(leaving, seen, head);
    const promoted = plan.kind === 'passSeatOn' ? plan.to : undefined;
    const isQueueUnseen = plan.kind === 'freeSeat' && promotable(plan.after) > 0;
    const outcome = await transact([
      isQueueUnseen ? seats.freeSeatForLater(eventId) : SEATS_WRITE[plan.kind](eventId),
      registrations.remove(eventId, userId, leaving),
      ...besides(row),
      ...(promoted ? [registrations.promote(promoted, new Date().toISOString())] : []),
    ]);
    if (outcome.committed) return { left: leaving, promotedUser: promoted?.userId };
    const [seatsRefusal, rowRefusal, userRefusal] = outcome.refusals;
    const found = rowRefusal?.found as RegistrationItem | undefined;
    row = found ?? row;
    seen = (seatsRefusal?.found as SeatsItem | undefined) ?? seen;
    if (userRefusal?.refused) return { missing: 'user' };
    if (seen.status === 'deleted') return { missing: 'event' };
    if (rowRefusal?.refused && !found && !userRefusal?.unseen && !seatsRefusal?.unseen) {
      return { missing: seatsRefusal?.refused && !seatsRefusal.found ? 'event' : 'registration' };
    }
    leaving = found?.status ?? leaving;
    return undefined;
  });
}

const SEATS_WRITE = {
  passSeatOn: seats.passSeatOn,
  freeSeat: seats.freeSeat,
  leaveQueue: seats.leaveQueue,
};
