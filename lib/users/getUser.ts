import { userAnswer } from '../answers/userAnswer.ts';
import { userNotFound } from '../core/refusals.ts';
import { batchGet } from '../dynamo/read.ts';
import * as users from '../repositories/users.ts';

/** @throws ApiError USER_NOT_FOUND */
export async function getUser(userId: string): Promise<users.User> {
  const found = await batchGet([users.ref(userId)], { consistent: true });
  const user = users.unlessDeleted(found(users.ref(userId)));
  if (!user) throw userNotFound();
  return userAnswer(user);
}
