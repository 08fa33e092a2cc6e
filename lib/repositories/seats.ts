import type { Occupancy } from '../domain/waitlist.ts';
import { TABLES } from '../dynamo/client.ts';
import { checkItem, updateItem } from '../dynamo/expressions.ts';
import { batchGet, type Ref, scanAll } from '../dynamo/read.ts';
import type { Write } from '../dynamo/write.ts';

/**
 * `dateEventId` is `date#eventId`, the order of the list of events. `kind` puts all events in one partition of byDate.
 */
export type Item = Occupancy & {
  eventId: string;
  dateEventId: string;
  kind?: 'event';
  deletedAt?: string;
  /** The status was set last at this time, which shows who came before the event was reopened. */
  statusSetAt?: string;
  /** It is the version of the last edit of this item. Events that were never edited do not have it. */
  version?: number;
  /** So many rows are checked in. Older events do not have it. */
  checkedInCount?: number;
  /** It identifies the event among those that had the same id one after another. */
  incarnation: string;
  /** It is the highest number of a hold on a seat. */
  lastSeatHold: number;
  /** It exists while the event has holds to sweep: the tokens of the last ones, each with its number, newest first. */
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

export type Swept = Item & { sweep: Sweep };

export const SWEEP_KIND = 'holds';

/** The event is the one that was seen, and none that took its id since. */
export const isSame = '#incarnation = :incarnation';

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

export const registered = (sign: '+' | '-') => `#registeredCount = #registeredCount ${sign} :one`;
export const waitlisted = (sign: '+' | '-') => `#waitlistCount = #waitlistCount ${sign} :one`;
export const checkedIn = (sign: '+' | '-', count = ':one') =>
  `#checkedInCount = if_not_exists(#checkedInCount, :zero) ${sign} ${count}`;

/** The departure of someone who is checked in changes this too. */
const withCheckIn = (isCheckedIn: boolean) => (isCheckedIn ? [checkedIn('-')] : []);

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
  change(eventId, [registered('+')], [isActive, seatIsLeft, nobodyWaits, nobodyHolds]);

/** Passes a seat on to the head of the queue (rule 6). The number of people registered stays. */
export const passSeatOn = (eventId: string, isCheckedIn = false): Write<Item> =>
  change(eventId, [waitlisted('-'), ...withCheckIn(isCheckedIn)], [isActive, somebodyWaits]);

/** Frees a seat while nobody is to be promoted and all of `when` holds (rules 6 and 9). */
export const freeSeat = (eventId: string, isCheckedIn = false, when: string[] = []): Write<Item> =>
  change(eventId, [registered('-'), ...withCheckIn(isCheckedIn)], [isThere, nobodyToPromote, ...when]);

/** Frees a seat though somebody waits whose row does not exist yet. The row wakes the consumer that fills vacancies. */
export const freeSeatForLater = (eventId: string, isCheckedIn = false, when: string[] = []): Write<Item> =>
  change(eventId, [registered('-'), ...withCheckIn(isCheckedIn)], [isThere, ...when]);

export const leaveQueue = (eventId: string, when: string[] = []): Write<Item> =>
  change(eventId, [waitlisted('-')], [isThere, ...when]);

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

export const unlessDeleted = (item: Item | undefined) => (item?.status === 'deleted' ? undefined : item);

/** Yields the ids of all events, deleted ones too, `size` at a time. */
export async function* allIds(size: number): AsyncGenerator<string[]> {
  for await (const found of scanAll<Item>(TABLES.seats, size)) yield found.map(({ eventId }) => eventId);
}

/** Counts a check-in, at an active event only. */
export const countCheckIn = (eventId: string): Write<Item> => change(eventId, [checkedIn('+')], [isActive]);

/** Takes a check-in off the count. */
export const uncountCheckIn = (eventId: string): Write<Item> => change(eventId, [checkedIn('-')], [isThere]);
