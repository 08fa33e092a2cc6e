import { isInstant } from '../domain/sortKeys.ts';
import { TABLES } from '../dynamo/client.ts';
import { justBefore, putNew, updateItem } from '../dynamo/expressions.ts';
import { query } from '../dynamo/read.ts';
import type { Write } from '../dynamo/write.ts';
import type * as registrations from './registrations.ts';

/** What can happen to a registration, in the order in which it can: the first two begin it, the last two end it. */
const STAGES = { registered: 1, waitlisted: 1, promoted: 2, unregistered: 3, removed: 3 } as const;

export type Change = keyof typeof STAGES;

/** Why: somebody asked for it, a seat became free, or the event or the user was deleted. */
export type Cause = 'request' | 'vacancy' | 'event_deleted' | 'user_deleted';

/** What happened: a change of a registration, at a time (ISO 8601, UTC). */
export type Happening = { change: Change; cause: Cause; time: string };

/**
 * One change of one registration, and the registration after it, or before its end. Nothing removes it, or changes more
 * of it than the id of a person who is deleted.
 */
export type Entry = Omit<registrations.Item, 'sortKey' | 'checkedInAt'> &
  Happening & {
    entryId: string;
    /** Sorts by time, and by stage what happened to a registration within a millisecond. */
    timeEntryId: string;
    /** The event as it was, where it may be gone when somebody asks for it. */
    event?: object | undefined;
  };

/** What the indexes hold of an entry. */
export type ListedEntry = Pick<
  Entry,
  'entryId' | 'timeEntryId' | 'time' | 'change' | 'cause' | 'eventId' | 'userId' | 'registrationId'
>;

const ENTRY_ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}-[123]$/;

/** Whether a `timeEntryId` may be this. */
export const isTimeEntryId = (text: string): boolean =>
  text[24] === '#' && isInstant(text.slice(0, 24)) && ENTRY_ID.test(text.slice(25));

/** The next millisecond. */
const justAfter = (time: string) => new Date(Date.parse(time) + 1).toISOString();

const latest = (one: string, other: string) => (one > other ? one : other);

/**
 * The entry's key follows from the registration and the stage: whoever writes it, it is written once. Clocks differ,
 * and streams tell whole seconds: what happens to a registration has a later time than what happened to it before.
 */
export function entryOf(
  { sortKey: _, checkedInAt: __, ...registration }: registrations.Item,
  happening: Happening,
  event?: object,
): Entry {
  const { registrationId, registeredAt, promotedAt } = registration;
  const stage = STAGES[happening.change];
  const entryId = `${registrationId}-${stage}`;
  const seatedAt = promotedAt ? latest(promotedAt, justAfter(registeredAt)) : registeredAt;
  const earliest = { 1: registeredAt, 2: justAfter(registeredAt), 3: justAfter(seatedAt) }[stage];
  const time = latest(happening.time, earliest);
  return { ...registration, ...happening, time, entryId, timeEntryId: `${time}#${entryId}`, event };
}

/** Refused when the history has it already. */
export const add = (entry: Entry): Write<Entry> => putNew(TABLES.history, entry, 'entryId');

/**
 * Puts an entry in its place, whatever is there: that of a removal, whose transaction the row decides that goes. An
 * entry that is there already is no reason for the row to stay.
 */
export const set = (entry: Entry): Write<Entry> => ({
  Put: { TableName: TABLES.history, Item: entry },
});

/** All entries that a registration can have. */
export const entryIdsOf = ({ registrationId }: Pick<registrations.Item, 'registrationId'>): string[] =>
  [...new Set(Object.values(STAGES))].map(stage => `${registrationId}-${stage}`);

/** Has an entry tell of somebody under another id. Refused when it is not there, or does so already. */
export const rename = (entryId: string, userId: string, newUserId: string): Write<Entry> =>
  updateItem(
    TABLES.history,
    { entryId },
    { set: ['#userId = :newUserId'], when: ['#userId = :userId'], values: { userId, newUserId } },
  );

/** Sort before and behind every time. */
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

/** The latest entries of an event, at most `limit`, those before `before`, since `from`; from an index that may lag. */
export const ofEvent = newestFirst('byEvent', 'eventId');

/** The latest entries of a person, at most `limit`, those before `before`, since `from`; from an index that may lag. */
export const ofUser = newestFirst('byUser', 'userId');
