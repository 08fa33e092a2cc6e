import { update } from '../dynamo/write.ts';
import * as history from '../repositories/history.ts';
import type * as registrations from '../repositories/registrations.ts';

const PAGE_SIZE = 25;

const renameAll = (entryIds: string[], userId: string, anonymousId: string) =>
  Promise.all(entryIds.map(entryId => update(history.rename(entryId, userId, anonymousId))));

/** Makes anonymous what the history tells of a registration so far (rule 12). */
export const anonymiseEntriesOf = (row: registrations.Item, anonymousId: string) =>
  renameAll(history.entryIdsOf(row), row.userId, anonymousId);

/**
 * Makes anonymous what the history tells of a person from before `before`. Returns `true` when nothing was found: the
 * index may lag, so that another pass finds more, or what was changed by this one.
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
