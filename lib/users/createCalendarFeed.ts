import { feedHashOf, newFeedSecret } from '../access/feedSecret.ts';
import { userNotFound } from '../core/refusals.ts';
import { transact } from '../dynamo/write.ts';
import * as users from '../repositories/users.ts';

/**
 * Makes the secret of a person's calendar feed, which replaces an earlier one. It is told once, and its hash is stored.
 * @throws ApiError USER_NOT_FOUND
 */
export async function createCalendarFeed(userId: string): Promise<string> {
  const secret = newFeedSecret();
  await store(userId, feedHashOf(secret));
  return secret;
}

/**
 * Makes the secret of a person's calendar feed worthless, if they have one.
 * @throws ApiError USER_NOT_FOUND
 */
export const closeCalendarFeed = (userId: string): Promise<void> => store(userId, undefined);

async function store(userId: string, feedHash: string | undefined): Promise<void> {
  const outcome = await transact({ user: users.setFeed(userId, feedHash) });
  if (outcome.kind !== 'committed') throw userNotFound();
}
