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

/**
 * The reason why nobody left: something is missing, the person is checked in, or the registration stays because of the
 * event's status.
 */
type NotLeft =
  | { kind: 'missing'; what: 'user' | 'event' | 'registration' }
  | { kind: 'checkedIn' }
  | { kind: 'stays' };

/** A request to take a person off an event. */
export type LeaveRequest = {
  eventId: string;
  userId: string;
  /** The registration, and the status of the event, as they were seen. */
  seen?: registrations.Item;
  status?: Occupancy['status'] | undefined;
  /** The person leaves even when they are checked in. */
  evenCheckedIn?: boolean;
  /** At events of these statuses the registration stays: under the id `staysAs`, if there is one. */
  staysAt?: ('cancelled' | 'completed')[];
  staysAs?: string;
  /** Takes the registration off the user's count. */
  uncount?: Write<users.Item>;
  /** Records in the history that the registration is gone. */
  record?: (row: registrations.Item) => Write<history.Entry>;
};

/** Records that a registration was removed with its user. */
export const recordRemoval = (row: registrations.Item): Write<history.Entry> =>
  history.set(
    history.entryOf(row, { change: 'removed', cause: 'user_deleted', time: new Date().toISOString() }),
  );

/** The writes that take a person off an event, or keep their registration there under another id. */
type LeavingWrites = {
  seats: Write<seats.Item>;
  registration: Write<registrations.Item>;
  user: Write<users.Item> | undefined;
  entry?: Write<history.Entry> | undefined;
  promoted?: Write<registrations.Item> | undefined;
  renamed?: Write<registrations.Item>;
};

/** The writes of one try, and its result once they are committed. */
type Step = { writes: LeavingWrites; result: Left | NotLeft };

/** Removes a person's row as the pure rules decide, or keeps it. A refusal shows the state for the next try. */
export async function leave(request: LeaveRequest): Promise<Left | NotLeft> {
  const { evenCheckedIn = false, staysAt = [], staysAs } = request;
  let event: Occupancy = { ...SEAT_IS_FREE, status: request.status ?? SEAT_IS_FREE.status };
  let row = request.seen;
  let standing: registrations.Standing = row ?? { status: 'registered' };
  return retryRace<Left | NotLeft>(async () => {
    const { status } = event;
    const stays = staysAt.some(one => one === status);
    if (stays && !(staysAs && row)) return { kind: 'stays' };
    const { writes, result }: Step =
      stays && staysAs && row
        ? { writes: renamingWrites(request, row, staysAs), result: { kind: 'stays' } }
        : await departure(request, event, standing, row);
    const outcome = await transact(writes);
    if (outcome.kind === 'committed') return result;
    const { seats: ofSeats, registration, user } = outcome.refusals;
    row = registration.item ?? row;
    event = ofSeats.item ?? event;
    if (user?.conditionFailed) return { kind: 'missing', what: 'user' };
    if (event.status === 'deleted') return { kind: 'missing', what: 'event' };
    const found = registration.item;
    if (registration.conditionFailed && !user?.conflicted && !ofSeats.conflicted) {
      const isEventMissing = ofSeats.conditionFailed && !ofSeats.item;
      if (!found) return { kind: 'missing', what: isEventMissing ? 'event' : 'registration' };
      if (found.checkedInAt && !evenCheckedIn) return { kind: 'checkedIn' };
    }
    // Correctness: the row of a checked-in person is removed only with `evenCheckedIn`.
    if (found) standing = evenCheckedIn ? found : { status: found.status };
    return undefined;
  });
}

async function departure(
  { eventId, userId, staysAt = [], uncount, record }: LeaveRequest,
  event: Occupancy,
  standing: registrations.Standing,
  row: registrations.Item | undefined,
): Promise<Step> {
  // Someone who leaves the queue does not need its head.
  const head = standing.status === 'registered' ? await registrationLists.headOfQueue(eventId) : undefined;
  const leaving: registrations.Standing = head?.userId === userId ? { status: 'waitlisted' } : standing;
  const plan = depart(leaving.status, event, head);
  const promoted = plan.kind === 'passSeatOn' ? plan.to : undefined;
  const isHeadUnseen = plan.kind === 'freeSeat' && promotable(plan.after) > 0;
  const seatsWrite = isHeadUnseen ? seats.freeSeatForLater : SEATS_WRITE[plan.kind];
  return {
    writes: {
      seats: seatsWrite(eventId, leaving.checkedInAt !== undefined, staysAt.map(seats.isNot)),
      registration: registrations.remove(eventId, userId, leaving),
      user: uncount,
      entry: record && row && record(row),
      promoted: promoted && registrations.promote(promoted, new Date().toISOString()),
    },
    result: { kind: 'left', left: leaving.status, promotedUser: promoted?.userId },
  };
}

const SEATS_WRITE = {
  passSeatOn: seats.passSeatOn,
  freeSeat: seats.freeSeat,
  leaveQueue: (eventId: string, _isCheckedIn: boolean, when: string[]) => seats.leaveQueue(eventId, when),
};

/** Keeps a registration at a completed event under another id. No counter changes (rule 12). */
const renamingWrites = (
  { eventId, userId, uncount }: LeaveRequest,
  row: registrations.Item,
  staysAs: string,
): LeavingWrites => ({
  seats: seats.isCompleted(eventId),
  registration: registrations.remove(eventId, userId, row),
  user: uncount,
  renamed: registrations.create(registrations.renamed(row, staysAs)),
});
