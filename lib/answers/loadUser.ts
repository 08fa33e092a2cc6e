import { userNotFound } from '../core/refusals.ts';
import * as users from '../repositories/users.ts';

/**
 * Reads a user strongly consistently. One who is being deleted does not exist (rule 12).
 * @throws ApiError USER_NOT_FOUND
 */
export async function loadUser(userId: string): Promise<users.Item> {
  const user = await users.get(userId);
  if (!user) throw userNotFound();
  return user;
}
