import { randomUUID } from 'node:crypto';
import type { RequestOf } from '../../schemas/requests.ts';
import { type IdempotentRequest, type Result, replayAfter, storeAnswer } from '../answers/idempotency.ts';
import { userAlreadyExists, userBeingDeleted, userIdReserved, userIdRetired } from '../core/refusals.ts';
import { isAnonymous } from '../domain/anonymousId.ts';
import { transact } from '../dynamo/write.ts';
import * as retiredIds from '../repositories/retiredIds.ts';
import * as users from '../repositories/users.ts';

/**
 * Creates a user, or replays the first answer to the request's key. With `refusesRetired`, nobody gets an id that was
 * retired (deleteUser.ts).
 * @throws ApiError USER_ALREADY_EXISTS, USER_BEING_DELETED, USER_ID_RETIRED, IDEMPOTENCY_KEY_REUSED
 */
export async function createUser(
  { userId = randomUUID(), name }: RequestOf<'createUser'>['body'],
  request: IdempotentRequest | undefined,
  { refusesRetired = false } = {},
): Promise<Result<users.User>> {
  if (isAnonymous(userId)) {
    throw userIdReserved(userId);
  }
  const user = { userId, name, createdAt: new Date().toISOString() };
  const outcome = await transact({
    user: users.create(user),
    retired: refusesRetired ? retiredIds.isNone(userId) : undefined,
    answer: storeAnswer(request, user),
  });
  if (outcome.kind === 'committed') return { value: user, isReplay: false };
  // The first answer is not told again, once its user was deleted.
  if (outcome.refusals.retired?.conditionFailed) throw userIdRetired(userId);
  const first = await replayAfter<users.User>(request, outcome.refusals.answer);
  if (first) return first;
  if (outcome.refusals.user.item?.deletedAt) {
    throw userBeingDeleted(userId);
  }
  throw userAlreadyExists(userId);
}
