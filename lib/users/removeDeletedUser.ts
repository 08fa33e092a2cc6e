import { anonymiseEntriesOf, anonymiseHistory } from '../activity/anonymiseHistory.ts';
import { pauseBeforeTry } from '../core/deadline.ts';
import type { ItemChange } from '../dynamo/itemChange.ts';
import { batchGet, getSettled } from '../dynamo/read.ts';
import { transact } from '../dynamo/write.ts';
import type { Work } from '../handlers/streamConsumer.ts';
import { removeWithUser } from '../registrations/removeWithUser.ts';
import * as deletions from '../repositories/deletions.ts';
import * as registrationLists from '../repositories/registrationLists.ts';
import * as registrations from '../repositories/registrations.ts';
import * as users from '../repositories/users.ts';

/** Returns the works that the change of a user leaves when they are deleted, or when their id is free again. */
export function worksAfterDeletion({ before, after }: ItemChange<users.Item>): Work[] {
  if (after?.deletedAt) return [{ key: after.userId, run: () => removeDeletedUser(after.userId) }];
  if (after || !before?.anonymousId || !before.deletedAt) return [];
  const { userId, anonymousId, deletedAt } = before;
  return [{ key: anonymousId, run: () => anonymiseLateEntries(userId, anonymousId, deletedAt) }];
}

const PAGE_SIZE = 100;

/**
 * Takes a deleted user off every event, passes each seat on to the head of its queue, makes what stays anonymous, then
 * removes the user. It is idempotent, and safe beside itself. A next owner of the id, and their registrations, stay.
 */
export async function removeDeletedUser(userId: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    // A next owner of the id does nothing before this time.
    const seenAt = new Date().toISOString();
    const rows = await registrationLists.ofUser(userId, PAGE_SIZE);
    // Correctness: the user is read after the rows. While it is deleted, they are all of that user, and none comes new.
    const found = await batchGet([users.ref(userId)], { consistent: true });
    const { anonymousId: id, lastEventId } = found(users.ref(userId)) ?? {};
    if (!id) return;
    for (const row of rows) {
      // These entries' keys are known as long as the registration exists.
      await anonymiseEntriesOf(row, id);
      await removeWithUser(row, id);
    }
    if (rows.length > 0 || (lastEventId && (await isThere(lastEventId, userId)))) continue;
    if (await anonymiseHistory(userId, id, seenAt)) {
      const outcome = await transact({
        user: users.remove(userId, id),
        deletion: deletions.end(userId, id, new Date().toISOString()),
      });
      if (outcome.kind === 'committed') return;
    }
    await pauseBeforeTry(tries);
  }
}

/**
 * Returns whether a registration exists, when no transaction is under way on it. Correctness: the last one may be
 * committed, and a query may not show it yet.
 */
const isThere = async (eventId: string, userId: string): Promise<boolean> =>
  (await getSettled(registrations.ref(eventId, userId))) !== undefined;

/** Makes those entries of a removed user anonymous that the index of histories showed too late. */
async function anonymiseLateEntries(userId: string, id: string, deletedAt: string): Promise<void> {
  for (let tries = 1; !(await anonymiseHistory(userId, id, deletedAt)); tries += 1) {
    await pauseBeforeTry(tries);
  }
}
