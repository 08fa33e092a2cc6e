import type { CheckInChange } from '../domain/checkInChange.ts';
import { sortKeyFor } from '../domain/registrationSortKey.ts';
import { TABLES } from '../dynamo/client.ts';
import { deleteItem, putNew, updateItem } from '../dynamo/expressions.ts';
import type { Ref } from '../dynamo/read.ts';
import type { Write } from '../dynamo/write.ts';
import * as places from './places.ts';

/**
 * The registration of a person at an event, with its place. `dateEventId` is `date#eventId`, by which a person's own
 * events are sorted. It follows when the event gets another date.
 */
export type Item = places.Item & { dateEventId: string };

export const ref = (eventId: string, userId: string): Ref<Item> => ({
  table: TABLES.registrations,
  key: { userId, eventId },
});

/** Creates a registration. It is refused when the person has one for the event, which the refusal carries (rule 2). */
export const create = (item: Item): Write<Item> => putNew(TABLES.registrations, item, 'userId');

/** The registration has another id when the person left and registered again. */
const isSame = '#registrationId = :registrationId';
/** The registration has another place when the person was promoted. */
const isInPlace = '#sortKey = :sortKey';
const isNotCheckedIn = 'attribute_not_exists(#checkedInAt)';

const keyOf = ({ userId, eventId }: Pick<Item, 'userId' | 'eventId'>) => ({ userId, eventId });

/** Removes a registration. It is refused unless its id, its place and its check-in are those that were seen. */
export const remove = (seen: places.Item): Write<Item> =>
  deleteItem(
    TABLES.registrations,
    keyOf(seen),
    [isSame, isInPlace, seen.checkedInAt ? '#checkedInAt = :checkedInAt' : isNotCheckedIn],
    seen,
  );

/** Returns the registration under another id, at the same position, without what the person answered. */
export const renamed = ({ answers: _, ...row }: Item, userId: string): Item => ({
  ...row,
  userId,
  sortKey: sortKeyFor(row, userId),
});

/** Moves someone who waits to the seat `to`. It is refused when they left the queue or were promoted. */
export const promote = (from: places.Item, to: places.Item): Write<Item> =>
  updateItem(TABLES.registrations, keyOf(from), {
    set: ['#status = :status', '#promotedAt = :promotedAt', '#part = :part', '#sortKey = :newSortKey'],
    when: [isSame, isInPlace],
    values: { ...to, newSortKey: to.sortKey, sortKey: from.sortKey },
  });

/** Each change of a check-in has a number of its own, since it follows the one that was seen. */
const isUnchanged = (seen: Item) =>
  seen.checkInChanges === undefined
    ? 'attribute_not_exists(#checkInChanges)'
    : '#checkInChanges = :seenChanges';

/**
 * Marks a registration as checked in. It is refused without a seat, and when it is checked in already, or was since it
 * was seen.
 */
export const markCheckedIn = (seen: Item, checkedInAt: string, change: CheckInChange): Write<Item> =>
  updateItem(TABLES.registrations, keyOf(seen), {
    set: ['#checkedInAt = :checkedInAt', ...places.SET_CHECK_IN_CHANGE],
    when: [isSame, '#status = :registered', isNotCheckedIn, isUnchanged(seen)],
    values: {
      registrationId: seen.registrationId,
      seenChanges: seen.checkInChanges,
      registered: 'registered',
      checkedInAt,
      ...change,
    },
  });

/**
 * Takes a check-in off a registration. It is refused when the person is not checked in, or was checked in again since it
 * was seen.
 */
export const unmarkCheckedIn = (seen: Item, change: CheckInChange): Write<Item> =>
  updateItem(TABLES.registrations, keyOf(seen), {
    set: places.SET_CHECK_IN_CHANGE,
    remove: ['#checkedInAt'],
    when: [isSame, 'attribute_exists(#checkedInAt)', isUnchanged(seen)],
    values: { registrationId: seen.registrationId, seenChanges: seen.checkInChanges, ...change },
  });

/** Sorts a registration by another date of its event. It is refused when the person left. */
export const setDate = (seen: places.Item, dateEventId: string): Write<Item> =>
  updateItem(TABLES.registrations, keyOf(seen), {
    set: ['#dateEventId = :dateEventId'],
    when: [isSame],
    values: { registrationId: seen.registrationId, dateEventId },
  });
