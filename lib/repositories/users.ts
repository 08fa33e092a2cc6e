import { TABLES } from '../dynamo/client.ts';
import { deleteItem, putNew, updateItem } from '../dynamo/expressions.ts';
import { type Ref, scan, scanAll } from '../dynamo/read.ts';
import type { Write } from '../dynamo/write.ts';

export type User = { userId: string; name: string; createdAt: string };

/**
 * `registrationCount` counts the rows of the person, in the transactions that make and remove them.
 * `registrationChanges` counts how often it changed, and only grows. `anonymousId` replaces their id once they are
 * deleted. No answer shows which user it replaces.
 */
export type Item = User & {
  registrationCount: number;
  registrationChanges?: number;
  deletedAt?: string;
  anonymousId?: string;
};

export const ref = (userId: string): Ref<Item> => ({ table: TABLES.users, key: { userId } });

/** Returns `undefined` for a user who is being deleted, whom no reader sees. */
export const unlessDeleted = (item: Item | undefined) => (item?.deletedAt ? undefined : item);

const isThere = 'attribute_exists(#userId)';
const isDeleted = 'attribute_exists(#deletedAt)';
const isNotDeleted = 'attribute_not_exists(#deletedAt)';
/** Another user may have had the id, and been deleted, before. */
const isSameDeletion = '#anonymousId = :anonymousId';
const hasNoRegistration = '#registrationCount = :zero';

const constants = { zero: 0, one: 1 };

const change = (userId: string, set: string[], when: string[], values: object = {}): Write<Item> =>
  updateItem(TABLES.users, { userId }, { set, when, values: { ...constants, ...values } });

/** Creates a user. It is refused when the id exists or is being deleted. */
export const create = (user: User): Write<Item> =>
  putNew(TABLES.users, { ...user, registrationCount: 0 } satisfies Item, 'userId');

const oneChangeMore = '#registrationChanges = if_not_exists(#registrationChanges, :zero) + :one';
const oneMore = ['#registrationCount = #registrationCount + :one', oneChangeMore];
const oneLess = ['#registrationCount = #registrationCount - :one', oneChangeMore];

/** Counts a new registration. It is refused when there is no such user. */
export const countRegistration = (userId: string): Write<Item> =>
  change(userId, oneMore, [isThere, isNotDeleted]);

/** Uncounts a registration that the user ends. It is refused when there is no such user. */
export const uncountRegistration = (userId: string): Write<Item> =>
  change(userId, oneLess, [isThere, isNotDeleted]);

/** Uncounts a registration that is removed with its event. */
export const uncountRemoved = (userId: string): Write<Item> => change(userId, oneLess, [isThere]);

/**
 * Uncounts a registration that is removed with its user, or made anonymous. It is refused for another deletion of the
 * same id.
 */
export const uncountDeleted = (userId: string, anonymousId: string): Write<Item> =>
  change(userId, oneLess, [isSameDeletion], { anonymousId });

/**
 * Marks a user as deleted: from now on no reader sees them, and they cannot register. It is refused when there is no
 * such user, or they are marked already.
 */
export const markDeleted = (userId: string, deletedAt: string, anonymousId: string): Write<Item> =>
  change(
    userId,
    ['#deletedAt = :deletedAt', '#anonymousId = :anonymousId'],
    [isThere, 'attribute_not_exists(#anonymousId)'],
    { deletedAt, anonymousId },
  );

/** Wakes the consumer that removes a deleted user once more. */
export const remindOfDeletion = (userId: string, deletedAt: string): Write<Item> =>
  change(userId, ['#deletedAt = :deletedAt'], [isDeleted], { deletedAt });

/** Removes a deleted user once no registration is left, not even one that an index does not show yet. */
export const remove = (userId: string, anonymousId: string): Write<Item> =>
  deleteItem(TABLES.users, { userId }, [isSameDeletion, hasNoRegistration], { ...constants, anonymousId });

/**
 * Lists users, deleted ones too, in the table's own order, which no write changes: at most `limit`, after the id
 * `after`.
 */
export const list = (limit: number, after: string | undefined) =>
  scan<Item>(TABLES.users, limit, after === undefined ? undefined : { userId: after });

/** Yields all users, deleted ones too, `size` at a time. */
export const all = (size: number) => scanAll<Item>(TABLES.users, size);
