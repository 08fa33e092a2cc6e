import type { Occupancy } from '../domain/waitlist.ts';
import { TABLES } from '../dynamo/client.ts';
import { checkItem, updateItem } from '../dynamo/expressions.ts';
import { batchGet, type Ref } from '../dynamo/read.ts';
import type { Write } from '../dynamo/write.ts';

/** The item that decides about the seats of an event. */
export type Item = Occupancy & {
  eventId: string;
  date: string;
  deletedAt?: string;
  /** The time when the status was set last, which shows who came before the event was reopened. */
  statusSetAt?: string;
  /** The version of the last edit of this item. Events that were never edited do not have it. */
  version?: number;
  /** The number of people who are checked in. Older events do not have it. */
  checkedInCount?: number;
  /** It identifies the event among those that had the same id one after another. */
  incarnation: string;
  /** The highest number of a hold on a seat. */
  lastSeatHold: number;
  /** The tokens of the last holds, each with its number, newest first. They exist while there are holds to sweep. */
  holds?: (string | number)[];
  sweep?: Sweep;
  /** It puts the event into the index bySweep. */
  sweepKind?: string;
};

/**
 * Every hold up to the numbers of `from` has an outcome. The holds of `to` were the highest at the time `at`, in
 * milliseconds since 1970.
 */
export type Sweep = { from: LastHolds; to: LastHolds; at: number };
type LastHolds = Record<'seat' | 'queue', number>;

/** The item of an event that has holds to sweep. */
export type Swept = Item & { sweep: Sweep };

/** All events that have holds to sweep are in this partition of bySweep. */
export const SWEEP_KIND = 'holds';

/** The event is the one that was seen, and none that took its id since. */
export const isSame = '#incarnation = :incarnation';

/** Returns whether an event has holds to sweep. */
export const isSwept = (item: Item | undefined): item is Swept => item?.sweep !== undefined;

export const ref = (eventId: string): Ref<Item> => ({ table: TABLES.seats, key: { eventId } });

/** These are the clauses of the conditions under which seats and counters move. */
export const isActive = '#status = :active';
export const isThere = 'attribute_exists(#eventId) AND #status <> :deleted';
export const seatIsLeft = '#registeredCount < #capacity';
export const nobodyWaits = '#waitlistCount = :zero';
const somebodyWaits = '#waitlistCount > :zero';
const nobodyToPromote = `${nobodyWaits} OR #status <> :active`;
export const noSeatToTake = '#registeredCount >= #capacity OR #waitlistCount > :zero';

/** The event has another status. */
export const isNot = (status: 'cancelled' | 'completed') => `#status <> :${status}`;

export const constants = {
  active: 'active',
  cancelled: 'cancelled',
  completed: 'completed',
  deleted: 'deleted',
  zero: 0,
  one: 1,
};

/** Returns the clause that counts one registered person more or less. */
export const countRegistered = (sign: '+' | '-') => `#registeredCount = #registeredCount ${sign} :one`;

/** Returns the clause that counts one waiting person more or less. */
export const countWaitlisted = (sign: '+' | '-') => `#waitlistCount = #waitlistCount ${sign} :one`;

/** Returns the clause that counts more or fewer people who are checked in: one, or `count`. */
export const countCheckedIn = (sign: '+' | '-', count = ':one') =>
  `#checkedInCount = if_not_exists(#checkedInCount, :zero) ${sign} ${count}`;

/** Someone who is checked in leaves that count too. */
const withCheckIn = (isCheckedIn: boolean) => (isCheckedIn ? [countCheckedIn('-')] : []);

/** Changes the item of an event while all of `when` holds. */
export const change = (eventId: string, set: string[], when: string[], values: object = {}): Write<Item> =>
  updateItem(TABLES.seats, { eventId }, { set, when, values: { ...constants, ...values } });

/** No hold was acquired since the last sweep. */
const nobodyHolds =
  'attribute_not_exists(#sweep) OR (#sweep.#to.#seat = #lastSeatHold AND #sweep.#to.#queue = #lastTicket)';

/**
 * Takes a seat while one is free and nobody waits for it (rules 1, 3 and 5). Speed: it keeps out of the way of holds.
 */
export const takeSeat = (eventId: string): Write<Item> =>
  change(eventId, [countRegistered('+')], [isActive, seatIsLeft, nobodyWaits, nobodyHolds]);

/** Passes a seat on to the head of the queue (rule 6). The number of people registered stays. */
export const passSeatOn = (eventId: string, isCheckedIn = false): Write<Item> =>
  change(eventId, [countWaitlisted('-'), ...withCheckIn(isCheckedIn)], [isActive, somebodyWaits]);

/** Frees a seat while nobody is to be promoted and all of `when` holds (rules 6 and 9). */
export const freeSeat = (eventId: string, isCheckedIn = false, when: string[] = []): Write<Item> =>
  change(eventId, [countRegistered('-'), ...withCheckIn(isCheckedIn)], [isThere, nobodyToPromote, ...when]);

/** Frees a seat though somebody waits whose row does not exist yet. The row wakes the consumer that fills vacancies. */
export const freeSeatForLater = (eventId: string, isCheckedIn = false, when: string[] = []): Write<Item> =>
  change(eventId, [countRegistered('-'), ...withCheckIn(isCheckedIn)], [isThere, ...when]);

/** Takes a person off the count of the queue while all of `when` holds. */
export const leaveQueue = (eventId: string, when: string[] = []): Write<Item> =>
  change(eventId, [countWaitlisted('-')], [isThere, ...when]);

/** Refuses the transaction unless the event is completed (rule 12). */
export const isCompleted = (eventId: string): Write<Item> =>
  checkItem(TABLES.seats, { eventId }, ['#status = :completed'], constants);

const countPromotions = [
  '#registeredCount = #registeredCount + :promoted',
  '#waitlistCount = #waitlistCount - :promoted',
];

/** Moves `count` people from the queue to free seats (rule 7). */
export const fillVacancies = (eventId: string, capacity: number, count: number): Write<Item> =>
  change(eventId, countPromotions, [isActive, '#capacity = :capacity', '#registeredCount <= :leavingRoom'], {
    capacity,
    leavingRoom: capacity - count,
    promoted: count,
  });

/** Reads the item of an event. Returns `undefined` when it does not exist or is deleted. */
export async function get(eventId: string): Promise<Item | undefined> {
  const found = await batchGet([ref(eventId)], { consistent: true });
  return unlessDeleted(found(ref(eventId)));
}

/** Returns `undefined` for a deleted event, which no reader sees. */
export const unlessDeleted = (item: Item | undefined) => (item?.status === 'deleted' ? undefined : item);

/** Counts a check-in, at an active event only. */
export const countCheckIn = (eventId: string): Write<Item> =>
  change(eventId, [countCheckedIn('+')], [isActive]);

/** Takes a check-in off the count. */
export const uncountCheckIn = (eventId: string): Write<Item> =>
  change(eventId, [countCheckedIn('-')], [isThere]);
