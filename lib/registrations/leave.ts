import { retryRace } from '../core/retryRace.ts';
import {
  depart,
  type Occupancy,
  promotable,
  type RegistrationStatus,
  SEAT_IS_FREE,
} from '../domain/waitlist.ts';
import { transact, type Write } from '../dynamo/write.ts';
import * as history from '../repositories/history.ts';
import * as registrationLists from '../repositories/registrationLists.ts';
import * as registrations from '../repositories/registrations.ts';
import * as seats from '../repositories/seats.ts';
import type * as users from '../repositories/users.ts';

export type Left = { kind: 'left'; left: RegistrationStatus; promotedUser: string | undefined };

/** Why nobody left: something is missing, or the registration stays, since it is checked in or by the event's status. */
type Stayed =
  | { kind: 'missing'; what: 'user' | 'event' | 'registration' }
  | { kind: 'checkedIn' }
  | { kind: 'kept' };

/** Somebody who is to leave an event. */
export type Leaver = {
  eventId: string;
  userId: string;
  /** Their registration as it was seen, and the status of the event. */
  seen?: registrations.Item;
  status?: Occupancy['status'] | undefined;
  /** Whether they go even when they are checked in. */
  goesCheckedIn?: boolean;
  /** At which events their registration stays: under this id, if there is one. */
  staysAt?: ('cancelled' | 'completed')[];
  staysAs?: string;
  /** Takes their registration off their count, if they have one. */
  uncount?: Write<users.Item>;
  /** Writes down that it is gone. */
  record?: (row: registrations.Item) => Write<history.Entry>;
};

/** Writes down that a registration went since its user was deleted. */
export const recordRemoval = (row: registrations.Item): Write<history.Entry> =>
  history.set(
    history.entryOf(row, { change: 'removed', cause: 'user_deleted', time: new Date().toISOString() }),
  );

/** The writes that take somebody off an event, or keep their registration there under another id. */
type LeavingWrites = {
  seats: Write<seats.Item>;
  registration: Write<registrations.Item>;
  user: Write<users.Item> | undefined;
  entry?: Write<history.Entry> | undefined;
  promoted?: Write<registrations.Item> | undefined;
  kept?: Write<registrations.Item>;
};

/** A plan, and what is told once it is committed. */
type Step = { writes: LeavingWrites; told: Left | Stayed };

/** Removes somebody's row as the pure rules say, or keeps it. What a refusal shows decides about the next try. */
export async function leave(leaver: Leaver): Promise<Left | Stayed> {
  const { goesCheckedIn = false, staysAt = [], staysAs } = leaver;
  let event: Occupancy = { ...SEAT_IS_FREE, status: leaver.status ?? SEAT_IS_FREE.status };
  let row = leaver.seen;
  let standing: registrations.Standing = row ?? { status: 'registered' };
  return retryRace<Left | Stayed>(async () => {
    const { status } = event;
    const stays = staysAt.some(one => one === status);
    if (stays && !(staysAs && row)) return { kind: 'kept' };
    const { writes, told }: Step =
      stays && staysAs && row
        ? { writes: keepingWrites(leaver, row, staysAs), told: { kind: 'kept' } }
        : await departure(leaver, event, standing, row);
    const outcome = await transact(writes);
    if (outcome.kind === 'committed') return told;
    const { seats: ofSeats, registration, user } = outcome.refusals;
    row = registration.item ?? row;
    event = ofSeats.item ?? event;
    if (user?.conditionFailed) return { kind: 'missing', what: 'user' };
    if (event.status === 'deleted') return { kind: 'missing', what: 'event' };
    const found = registration.item;
    if (registration.conditionFailed && !user?.conflicted && !ofSeats.conflicted) {
      const isEventMissing = ofSeats.conditionFailed && !ofSeats.item;
      if (!found) return { kind: 'missing', what: isEventMissing ? 'event' : 'registration' };
      if (found.checkedInAt && !goesCheckedIn) return { kind: 'checkedIn' };
    }
    // Somebody who need not go is never removed as someone who is checked in.
    if (found) standing = goesCheckedIn ? found : { status: found.status };
    return undefined;
  });
}

async function departure(
  { eventId, userId, staysAt = [], uncount, record }: Leaver,
  event: Occupancy,
  standing: registrations.Standing,
  row: registrations.Item | undefined,
): Promise<Step> {
  // A place in the queue is given up without a look at its head.
  const head = standing.status === 'registered' ? await registrationLists.headOfQueue(eventId) : undefined;
  const leaving: registrations.Standing = head?.userId === userId ? { status: 'waitlisted' } : standing;
  const plan = depart(leaving.status, event, head);
  const promoted = plan.kind === 'passSeatOn' ? plan.to : undefined;
  const isQueueUnseen = plan.kind === 'freeSeat' && promotable(plan.after) > 0;
  const seatsWrite = isQueueUnseen ? seats.freeSeatForLater : SEATS_WRITE[plan.kind];
  return {
    writes: {
      seats: seatsWrite(eventId, leaving.checkedInAt !== undefined, staysAt.map(seats.isNot)),
      registration: registrations.remove(eventId, userId, leaving),
      user: uncount,
      entry: record && row && record(row),
      promoted: promoted && registrations.promote(promoted, new Date().toISOString()),
    },
    told: { kind: 'left', left: leaving.status, promotedUser: promoted?.userId },
  };
}

const SEATS_WRITE = {
  passSeatOn: seats.passSeatOn,
  freeSeat: seats.freeSeat,
  leaveQueue: (eventId: string, _isCheckedIn: boolean, when: string[]) => seats.leaveQueue(eventId, when),
};

/** Rule 12: at an event that is completed the registration stays under another id, and no counter moves. */
const keepingWrites = (
  { eventId, userId, uncount }: Leaver,
  row: registrations.Item,
  staysAs: string,
): LeavingWrites => ({
  seats: seats.isCompleted(eventId),
  registration: registrations.remove(eventId, userId, row),
  user: uncount,
  kept: registrations.create(registrations.renamed(row, staysAs)),
});
