import { createHash } from 'node:crypto';
import { TABLES } from '../dynamo/client.ts';
import { checkItem } from '../dynamo/expressions.ts';
import type { Write } from '../dynamo/write.ts';

/**
 * An id that nobody gets again, in the table Deletions. Its hash is stored, so that only who guesses an id learns that it
 * was deleted. No userId begins with a `#`, so that a retired id is never taken for the deletion of another one.
 */
type Item = { userId: string; anonymousId: string };

const RETIRED = 'retired';

const keyOf = (userId: string): Item => ({
  userId: `#${createHash('sha256').update(userId).digest('base64url')}`,
  anonymousId: RETIRED,
});

/** Retires an id for good. */
export const add = (userId: string): Write<Item> => ({
  Put: { TableName: TABLES.deletions, Item: keyOf(userId) },
});

/** Refuses the transaction when an id was retired. */
export const isNone = (userId: string): Write<Item> =>
  checkItem(TABLES.deletions, keyOf(userId), ['attribute_not_exists(#userId)']);
