import { isDay, isId } from '../domain/sortKeys.ts';
import type { Occupancy, RegistrationStatus } from '../domain/waitlist.ts';
import { TABLES } from '../dynamo/client.ts';
import { checkItem, deleteItem, justBefore, justBehind, putNew, updateItem } from '../dynamo/expressions.ts';
import { batchGet, query, type Ref, scanAll } from '../dynamo/read.ts';
import type { Write } from '../dynamo/write.ts';

/** `dateEventId` is `date#eventId`, the order of the list of events. `kind` puts all of them in one partition of byDate. */
export type SeatsItem = Occupancy & {
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

/** Whether a `dateEventId` may be this. */
export const isDateEventId = (text: string): boolean =>
  text[10] === '#' && isDay(text.slice(0, 10)) && isId(text.slice(11));

export const dateEventId = (date: string, eventId: string) => `${date}#${eventId}`;
export const dateOf = ({ dateEventId }: Pick<SeatsItem, 'dateEventId'>) => dateEventId.slice(0, 10);

export const ref = (eventId: string): Ref<SeatsItem> => ({ table: TABLES.seats, key: { eventId } });

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
export const change = (
  eventId: string,
  set: string[],
  when: string[],
  values: object = {},
): Write<SeatsItem> =>
  updateItem(TABLES.seats, { eventId }, { set, when, values: { ...constants, ...values } });

export const create = (item: SeatsItem): Write<SeatsItem> => putNew(TABLES.seats, item, 'eventId');

const nobodyHolds = 'attribute_not_exists(#sweep)';

/** Rules 1, 3 and 5: one seat more, while there is one and nobody waits for it. Speed: it keeps out of the way of holds. */
export const takeSeat = (eventId: string): Write<SeatsItem> =>
  change(eventId, [registered('+')], [isActive, seatIsLeft, nobodyWaits, nobodyHolds]);

/** Rule 6: a seat goes to the head of the queue; the number of people registered stays. */
export const passSeatOn = (eventId: string, isCheckedIn = false): Write<SeatsItem> =>
  change(eventId, [waitlisted('-'), ...withCheckIn(isCheckedIn)], [isActive, somebodyWaits]);

/** Rules 6 and 9: a seat becomes free, while there is nobody to promote, and all of `when` holds. */
export const freeSeat = (eventId: string, isCheckedIn = false, when: string[] = []): Write<SeatsItem> =>
  change(eventId, [registered('-'), ...withCheckIn(isCheckedIn)], [isThere, nobodyToPromote, ...when]);

/** Frees a seat though somebody waits, whose row is not there yet. Once it is, vacancies are filled. */
export const freeSeatForLater = (
  eventId: string,
  isCheckedIn = false,
  when: string[] = [],
): Write<SeatsItem> => change(eventId, [registered('-'), ...withCheckIn(isCheckedIn)], [isThere, ...when]);

export const leaveQueue = (eventId: string, when: string[] = []): Write<SeatsItem> =>
  change(eventId, [waitlisted('-')], [isThere, ...when]);

/** Rule 12: refuses the transaction unless the event is completed. */
export const isCompleted = (eventId: string): Write<SeatsItem> =>
  checkItem(TABLES.seats, { eventId }, ['#status = :completed'], constants);

const countPromotions = [
  '#registeredCount = #registeredCount + :promoted',
  '#waitlistCount = #waitlistCount - :promoted',
];

/** Rule 7: `count` people move from the queue to seats that are free. */
export const fillVacancies = (eventId: string, capacity: number, count: number): Write<SeatsItem> =>
  change(eventId, countPromotions, [isActive, '#capacity = :capacity', '#registeredCount <= :leavingRoom'], {
    capacity,
    leavingRoom: capacity - count,
    promoted: count,
  });

export type Changes = Partial<
  Pick<SeatsItem, 'capacity' | 'status' | 'statusSetAt' | 'hasWaitlist' | 'dateEventId' | 'version'>
>;

const EDITED = ['capacity', 'status', 'hasWaitlist', 'dateEventId'] as const;

/** What organisers change is as they saw it. People may come and go meanwhile. */
const isAsSeen = EDITED.map(field => `#${field} = :${field}Seen`);

const seenValues = (seen: SeatsItem) =>
  Object.fromEntries(EDITED.map(field => [`${field}Seen`, seen[field]]));

/** Refuses the transaction when an organiser has changed or deleted the event since it was seen. */
export const isStill = (seen: SeatsItem): Write<SeatsItem> =>
  checkItem(TABLES.seats, { eventId: seen.eventId }, isAsSeen, seenValues(seen));

/**
 * An organiser's change (rules 7 and 8), of what they saw, and to no capacity below the people registered. Seats that
 * it leaves free are filled after it.
 */
export const amend = (seen: SeatsItem, changes: Changes): Write<SeatsItem> =>
  change(
    seen.eventId,
    Object.keys(changes).map(field => `#${field} = :${field}`),
    [...isAsSeen, '#registeredCount <= :newCapacity'],
    { ...changes, newCapacity: changes.capacity ?? seen.capacity, ...seenValues(seen) },
  );

/** Rule 10: from here on no reader sees the event and no writer changes it. Refused when there is none. */
export const markDeleted = (eventId: string, deletedAt: string): Write<SeatsItem> =>
  updateItem(
    TABLES.seats,
    { eventId },
    {
      set: ['#status = :deleted', '#deletedAt = :deletedAt'],
      remove: ['#kind'],
      when: [isThere],
      values: { ...constants, deletedAt },
    },
  );

const isDeleted = '#status = :deleted';

/** Wakes the consumer that removes a deleted event once more. */
export const remindOfDeletion = (eventId: string, deletedAt: string): Write<SeatsItem> =>
  change(eventId, ['#deletedAt = :deletedAt'], [isDeleted], { deletedAt });

/** Takes people who are removed from a deleted event off its counters. */
export const clear = (
  eventId: string,
  count: Record<RegistrationStatus | 'checkedIn', number>,
): Write<SeatsItem> =>
  change(
    eventId,
    [
      '#registeredCount = #registeredCount - :registered',
      '#waitlistCount = #waitlistCount - :waitlisted',
      checkedIn('-', ':checkedIn'),
    ],
    [isDeleted],
    count,
  );

/** Removes a deleted event, once its counters say that no registration is left, not even one unseen. */
export const remove = (eventId: string): Write<SeatsItem> =>
  deleteItem(TABLES.seats, { eventId }, [isDeleted, nobodyWaits, '#registeredCount = :zero'], constants);

/** What decides about the seats of an event; nothing when there is no such event, or when it is deleted. */
export async function get(eventId: string): Promise<SeatsItem | undefined> {
  const found = await batchGet([ref(eventId)], { consistent: true });
  return unlessDeleted(found(ref(eventId)));
}

export const unlessDeleted = (item: SeatsItem | undefined) => (item?.status === 'deleted' ? undefined : item);

type Range = {
  status?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  sort: 'date' | '-date';
};

const FIRST_DAY = '0001-01-01';
const LAST_DAY = '9999-12-31';
/** Sorts behind every event of its day. */
const END_OF_DAY = '#~';

/**
 * Event ids by date, from one day to another, at most `limit`, in the order of `sort` those behind the `dateEventId`
 * `after`; from an index that may lag behind (rule 11).
 */
export async function idsByDate(
  { status, from = FIRST_DAY, to = LAST_DAY, sort }: Range,
  limit: number,
  after?: string,
) {
  const isForward = sort === 'date';
  const [start, end] = [from, `${to}${END_OF_DAY}`];
  const first = isForward && after && after >= start ? justBehind(after) : start;
  const last = !isForward && after && after <= end ? justBefore(after) : end;
  if (first > last) return [];
  return query<Pick<SeatsItem, 'eventId' | 'dateEventId'>>(
    {
      TableName: TABLES.seats,
      IndexName: status ? 'byStatus' : 'byDate',
      ScanIndexForward: isForward,
      where: `${status ? '#status' : '#kind'} = :partition AND #dateEventId BETWEEN :first AND :last`,
      values: { partition: status ?? 'event', first, last },
    },
    limit,
  );
}

/** The ids of all events, deleted ones too, `size` at a time. */
export async function* allIds(size: number): AsyncGenerator<string[]> {
  for await (const found of scanAll<SeatsItem>(TABLES.seats, size)) yield found.map(({ eventId }) => eventId);
}
