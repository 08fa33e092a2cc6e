import { randomUUID } from 'node:crypto';
import type { RequestOf } from '../../schemas/requests.ts';
import { loadUser } from '../answers/loadUser.ts';
import { type TaggedUser, taggedUser } from '../answers/userAnswer.ts';
import { userPreconditionFailed } from '../core/refusals.ts';
import { retryRace } from '../core/retryRace.ts';
import { transact } from '../dynamo/write.ts';
import * as users from '../repositories/users.ts';

/**
 * Renames a user. A body without a name changes nothing.
 * @throws ApiError USER_NOT_FOUND, PRECONDITION_FAILED when the user has none of `tags`
 */
export const updateUser = (
  userId: string,
  { name }: RequestOf<'updateUser'>['body'],
  tags: string[] | undefined,
): Promise<TaggedUser> =>
  retryRace<TaggedUser>(async () => {
    const before = await loadUser(userId);
    const seenTag = users.tagOf(before);
    if (tags && !tags.includes(seenTag)) throw userPreconditionFailed();
    if (name === undefined) return taggedUser(before);
    const entityTag = randomUUID();
    const outcome = await transact({ user: users.rename(userId, name, entityTag, seenTag) });
    return outcome.kind === 'committed' ? taggedUser({ ...before, name, entityTag }) : undefined;
  });
