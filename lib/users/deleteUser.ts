import { randomUUID } from 'node:crypto';
import { userNotFound } from '../core/refusals.ts';
import { anonymousId } from '../domain/anonymousId.ts';
import { transact } from '../dynamo/write.ts';
import * as deletions from '../repositories/deletions.ts';
import * as retiredIds from '../repositories/retiredIds.ts';
import * as users from '../repositories/users.ts';

/**
 * Deletes a user (rule 12): from now on no reader sees them. A consumer of the change takes them off every event,
 * makes anonymous what stays, and then frees their id. With `retiresId` nobody gets it while access control is on.
 * Deleting them once more wakes that consumer again.
 * @throws ApiError USER_NOT_FOUND
 */
export async function deleteUser(userId: string, { retiresId = false } = {}): Promise<void> {
  const [now, id] = [new Date().toISOString(), anonymousId(randomUUID())];
  const outcome = await transact({
    user: users.markDeleted(userId, now, id),
    deletion: deletions.begin(userId, id),
    retired: retiresId ? retiredIds.add(userId) : undefined,
  });
  if (outcome.kind === 'committed') return;
  if (outcome.refusals.user.item) await transact({ user: users.remindOfDeletion(userId, now) });
  throw userNotFound();
}
