import { randomBytes } from 'node:crypto';
import { hashOf } from '../access/authorisation.ts';
import { userNotFound } from '../core/refusals.ts';
import { transact } from '../dynamo/write.ts';
import * as users from '../repositories/users.ts';

const SECRET_BYTES = 32;

/**
 * Makes the secret of a person's calendar feed, which replaces an earlier one. It is told once, and its hash is stored.
 * @throws ApiError USER_NOT_FOUND
 */
export async function createCalendarFeed(userId: string): Promise<string> {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const outcome = await transact({ user: users.setFeed(userId, hashOf(secret)) });
  if (outcome.kind !== 'committed') throw userNotFound();
  return secret;
}
