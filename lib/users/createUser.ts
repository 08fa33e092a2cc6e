import { randomUUID } from 'node:crypto';
import type { RequestOf } from '../../schemas/requests.ts';
import { type IdempotentRequest, type Result, replayAfter, storeAnswer } from '../answers/idempotency.ts';
import { userAnswer } from '../answers/userAnswer.ts';
import { PASSED_BY_A_PAGE, type Page, type PageRequest, pageOfFound, startAfter } from '../core/paging.ts';
import { userAlreadyExists, userBeingDeleted, userIdReserved, userNotFound } from '../core/refusals.ts';
import { isAnonymous } from '../domain/anonymousId.ts';
import { isId } from '../domain/sortKeys.ts';
import { batchGet } from '../dynamo/read.ts';
import { transact } from '../dynamo/write.ts';
import * as users from '../repositories/users.ts';

/** @throws ApiError USER_ALREADY_EXISTS, USER_BEING_DELETED, IDEMPOTENCY_KEY_REUSED */
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

/** @throws ApiError USER_NOT_FOUND */
export async function getUser(userId: string): Promise<users.User> {
  const found = await batchGet([users.ref(userId)], { consistent: true });
  const user = users.unlessDeleted(found(users.ref(userId)));
  if (!user) throw userNotFound();
  return userAnswer(user);
}

/** @throws ApiError VALIDATION_FAILED */
export async function listUsers(request: PageRequest): Promise<Page<users.User>> {
  const after = startAfter(request, 'users', isId);
  const most = request.limit + PASSED_BY_A_PAGE;
  const found = await users.list(most + 1, after);
  const search = { limit: request.limit, most, isFound: (user: users.UserItem) => !user.deletedAt };
  const page = pageOfFound(found, search, 'users', ({ userId }) => userId);
  return { ...page, items: page.items.map(userAnswer) };
}
