import type { Occupancy } from '../domain/waitlist.ts';
import { TABLES } from '../dynamo/client.ts';
import { checkItem, updateItem } from '../dynamo/expressions.ts';
import { batchGet, type Ref, scanAll } from '../dynamo/read.ts';
import type { Write } from '../dynamo/write.ts';

/** `dateEventId` is `date#eventId`, the order of the list of events. `kind` puts all of them in one partition of byDate. */
export type Item = Occupancy & {
  eventId: string;
  dateEventId: string;
  kind?: 'event';
  deletedAt?: string;
  /** When the status was set last: tells who came to an event before it was reopened. */
  statusSetAt?: string;
  /** The version of the last edit of this item. Events that were never edited do not have it. */
  version?: number;
  /** How many of the rows say that their person is checked in. Older events do not have it. */
  checkedInCount?: number;
  /** Tells events apart that had the same id, one after another. */
  incarnation: string;
  /** The highest number of a hold on a seat. */
  lastSeatHold: number;
  /** There while the event has holds to sweep: the tokens of the last ones, each with its number, the newest first. */
  holds?: (string | number)[];
  sweep?: Sweep;
  /** Puts the event into the index of those to sweep. */
  sweepKind?: string;
};

/**
 * How far the holds of an event were swept: up to the numbers of `from` each has an outcome. Those of `to` were the
 * highest at the time `at`, in milliseconds since 1970.
 */
export type Sweep = { from: LastHolds; to: LastHolds; at: number };
type LastHolds = Record<'seat' | 'queue', number>;

/** An event whose holds are swept. */
export type Swept = Item & { sweep: Sweep };

export const SWEEP_KIND = 'holds';

/** The event is the one that was seen, and none that took its id since. */
export const isSame = '#incarnation = :incarnation';

export const isSwept = (item: Item | undefined): item is Swept => item?.sweep !== undefined;

export const ref = (eventId: string): Ref<Item> => ({ table: TABLES.seats, key: { eventId } });

/** The clauses of the conditions under which seats and counters move. */
export const isActive = '#status = :active';
export const isThere = 'attribute_exists(#eventId) AND #status <> :deleted';
export const seatIsLeft = '#registeredCount < #capacity';
export const nobodyWaits = '#waitlistCount = :zero';
const somebodyWaits = '#waitlistCount > :zero';
const nobodyToPromote = `${nobodyWaits} OR #status <> :active`;
export const noSeatForNewcomer = '#registeredCount >= #capacity OR #waitlistCount > :zero';

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

/** What the departure of someone changes besides, who may be checked in. */
const withCheckIn = (isCheckedIn: boolean) => (isCheckedIn ? [checkedIn('-')] : []);

/** A change of what decides about the seats of an event, while all of `when` holds. */
export const change = (eventId: string, set: string[], when: string[], values: object = {}): Write<Item> =>
  updateItem(TABLES.seats, { eventId }, { set, when, values: { ...constants, ...values } });

const nobodyHolds = 'attribute_not_exists(#sweep)';

/** Rules 1, 3 and 5: one seat more, while there is one and nobody waits for it. Speed: it keeps out of the way of holds. */
export const takeSeat = (eventId: string): Write<Item> =>
  change(eventId, [registered('+')], [isActive, seatIsLeft, nobodyWaits, nobodyHolds]);

/** Rule 6: a seat goes to the head of the queue; the number of people registered stays. */
export const passSeatOn = (eventId: string, isCheckedIn = false): Write<Item> =>
  change(eventId, [waitlisted('-'), ...withCheckIn(isCheckedIn)], [isActive, somebodyWaits]);

/** Rules 6 and 9: a seat becomes free, while there is nobody to promote, and all of `when` holds. */
export const freeSeat = (eventId: string, isCheckedIn = false, when: string[] = []): Write<Item> =>
  change(eventId, [registered('-'), ...withCheckIn(isCheckedIn)], [isThere, nobodyToPromote, ...when]);

/** Frees a seat though somebody waits, whose row is not there yet. Once it is, vacancies are filled. */
export const freeSeatForLater = (eventId: string, isCheckedIn = false, when: string[] = []): Write<Item> =>
  change(eventId, [registered('-'), ...withCheckIn(isCheckedIn)], [isThere, ...when]);

export const leaveQueue = (eventId: string, when: string[] = []): Write<Item> =>
  change(eventId, [waitlisted('-')], [isThere, ...when]);

/** Rule 12: refuses the transaction unless the event is completed. */
export const isCompleted = (eventId: string): Write<Item> =>
  checkItem(TABLES.seats, { eventId }, ['#status = :completed'], constants);

const countPromotions = [
  '#registeredCount = #registeredCount + :promoted',
  '#waitlistCount = #waitlistCount - :promoted',
];

/** Rule 7: `count` people move from the queue to seats that are free. */
export const fillVacancies = (eventId: string, capacity: number, count: number): Write<Item> =>
  change(eventId, countPromotions, [isActive, '#capacity = :capacity', '#registeredCount <= :leavingRoom'], {
    capacity,
    leavingRoom: capacity - count,
    promoted: count,
  });

/** What decides about the seats of an event; nothing when there is no such event, or when it is deleted. */
export async function get(eventId: string): Promise<Item | undefined> {
  const found = await batchGet([ref(eventId)], { consistent: true });
  return unlessDeleted(found(ref(eventId)));
}

export const unlessDeleted = (item: Item | undefined) => (item?.status === 'deleted' ? undefined : item);

/** The ids of all events, deleted ones too, `size` at a time. */
export async function* allIds(size: number): AsyncGenerator<string[]> {
  for await (const found of scanAll<Item>(TABLES.seats, size)) yield found.map(({ eventId }) => eventId);
}
