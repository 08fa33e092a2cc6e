import { userNotFound } from '../core/refusals.ts';
import { batchGet } from '../dynamo/read.ts';
import * as users from '../repositories/users.ts';

/**
 * Reads a user strongly consistently. One who is being deleted does not exist (rule 12).
 * @throws ApiError USER_NOT_FOUND
 */
export async function loadUser(userId: string): Promise<users.Item> {
  const found = await batchGet([users.ref(userId)], { consistent: true });
  const user = users.unlessDeleted(found(users.ref(userId)));
  if (!user) throw userNotFound();
  return user;
}
