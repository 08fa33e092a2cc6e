import { update } from '../dynamo/write.ts';
import * as history from '../repositories/history.ts';
import type * as registrations from '../repositories/registrations.ts';

const PAGE_SIZE = 25;

const renameAll = (entryIds: string[], userId: string, anonymousId: string) =>
  Promise.all(entryIds.map(entryId => update(history.rename(entryId, userId, anonymousId))));

/** Makes the entries of a registration anonymous (rule 12). */
export async function anonymiseEntriesOf(row: registrations.Item, anonymousId: string): Promise<void> {
  for (const entryIds of history.entryIdsOf(row, PAGE_SIZE))
    await renameAll(entryIds, row.userId, anonymousId);
}

/**
 * Makes the entries of a person from before `before` anonymous. Returns `true` when it found none: the index may lag,
 * so another pass may find more.
 */
export async function anonymiseHistory(
  userId: string,
  anonymousId: string,
  before: string,
): Promise<boolean> {
  let isClean = true;
  for (let start: string | undefined = before; start !== undefined; ) {
    const found: history.ListedEntry[] = await history.ofUser(userId, PAGE_SIZE, start);
    if (found.length > 0) isClean = false;
    const entryIds = found.map(({ entryId }) => entryId);
    await renameAll(entryIds, userId, anonymousId);
    start = found.at(-1)?.timeEntryId;
  }
  return isClean;
}
