import { createHash } from 'node:crypto';
import { cursorOfOtherList } from './refusals.ts';

/** A page of a list. `cursor` leads to the next page, and is `undefined` on the last one. */
export type Page<Item> = { items: Item[]; cursor: string | undefined };

/** A page that may be too long for one answer. `cursorAfter` returns the cursor behind its first `count` items. */
export type CuttablePage<Item> = Page<Item> & { cursorAfter: (count: number) => string };

/** The schema sets the default and the bounds of `limit`. */
export type PageRequest = { limit: number; cursor?: string | undefined };

/**
 * Some items behind a cursor may not belong to the list. A page skips up to 100 of them without a further call. Where
 * there are more, it may have fewer items than its limit.
 */
export const MAX_SKIPPED_PER_PAGE = 100;

/** The checksum detects a cursor that was cut short or altered. It does not keep anybody from making one. */
const CHECKSUM_LETTERS = 8;

const checksum = (text: string) =>
  createHash('sha256').update(text).digest('base64url').slice(0, CHECKSUM_LETTERS);

const encode = (text: string) => Buffer.from(`${text} ${checksum(text)}`).toString('base64url');

/** Returns the text of a cursor, or `undefined` when a character was lost or altered. */
function decode(cursor: string): string | undefined {
  const text = Buffer.from(cursor, 'base64url')
    .toString()
    .slice(0, -CHECKSUM_LETTERS - 1);
  return encode(text) === cursor ? text : undefined;
}

/** Returns whether a list may have written this cursor: it has the name of a list, a sort key, and their checksum. */
export const isCursor = (cursor: string): boolean =>
  /^(events( [\w-]+)?|users|(event|user|event-history|user-history)( [\w-]+){1,3}) [ -~]+$/.test(
    decode(cursor) ?? '',
  );

/**
 * Returns the sort key in the cursor, at which the previous page ended. `list` names the list, and whose it is.
 * @throws ApiError VALIDATION_FAILED when the cursor is not one of this list, or no item can be where it says
 */
export function startAfter(
  { cursor }: PageRequest,
  list: string,
  isSortKey: (text: string) => boolean,
): string | undefined {
  if (cursor === undefined) return undefined;
  const text = decode(cursor);
  const sortKey = text?.slice(list.length + 1) ?? '';
  if (text === `${list} ${sortKey}` && isSortKey(sortKey)) return sortKey;
  throw cursorOfOtherList();
}

type Search<Item> = { limit: number; maxExamined?: number; isFound: (item: Item) => boolean };

/**
 * Reads what a page needs: as many items as it has, and one more. Only when some of them do not belong to the list, it
 * reads as many further ones as a page may skip.
 */
export async function readFound<Item>(
  { limit, isFound }: Search<Item>,
  read: (limit: number, after: Item | undefined) => Promise<Item[]>,
): Promise<Item[]> {
  const first = await read(limit + 1, undefined);
  if (first.length <= limit || first.slice(0, limit).every(isFound)) return first;
  return [...first, ...(await read(MAX_SKIPPED_PER_PAGE, first.at(-1)))];
}

/**
 * Makes a page of at most `limit` items that are searched for, out of the first `maxExamined` items. An item beyond
 * them means that there is another page, which starts behind the last one examined.
 */
export function pageOfFound<Item>(
  items: Item[],
  { limit, maxExamined = limit + MAX_SKIPPED_PER_PAGE, isFound }: Search<Item>,
  list: string,
  sortKey: (last: Item, items: Item[]) => string,
): CuttablePage<Item> {
  const foundAt = items.slice(0, maxExamined).flatMap((item, index) => (isFound(item) ? [index] : []));
  const lastFoundAt = foundAt[limit - 1];
  const examined = lastFoundAt === undefined ? maxExamined : lastFoundAt + 1;
  const { cursor, cursorAfter } = pageOf(items, examined, list, sortKey);
  return {
    items: foundAt.slice(0, limit).map(index => items[index] as Item),
    cursor,
    cursorAfter: count => cursorAfter((foundAt[count - 1] ?? -1) + 1),
  };
}

/** Makes a page of the first `limit` items. An item beyond them means that there is another page. */
export function pageOf<Item>(
  found: Item[],
  limit: number,
  list: string,
  sortKey: (last: Item, items: Item[]) => string,
): CuttablePage<Item> {
  const items = found.slice(0, limit);
  const cursorAfter = (count: number) => {
    const cut = items.slice(0, count);
    return encode(`${list} ${sortKey(cut[count - 1] as Item, cut)}`);
  };
  const cursor = found.length > limit ? cursorAfter(limit) : undefined;
  return { items, cursor, cursorAfter };
}
