import { transact, type Write } from './dynamo/write.ts';
import * as history from './repositories/history.ts';
import type { RegistrationItem } from './repositories/registrations.ts';
import * as registrations from './repositories/registrations.ts';
import type { SeatsItem } from './repositories/seats.ts';
import * as seats from './repositories/seats.ts';
import { untilWon } from './turns.ts';
import { depart, promotable, type RegistrationStatus, SEAT_IS_FREE, type Seats } from './waitlist.ts';

export type Left = { left: RegistrationStatus; promotedUser: string | undefined };

/** Why nobody left: what there is not, that they are checked in, or that they stay at such an event. */
export type Stays =
  | { missing: 'user' | 'event' | 'registration' }
  | { checkedInAt: string }
  | { staysAt: Seats['status'] };

/** Somebody who is to leave an event. */
export type Leaver = {
  eventId: string;
  userId: string;
  /** Their registration as it was seen, and the status of the event. */
  seen?: RegistrationItem;
  status?: Seats['status'] | undefined;
  /** Whether they go even when they are checked in. */
  goesCheckedIn?: boolean;
  /** At which events their registration stays: under this id, if there is one. */
  staysAt?: ('cancelled' | 'completed')[];
  staysAs?: string;
  /** Takes their registration off their count, if they have one. */
  uncount?: Write;
  /** Writes down that it is gone. */
  record?: (row: RegistrationItem) => Write;
};

/** Writes down that a registration went since its user was deleted. */
export const recordRemoval = (row: RegistrationItem): Write =>
  history.set(
    history.entryOf(row, { change: 'removed', cause: 'user_deleted', time: new Date().toISOString() }),
  );

/** The writes of a transaction, about the event, the registration and the person first, and what they lead to. */
type Step = { writes: Write[]; told: Left | Stays };

/** Removes somebody's row as the pure core says, or keeps it. What a refusal shows decides about the next try. */
export async function leave(leaver: Leaver): Promise<Left | Stays> {
  const { eventId, goesCheckedIn = false, staysAt = [], staysAs, uncount } = leaver;
  let event: Seats = { ...SEAT_IS_FREE, status: leaver.status ?? SEAT_IS_FREE.status };
  let row = leaver.seen;
  let standing: registrations.Standing = row ?? { status: 'registered' };
  return untilWon<Left | Stays>(eventId, async () => {
    const { status } = event;
    const stays = staysAt.some(one => one === status);
    if (stays && !(staysAs && row)) return { staysAt: status };
    const { writes, told } =
      stays && staysAs && row
        ? { writes: stayingWrites(leaver, row, staysAs), told: { staysAt: status } }
        : await departure(leaver, event, standing, row);
    const outcome = await transact(writes);
    if (outcome.committed) return told;
    const [seatsRefusal, rowRefusal] = outcome.refusals;
    const userRefusal = uncount && outcome.refusals[2];
    const found = rowRefusal?.found as RegistrationItem | undefined;
    row = found ?? row;
    event = (seatsRefusal?.found as SeatsItem | undefined) ?? event;
    if (userRefusal?.refused) return { missing: 'user' };
    if (event.status === 'deleted') return { missing: 'event' };
    if (rowRefusal?.refused && !userRefusal?.unseen && !seatsRefusal?.unseen) {
      if (!found) return { missing: seatsRefusal?.refused && !seatsRefusal.found ? 'event' : 'registration' };
      if (found.checkedInAt && !goesCheckedIn) return { checkedInAt: found.checkedInAt };
    }
    // Somebody who need not go is never removed as someone who is checked in.
    if (found) standing = goesCheckedIn ? found : { status: found.status };
    return undefined;
  });
}

async function departure(
  { eventId, userId, staysAt = [], uncount, record }: Leaver,
  event: Seats,
  standing: registrations.Standing,
  row: RegistrationItem | undefined,
): Promise<Step> {
  // A place in the queue is given up without a look at its head.
  const head = standing.status === 'registered' ? await registrations.headOfQueue(eventId) : undefined;
  const leaving: registrations.Standing = head?.userId === userId ? { status: 'waitlisted' } : standing;
  const plan = depart(leaving.status, event, head);
  const promoted = plan.kind === 'passSeatOn' ? plan.to : undefined;
  const isQueueUnseen = plan.kind === 'freeSeat' && promotable(plan.after) > 0;
  const seatsWrite = isQueueUnseen ? seats.freeSeatForLater : SEATS_WRITE[plan.kind];
  return {
    writes: [
      seatsWrite(eventId, leaving.checkedInAt !== undefined, staysAt.map(seats.isNot)),
      registrations.remove(eventId, userId, leaving),
      ...(uncount ? [uncount] : []),
      ...(record && row ? [record(row)] : []),
      ...(promoted ? [registrations.promote(promoted, new Date().toISOString())] : []),
    ],
    told: { left: leaving.status, promotedUser: promoted?.userId },
  };
}

const SEATS_WRITE = {
  passSeatOn: seats.passSeatOn,
  freeSeat: seats.freeSeat,
  leaveQueue: (eventId: string, _isCheckedIn: boolean, when: string[]) => seats.leaveQueue(eventId, when),
};

/** Rule 12: at an event that is completed the registration stays under another id, and no counter moves. */
const stayingWrites = (
  { eventId, userId, uncount }: Leaver,
  row: RegistrationItem,
  staysAs: string,
): Write[] => [
  seats.isCompleted(eventId),
  registrations.remove(eventId, userId, row),
  ...(uncount ? [uncount] : []),
  registrations.create(registrations.renamed(row, staysAs)),
];
