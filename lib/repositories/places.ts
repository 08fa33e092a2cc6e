import type { CheckInChange } from '../domain/checkInChange.ts';
import type { RegistrationStatus } from '../domain/waitlist.ts';
import { TABLES } from '../dynamo/client.ts';
import { updateItem } from '../dynamo/expressions.ts';
import { type Ref, scanAll } from '../dynamo/read.ts';
import type { Write } from '../dynamo/write.ts';

/**
 * The place of a person in the order of an event, and what a list shows about them. `part` is a lane of seats or a block
 * of the queue. `sortKey` sorts seats by the time when they were taken, and the queue by its tickets, which only grow.
 * A place is written, moved and removed in the transaction that does so to its registration, whose condition decides.
 */
export type Item = {
  part: string;
  sortKey: string;
  eventId: string;
  userId: string;
  registrationId: string;
  status: RegistrationStatus;
  registeredAt: string;
  promotedAt: string | null;
  /** It exists while the person is checked in. */
  checkedInAt?: string;
  /** What the person answered to the questions of the event, as JSON, if they did. */
  answers?: string;
} & Partial<CheckInChange>;

/** Returns what histories and notices tell of a registration. */
export const toldOf = ({
  registrationId,
  userId,
  eventId,
  status,
  registeredAt,
  promotedAt,
}: Told): Told => ({ registrationId, userId, eventId, status, registeredAt, promotedAt });

/** A registration without its place, its check-in and its answers. */
export type Told = Omit<Item, 'part' | 'sortKey' | 'checkedInAt' | 'answers' | keyof CheckInChange>;

type Key = Pick<Item, 'part' | 'sortKey'>;

const keyOf = ({ part, sortKey }: Key) => ({ part, sortKey });

export const ref = (place: Key): Ref<Item> => ({ table: TABLES.places, key: keyOf(place) });

/** Returns the place of a registration. */
export const placeOf = ({ dateEventId: _, ...place }: Item & { dateEventId: string }): Item => place;

/** Puts the place of a registration. */
export const create = (place: Item): Write<Item> => ({ Put: { TableName: TABLES.places, Item: place } });

/** Removes the place of a registration. */
export const remove = (place: Key): Write<Item> => ({
  Delete: { TableName: TABLES.places, Key: keyOf(place) },
});

const isThere = 'attribute_exists(#part)';

/** These attributes of a registration and of its place tell how often a check-in changed, and when last. */
export const SET_CHECK_IN_CHANGE = [
  '#checkInChanges = :checkInChanges',
  '#checkInChangedAt = :checkInChangedAt',
];

/** Shows a check-in in the place of a registration. */
export const markCheckedIn = (place: Key, checkedInAt: string, change: CheckInChange): Write<Item> =>
  updateItem(TABLES.places, keyOf(place), {
    set: ['#checkedInAt = :checkedInAt', ...SET_CHECK_IN_CHANGE],
    when: [isThere],
    values: { checkedInAt, ...change },
  });

/** Takes a check-in off the place of a registration. */
export const unmarkCheckedIn = (place: Key, change: CheckInChange): Write<Item> =>
  updateItem(TABLES.places, keyOf(place), {
    set: SET_CHECK_IN_CHANGE,
    remove: ['#checkedInAt'],
    when: [isThere],
    values: change,
  });

/** Yields all places of all events, `size` at a time. */
export const all = (size: number) => scanAll<Item>(TABLES.places, size);
