import { isAnonymous } from '../domain/anonymousId.ts';
import type { ItemChange } from '../dynamo/itemChange.ts';
import { getSettled } from '../dynamo/read.ts';
import { put, update } from '../dynamo/write.ts';
import * as deletions from '../repositories/deletions.ts';
import * as history from '../repositories/history.ts';
import * as registrations from '../repositories/registrations.ts';

/**
 * Writes down what a change of a registration means, once; leaving with the second that the stream tells. Removals by
 * the deletion of an event or a user are written down with them, since nobody can tell them from leaving afterwards.
 * The entry of a person who is deleted is made anonymous (rule 12): here, when the deletion came before the look that
 * follows the entry, and otherwise by the deletion, which finds the entry then.
 */
export async function recordChange(change: ItemChange<registrations.Item>): Promise<void> {
  const entry = entryFor(change);
  if (!entry || (entry.change === 'unregistered' && (await staysUnderAnotherId(entry)))) return;
  await put(history.add(entry));
  const { entryId, userId } = entry;
  const anonymousId = await deletions.anonymousIdOf(entry);
  if (anonymousId) await update(history.rename(entryId, userId, anonymousId));
}

/**
 * A row that was made anonymous at a completed event is gone from its key, and the registration goes on. The row under
 * the other key is read as it is when no transaction is under way: correctness, since the stream may tell of the first
 * key before a plain read shows the second one.
 */
async function staysUnderAnotherId(entry: history.Entry): Promise<boolean> {
  const anonymousId = await deletions.anonymousIdOf(entry);
  if (!anonymousId) return false;
  const row = await getSettled(registrations.ref(entry.eventId, anonymousId));
  return row?.registrationId === entry.registrationId;
}

function entryFor({ before, after, time }: ItemChange<registrations.Item>): history.Entry | undefined {
  if (after && !before) {
    if (isAnonymous(after.userId)) return undefined;
    return history.entryOf(after, { change: after.status, cause: 'request', time: after.registeredAt });
  }
  if (after?.promotedAt && !before?.promotedAt) {
    return history.entryOf(after, { change: 'promoted', cause: 'vacancy', time: after.promotedAt });
  }
  if (before && !after) {
    return history.entryOf(before, { change: 'unregistered', cause: 'request', time });
  }
  return undefined;
}
