import { TABLES } from '../dynamo/client.ts';
import { deleteItem, putNew, updateItem } from '../dynamo/expressions.ts';
import { batchGet, type Ref, scan } from '../dynamo/read.ts';
import type { Write } from '../dynamo/write.ts';

export type User = { userId: string; name: string; createdAt: string };

/**
 * `registrationChanges` grows by two with each registration of the person, of which `lastEventId` has the last event.
 * `anonymousId` replaces their id once they are deleted. No answer shows which user it replaces.
 */
export type Item = User & {
  registrationChanges?: number;
  lastEventId?: string;
  deletedAt?: string;
  anonymousId?: string;
  /** The hash of the secret of their calendar feed, if they have one. */
  feedHash?: string;
  /** It changes with each rename. */
  entityTag?: string;
};

export const ref = (userId: string): Ref<Item> => ({ table: TABLES.users, key: { userId } });

/** Reads a user strongly consistently. Returns `undefined` for nobody, and for one who is being deleted (rule 12). */
export async function get(userId: string): Promise<Item | undefined> {
  const found = await batchGet([ref(userId)], { consistent: true });
  return unlessDeleted(found(ref(userId)));
}

/** Returns `undefined` for a user who is being deleted, whom no reader sees. */
export const unlessDeleted = (item: Item | undefined) => (item?.deletedAt ? undefined : item);

/** Returns the entity tag of a user. The time when they were made is that of one who was never renamed. */
export const tagOf = ({ entityTag, createdAt }: Pick<Item, 'entityTag' | 'createdAt'>): string =>
  entityTag ?? createdAt;

const isThere = 'attribute_exists(#userId)';
const isDeleted = 'attribute_exists(#deletedAt)';
const isNotDeleted = 'attribute_not_exists(#deletedAt)';
/** Another user may have had the id, and been deleted, before. */
const isSameDeletion = '#anonymousId = :anonymousId';

const isSeen = '#entityTag = :seenTag OR (attribute_not_exists(#entityTag) AND #createdAt = :seenTag)';

const constants = { zero: 0, two: 2 };

const change = (userId: string, set: string[], when: string[], values: object = {}): Write<Item> =>
  updateItem(TABLES.users, { userId }, { set, when, values: { ...constants, ...values } });

/** Creates a user. It is refused when the id exists or is being deleted. */
export const create = (user: User): Write<Item> => putNew(TABLES.users, user, 'userId');

/**
 * Counts a new registration, for the revisions of the person's calendar: it is worth two, more than a promotion that a
 * registration before it may have had. It is refused when there is no such user.
 */
export const countRegistration = (userId: string, eventId: string): Write<Item> =>
  change(
    userId,
    [
      '#registrationChanges = if_not_exists(#registrationChanges, :zero) + :two',
      '#lastEventId = :lastEventId',
    ],
    [isThere, isNotDeleted],
    { lastEventId: eventId },
  );

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

/** Renames a user. It is refused when there is no such user, or they have another tag than the one that was seen. */
export const rename = (userId: string, name: string, entityTag: string, seenTag: string): Write<Item> =>
  change(userId, ['#name = :name', '#entityTag = :entityTag'], [isThere, isNotDeleted, isSeen], {
    name,
    entityTag,
    seenTag,
  });

/** Sets or removes the hash of the secret of a person's calendar feed. It is refused when there is no such user. */
export const setFeed = (userId: string, feedHash: string | undefined): Write<Item> =>
  updateItem(
    TABLES.users,
    { userId },
    {
      ...(feedHash === undefined ? { remove: ['#feedHash'] } : { set: ['#feedHash = :feedHash'] }),
      when: [isThere, isNotDeleted],
      values: { feedHash },
    },
  );

/** Wakes the consumer that removes a deleted user once more. */
export const remindOfDeletion = (userId: string, deletedAt: string): Write<Item> =>
  change(userId, ['#deletedAt = :deletedAt'], [isDeleted], { deletedAt });

/** Removes a deleted user, who has no registration any more and cannot get another. */
export const remove = (userId: string, anonymousId: string): Write<Item> =>
  deleteItem(TABLES.users, { userId }, [isSameDeletion], { anonymousId });

/**
 * Lists users, deleted ones too, in the table's own order, which no write changes: at most `limit`, after the id
 * `after`.
 */
export const list = (limit: number, after: string | undefined) =>
  scan<Item>(TABLES.users, limit, after === undefined ? undefined : { userId: after });
