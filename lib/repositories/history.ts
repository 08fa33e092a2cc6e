import { changedAt, seatedAt } from '../domain/checkInChange.ts';
import { justAfter, latest } from '../domain/instants.ts';
import { isInstant } from '../domain/sortKeys.ts';
import { TABLES } from '../dynamo/client.ts';
import { justBefore, putNew, updateItem } from '../dynamo/expressions.ts';
import { query } from '../dynamo/read.ts';
import type { Write } from '../dynamo/write.ts';
import * as places from './places.ts';

/**
 * A registration changes in this order: the first two changes begin it, and the last two end it. While it has a seat,
 * check-ins and their undoing follow each other, any number of times.
 */
const STAGES = {
  registered: '1',
  waitlisted: '1',
  promoted: '2',
  checked_in: 'c',
  check_in_undone: 'c',
  unregistered: '3',
  removed: '3',
} as const;

export type Change = keyof typeof STAGES;

/** The reason for a change: somebody asked for it, a seat became free, or the event or user was deleted. */
export type Cause = 'request' | 'vacancy' | 'event_deleted' | 'user_deleted';

/** A change of a registration, with its cause and its time (ISO 8601, UTC). */
export type Happening = { change: Change; cause: Cause; time: string };

/**
 * An entry records one change of one registration, and the registration after it, or before its end, without answers.
 * It is never removed, and only the id of a deleted user changes.
 */
export type Entry = places.Told &
  Happening & {
    /** When the person was checked in, or null. Only a change of their check-in has it. */
    checkedInAt?: string | null;
    entryId: string;
    /** The sort key: entries sort by time, and by stage within a millisecond. */
    timeEntryId: string;
    /** The event as it was. It is stored where the event may be gone when somebody asks for it. */
    event?: object | undefined;
  };

/** The attributes of an entry that the indexes hold. */
export type ListedEntry = Pick<
  Entry,
  'entryId' | 'timeEntryId' | 'time' | 'change' | 'cause' | 'eventId' | 'userId' | 'registrationId'
>;

const ENTRY_ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}-([123]|c[1-9]\d*)$/;

/** Returns whether a text may be a `timeEntryId`. */
export const isTimeEntryId = (text: string): boolean =>
  text[24] === '#' && isInstant(text.slice(0, 24)) && ENTRY_ID.test(text.slice(25));

/**
 * Makes the entry of a change. Its key follows from the registration and the stage, so that it is written once.
 * Correctness: clocks differ and streams have whole seconds, so an entry is never earlier than the change before it.
 */
export function entryOf(row: places.Item, happening: Happening, event?: object): Entry {
  const { registrationId, registeredAt, checkedInAt = null } = row;
  const stage = STAGES[happening.change];
  const isCheckIn = stage === 'c';
  const entryId = isCheckIn
    ? checkInEntryId(registrationId, row.checkInChanges)
    : `${registrationId}-${stage}`;
  const earliest = {
    1: registeredAt,
    2: justAfter(registeredAt),
    c: justAfter(seatedAt(row)),
    3: justAfter(changedAt(row)),
  }[stage];
  const time = latest(happening.time, earliest);
  const registration = { ...places.toldOf(row), ...(isCheckIn && { checkedInAt }) };
  return { ...registration, ...happening, time, entryId, timeEntryId: `${time}#${entryId}`, event };
}

/** Adds an entry. It is refused when it exists. */
export const add = (entry: Entry): Write<Entry> => putNew(TABLES.history, entry, 'entryId');

/** Puts an entry and replaces it if it exists. In the transaction that removes a row, only the row decides. */
export const set = (entry: Entry): Write<Entry> => ({
  Put: { TableName: TABLES.history, Item: entry },
});

const checkInEntryId = (registrationId: string, number = 0) => `${registrationId}-c${number}`;

/** Yields the ids of all entries that a registration can have, at most `size` at a time. Check-ins have no limit. */
export function* entryIdsOf(
  { registrationId, checkInChanges = 0 }: places.Item,
  size: number,
): Generator<string[]> {
  yield ['1', '2', '3'].map(stage => `${registrationId}-${stage}`);
  for (let first = 1; first <= checkInChanges; first += size) {
    const length = Math.min(size, checkInChanges - first + 1);
    yield Array.from({ length }, (_, index) => checkInEntryId(registrationId, first + index));
  }
}

/** Puts another user id on an entry. It is refused when it does not exist, or has another id already. */
export const rename = (entryId: string, userId: string, newUserId: string): Write<Entry> =>
  updateItem(
    TABLES.history,
    { entryId },
    { set: ['#userId = :newUserId'], when: ['#userId = :userId'], values: { userId, newUserId } },
  );

/** `EARLIEST` sorts before every time, and `LATEST` behind every time. */
const [EARLIEST, LATEST] = ['0', '~'];

const newestFirst =
  (index: 'byEvent' | 'byUser', key: 'eventId' | 'userId') =>
  async (id: string, limit: number, before = LATEST, from = EARLIEST): Promise<ListedEntry[]> => {
    const last = justBefore(before);
    if (from > last) return [];
    return query<ListedEntry>(
      {
        TableName: TABLES.history,
        IndexName: index,
        ScanIndexForward: false,
        where: `#${key} = :id AND #timeEntryId BETWEEN :from AND :last`,
        values: { id, from, last },
      },
      limit,
    );
  };

/**
 * Lists the latest entries of an event, at most `limit`, before `before` and since `from`, from an index that may lag.
 */
export const ofEvent = newestFirst('byEvent', 'eventId');

/** Lists the latest entries of a person in the same way. */
export const ofUser = newestFirst('byUser', 'userId');
