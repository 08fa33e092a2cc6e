import { seatSortKey, ticketOf } from '../domain/registrationSortKey.ts';
import type { RegistrationStatus } from '../domain/waitlist.ts';
import { TABLES } from '../dynamo/client.ts';
import { deleteItem, putNew, updateItem } from '../dynamo/expressions.ts';
import type { Ref } from '../dynamo/read.ts';
import type { Write } from '../dynamo/write.ts';

/**
 * The registration of a person at an event. `sortKey` sorts seats first, by the time when they were taken, then the
 * queue by its tickets, which only grow.
 */
export type Item = {
  eventId: string;
  userId: string;
  registrationId: string;
  status: RegistrationStatus;
  registeredAt: string;
  promotedAt: string | null;
  sortKey: string;
  /** It exists while the person is checked in. */
  checkedInAt?: string;
};

export const ref = (eventId: string, userId: string): Ref<Item> => ({
  table: TABLES.registrations,
  key: { eventId, userId },
});

/** Creates a registration. It is refused when the person has one for the event, which the refusal carries (rule 2). */
export const create = (item: Item): Write<Item> => putNew(TABLES.registrations, item, 'eventId');

/** What a removal expects of a registration: its status, its check-in, and its id when that is known. */
export type Standing = Pick<Item, 'status' | 'checkedInAt'> & Partial<Pick<Item, 'registrationId'>>;

/** Removes a registration. It is refused unless its status and its check-in are those of `standing`. */
export const remove = (eventId: string, userId: string, standing: Standing): Write<Item> =>
  deleteItem(
    TABLES.registrations,
    { eventId, userId },
    [
      '#status = :status',
      standing.checkedInAt ? '#checkedInAt = :checkedInAt' : 'attribute_not_exists(#checkedInAt)',
      ...(standing.registrationId ? ['#registrationId = :registrationId'] : []),
    ],
    standing,
  );

/**
 * Returns the registration under another id, at the same position. The sort key of a seat that was never queued for
 * contains the id.
 */
export const renamed = (row: Item, userId: string): Item => ({
  ...row,
  userId,
  sortKey: ticketOf(row) === undefined ? seatSortKey(row.registeredAt, { userId }) : row.sortKey,
});

/**
 * Gives someone who waits a seat, no earlier than they registered. It is refused when they left the queue or were
 * promoted.
 */
export function promote(item: Item, now: string): Write<Item> {
  const promotedAt = now > item.registeredAt ? now : item.registeredAt;
  return updateItem(
    TABLES.registrations,
    { eventId: item.eventId, userId: item.userId },
    {
      set: ['#status = :registered', '#promotedAt = :promotedAt', '#sortKey = :seat'],
      when: ['#status = :waitlisted', '#sortKey = :sortKey'],
      values: {
        registered: 'registered',
        waitlisted: 'waitlisted',
        promotedAt,
        seat: seatSortKey(promotedAt, item),
        sortKey: item.sortKey,
      },
    },
  );
}

/** The registration has another id when the person left and registered again. */
const isSame = '#registrationId = :registrationId';

/** Marks a registration as checked in. It is refused without a seat, and when it is checked in already. */
export const markCheckedIn = ({ eventId, userId, registrationId }: Item, checkedInAt: string): Write<Item> =>
  updateItem(
    TABLES.registrations,
    { eventId, userId },
    {
      set: ['#checkedInAt = :checkedInAt'],
      when: [isSame, '#status = :registered', 'attribute_not_exists(#checkedInAt)'],
      values: { registrationId, checkedInAt, registered: 'registered' },
    },
  );

/** Takes a check-in off a registration. It is refused when the person is not checked in. */
export const unmarkCheckedIn = ({ eventId, userId, registrationId }: Item): Write<Item> =>
  updateItem(
    TABLES.registrations,
    { eventId, userId },
    {
      remove: ['#checkedInAt'],
      when: [isSame, 'attribute_exists(#checkedInAt)'],
      values: { registrationId },
    },
  );
