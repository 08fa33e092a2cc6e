import type { RegistrationStatus } from '../domain/waitlist.ts';
import { TABLES } from '../dynamo/client.ts';
import { checkItem, deleteItem, putNew, settingOrRemoving, updateItem } from '../dynamo/expressions.ts';
import type { Write } from '../dynamo/write.ts';
import type { Item } from './seats.ts';
import {
  areAsSeen,
  change,
  constants,
  countCheckedIn,
  countRegistered,
  countWaitlisted,
  isActive,
  isSame,
  isThere,
  isUntouched,
  nobodyWaits,
  valuesSeen,
} from './seatsClauses.ts';

/** Creates the item. It is refused when the id exists or is being deleted. */
export const create = (item: Item): Write<Item> => putNew(TABLES.seats, item, 'eventId');

/** The fields that an organiser's change may set. One that is there and `undefined` is removed. */
export type Changes = Partial<
  Pick<
    Item,
    | 'capacity'
    | 'status'
    | 'statusSetAt'
    | 'hasWaitlist'
    | 'date'
    | 'redatedAt'
    | 'lanes'
    | 'version'
    | 'opensAt'
    | 'closesAt'
    | 'waitlistCapacity'
    | 'leaveUntil'
    | 'questionsVersion'
  >
>;

/**
 * An organiser's change requires these fields as they were seen. People may come and go meanwhile. The owner never
 * changes, and shows that it is the same event.
 */
const SEEN_BY_EDITOR = [
  'capacity',
  'status',
  'hasWaitlist',
  'date',
  'ownerId',
  'opensAt',
  'closesAt',
  'waitlistCapacity',
  'leaveUntil',
] as const;

/** Refuses the transaction when an organiser has changed or deleted the event since it was seen. */
export const isStill = (seen: Item): Write<Item> =>
  checkItem(
    TABLES.seats,
    { eventId: seen.eventId },
    areAsSeen(seen, SEEN_BY_EDITOR),
    valuesSeen(seen, SEEN_BY_EDITOR),
  );

/**
 * Makes an organiser's change (rules 7 and 8). It is refused when the event is not as they saw it, when the capacity would
 * be below the people registered, or when a draft would be made of an event to which somebody came. The caller fills the
 * seats that it frees.
 */
export const amend = (seen: Item, changes: Changes): Write<Item> =>
  updateItem(
    TABLES.seats,
    { eventId: seen.eventId },
    {
      ...settingOrRemoving(changes),
      when: [
        ...areAsSeen(seen, SEEN_BY_EDITOR),
        '#registeredCount <= :newCapacity',
        ...(changes.status === 'draft' ? isUntouched : []),
      ],
      values: {
        ...constants,
        ...changes,
        newCapacity: changes.capacity ?? seen.capacity,
        ...valuesSeen(seen, SEEN_BY_EDITOR),
      },
    },
  );

/**
 * Marks an event as deleted: from now on no reader sees it and no writer changes it (rule 10). It is refused when it
 * does not exist, and when it is not of this owner, if one is named.
 */
export const markDeleted = (eventId: string, deletedAt: string, ownerId?: string): Write<Item> =>
  updateItem(
    TABLES.seats,
    { eventId },
    {
      set: ['#status = :deleted', '#deletedAt = :deletedAt'],
      when: [isThere, ...(ownerId === undefined ? [] : ['#ownerId = :ownerId'])],
      values: { ...constants, deletedAt, ownerId },
    },
  );

const isDeleted = '#status = :deleted';

/** Wakes the consumer that removes a deleted event once more. */
export const remindOfDeletion = (eventId: string, deletedAt: string): Write<Item> =>
  change(eventId, ['#deletedAt = :deletedAt'], [isDeleted], { deletedAt });

/** Takes people who are removed from a deleted event off its counters. */
export const clear = (
  eventId: string,
  incarnation: string,
  count: Record<RegistrationStatus | 'checkedIn', number>,
): Write<Item> =>
  change(
    eventId,
    [
      countRegistered('-', ':registered'),
      countWaitlisted('-', ':waitlisted'),
      countCheckedIn('-', ':checkedIn'),
    ],
    [isDeleted, isSame],
    { ...count, incarnation },
  );

/** Ends the following of registrations to the event's date, while it is still this one. */
export const endRedating = ({ eventId, incarnation, date }: Item): Write<Item> =>
  updateItem(
    TABLES.seats,
    { eventId },
    {
      remove: ['#redatedAt'],
      when: [isSame, '#date = :date'],
      values: { incarnation, date },
    },
  );

/** Refuses the transaction when the event is not the one that was seen, or has another date. */
export const isOnDate = ({ eventId, incarnation, date }: Item): Write<Item> =>
  checkItem(TABLES.seats, { eventId }, [isSame, '#date = :date'], { incarnation, date });

/** Notes that nobody anonymous is left at an event, while it is active as it was when it was looked through. */
export const forgetAnonymous = ({ eventId, incarnation, statusSetAt = '' }: Item): Write<Item> =>
  updateItem(
    TABLES.seats,
    { eventId },
    {
      remove: ['#hasAnonymous'],
      when: [isSame, isActive, '#statusSetAt = :statusSetAt'],
      values: { ...constants, incarnation, statusSetAt },
    },
  );

/**
 * Removes a deleted event once its counters are zero: then it has no registration, not even one that a list does not
 * show yet.
 */
export const remove = ({ eventId, incarnation }: Item): Write<Item> =>
  deleteItem(TABLES.seats, { eventId }, [isSame, isDeleted, nobodyWaits, '#registeredCount = :zero'], {
    ...constants,
    incarnation,
  });
