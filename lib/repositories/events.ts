import type { ListKeys } from '../domain/eventLists.ts';
import type { Question } from '../domain/questions.ts';
import { revisionAt } from '../domain/versions.ts';
import { TABLES } from '../dynamo/client.ts';
import { putNew, settingOrRemoving, updateItem } from '../dynamo/expressions.ts';
import { type Ref, scanAll } from '../dynamo/read.ts';
import type { Write } from '../dynamo/write.ts';

/**
 * The item that people read about an event. The Seats table has what decides about its seats, and with that its date
 * and its status: the keys of lists follow from them, and change in the same transaction.
 */
export type Item = ListKeys & {
  eventId: string;
  title: string;
  description: string;
  location: string;
  organizer: string;
  /** The local times and their time zone. An event has all three or none. */
  startsAt?: string | undefined;
  endsAt?: string | undefined;
  timeZone?: string | undefined;
  /** How many people the organiser expects to come at once. Most events do not have it. */
  expectedPeople?: number | undefined;
  /** The questions that people are asked when they register. Most events ask nothing. */
  questions?: Question[] | undefined;
  /** The version of the edit that set the questions, by which the item in Seats knows them. */
  questionsVersion?: number | undefined;
  /** The event of which this is a copy, or the first one of its series. Only copies have it. */
  seriesId?: string | undefined;
  /** When the first event of its series was made, since another event may have that id by now. Only copies have it. */
  seriesSince?: string | undefined;
  createdAt: string;
  updatedAt: string;
  /** The number of the last edit. Older events have their tag here. */
  version: number;
  /** The version of the last edit that also changed the item in Seats. */
  seatsVersion?: number;
  /** The revision of the calendar entry grows with each edit. Older events do not have it. */
  revision?: number;
  /**
   * The name of the last edit: a new one after each edit, also for an event that takes the id of another. Older events
   * do not have it.
   */
  entityTag?: string;
};

/** Returns the number of an event's last edit. */
export const versionOf = ({ version }: Item): number => (typeof version === 'number' ? version : 0);

/** Returns the revision of an event's calendar entry. */
export const revisionOf = ({ revision, updatedAt }: Item): number => revision ?? revisionAt(updatedAt);

/** Returns the name of an event's last edit. */
export const tagOf = ({ entityTag, version }: Item): string => entityTag ?? String(version);

const isSeen = '#entityTag = :seenTag OR #version = :seenTag';

export const ref = (eventId: string): Ref<Item> => ({ table: TABLES.events, key: { eventId } });

/** Creates the item. It is refused when the id exists. */
export const create = (details: Item): Write<Item> => putNew(TABLES.events, details, 'eventId');

/**
 * Sets the given fields, removes those that are `undefined`, and leaves the others. It is refused when the event is
 * gone, or was edited since.
 */
export function update(eventId: string, fields: Partial<Item>, seenTag: string): Write<Item> {
  return updateItem(
    TABLES.events,
    { eventId },
    { ...settingOrRemoving(fields), when: [isSeen], values: { ...fields, seenTag } },
  );
}

/**
 * Takes an event out of the lists. It is refused when there is no such item, and when the event has another tag than
 * `seenTag`, if there is one.
 */
export const unlist = (eventId: string, seenTag?: string): Write<Item> =>
  updateItem(
    TABLES.events,
    { eventId },
    {
      remove: ['#listShard', '#statusShard', '#seriesKey'],
      when: [seenTag === undefined ? 'attribute_exists(#eventId)' : isSeen],
      values: { seenTag },
    },
  );

/** Returns whether an event exists and is not deleted. */
export const isListed = (item: Item | undefined): boolean => item?.statusShard !== undefined;

/** Removes the item, if it exists. */
export const remove = (eventId: string): Write<Item> => ({
  Delete: { TableName: TABLES.events, Key: { eventId } },
});

/** Yields the ids of all events, `size` at a time. */
export async function* allIds(size: number): AsyncGenerator<string[]> {
  for await (const found of scanAll<Item>(TABLES.events, size)) yield found.map(({ eventId }) => eventId);
}
