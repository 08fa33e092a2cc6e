import { anonymiseEntriesOf, anonymiseHistory } from '../activity/anonymiseHistory.ts';
import { pauseBeforeTry } from '../core/deadline.ts';
import type { ItemChange } from '../dynamo/itemChange.ts';
import { batchGet } from '../dynamo/read.ts';
import { transact } from '../dynamo/write.ts';
import { removeWithUser } from '../registrations/unregister.ts';
import * as deletions from '../repositories/deletions.ts';
import * as registrationLists from '../repositories/registrationLists.ts';
import * as registrations from '../repositories/registrations.ts';
import * as seats from '../repositories/seats.ts';
import * as users from '../repositories/users.ts';

/** Returns the work that the change of a user leaves when they are deleted, or when their id is free again. */
export function workAfterDeletion({ before, after }: ItemChange<users.Item>) {
  if (after?.deletedAt) return { key: after.userId, run: () => removeDeletedUser(after.userId) };
  if (after || !before?.anonymousId || !before.deletedAt) return undefined;
  const { userId, anonymousId, deletedAt } = before;
  return { key: anonymousId, run: () => anonymiseLateEntries(userId, anonymousId, deletedAt) };
}

/**
 * Takes a deleted user off every event, passes each seat on to the head of its queue, makes what stays anonymous, then
 * removes the user. It is idempotent, and safe beside itself. A next owner of the id, and their registrations, stay.
 * The index of registrations may lag: the count on the user shows when none is left. An event that is being deleted
 * takes its registration with it, and then wakes this again.
 */
export async function removeDeletedUser(userId: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    // A next owner of the id does nothing before this time.
    const seenAt = new Date().toISOString();
    const eventIds = await registrationLists.eventIdsByUser(userId);
    const refsOf = (eventId: string) => [registrations.ref(eventId, userId), seats.ref(eventId)];
    const found = await batchGet([users.ref(userId), ...eventIds.flatMap(refsOf)], { consistent: true });
    const id = found(users.ref(userId))?.anonymousId;
    if (!id) return;
    let waitsForEvents = false;
    for (const eventId of eventIds) {
      const row = found(registrations.ref(eventId, userId));
      if (!row || row.registeredAt > seenAt) continue;
      // These entries' keys are known as long as the registration exists.
      await anonymiseEntriesOf(row, id);
      const isGone = await removeWithUser(row, id, found(seats.ref(eventId))?.status);
      if (!isGone) waitsForEvents = true;
    }
    if (await anonymiseHistory(userId, id, seenAt)) {
      const outcome = await transact({
        user: users.remove(userId, id),
        deletion: deletions.end(userId, id, new Date().toISOString()),
      });
      if (outcome.kind === 'committed' || waitsForEvents) return;
    }
    await pauseBeforeTry(tries);
  }
}

/** Makes those entries of a removed user anonymous that the index of histories showed too late. */
async function anonymiseLateEntries(userId: string, id: string, deletedAt: string): Promise<void> {
  for (let tries = 1; !(await anonymiseHistory(userId, id, deletedAt)); tries += 1) {
    await pauseBeforeTry(tries);
  }
}
