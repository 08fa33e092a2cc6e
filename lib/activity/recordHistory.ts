import { happened } from '../core/usage.ts';
import { isAnonymous } from '../domain/anonymousId.ts';
import type { ItemChange } from '../dynamo/itemChange.ts';
import { getSettled } from '../dynamo/read.ts';
import { put, update } from '../dynamo/write.ts';
import * as deletions from '../repositories/deletions.ts';
import * as history from '../repositories/history.ts';
import * as registrations from '../repositories/registrations.ts';

/**
 * Records the change of a registration once. An end has the whole second of its stream. Removals with an event or a
 * user are recorded in their own transactions, since afterwards they look like leaving. The entry of a deleted person
 * is made anonymous (rule 12): here if the deletion began before the read that follows the entry, and otherwise by the
 * deletion, which then finds the entry.
 */
export async function recordChange(change: ItemChange<registrations.Item>): Promise<void> {
  const entry = entryFor(change);
  if (!entry || (entry.change === 'unregistered' && (await staysUnderAnotherId(entry)))) return;
  await put(history.add(entry));
  happened(entry.change);
  const { entryId, userId } = entry;
  const anonymousId = await deletions.anonymousIdOf(entry);
  if (anonymousId) await update(history.rename(entryId, userId, anonymousId));
}

/**
 * Returns whether the row moved to an anonymous key, at a completed event, so that the registration goes on.
 * Correctness: the new row is read when no transaction is under way, since the stream may deliver the removal before a
 * plain read shows it.
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
  if (before && after?.checkInChangedAt && after.checkInChanges !== before.checkInChanges) {
    const change = after.checkedInAt ? 'checked_in' : 'check_in_undone';
    return history.entryOf(after, { change, cause: 'request', time: after.checkInChangedAt });
  }
  if (before && !after) {
    return history.entryOf(before, { change: 'unregistered', cause: 'request', time });
  }
  return undefined;
}
