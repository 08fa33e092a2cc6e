import { randomUUID } from 'node:crypto';
import type { RequestOf } from '../../schemas/requests.ts';
import { type IdempotentRequest, type Result, replayAfter, storeAnswer } from '../answers/idempotency.ts';
import { userAlreadyExists, userBeingDeleted, userIdReserved } from '../core/refusals.ts';
import { isAnonymous } from '../domain/anonymousId.ts';
import { transact } from '../dynamo/write.ts';
import * as users from '../repositories/users.ts';

/**
 * Creates a user, or replays the first answer to the request's key.
 * @throws ApiError USER_ALREADY_EXISTS, USER_BEING_DELETED, IDEMPOTENCY_KEY_REUSED
 */
export async function createUser(
  { userId = randomUUID(), name }: RequestOf<'createUser'>['body'],
  request: IdempotentRequest | undefined,
): Promise<Result<users.User>> {
  if (isAnonymous(userId)) {
    throw userIdReserved(userId);
  }
  const user = { userId, name, createdAt: new Date().toISOString() };
  const outcome = await transact({ user: users.create(user), answer: storeAnswer(request, user) });
  if (outcome.kind === 'committed') return { value: user, isReplay: false };
  const first = await replayAfter<users.User>(request, outcome.refusals.answer);
  if (first) return first;
  if (outcome.refusals.user.item?.deletedAt) {
    throw userBeingDeleted(userId);
  }
  throw userAlreadyExists(userId);
}
