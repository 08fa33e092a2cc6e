import { createHash } from 'node:crypto';
import { cursorOfOtherList } from './refusals.ts';

/** One page of a list, and the cursor of the next one when there is more. */
export type Page<Item> = { items: Item[]; cursor: string | undefined };

/** A page that may turn out to be too long: where the next one starts when only the first `count` items are told. */
export type CuttablePage<Item> = Page<Item> & { cursorAfter: (count: number) => string };

/** What every list is asked for. `limit` has its default and its bounds from the schema. */
export type PageRequest = { limit: number; cursor?: string | undefined };

/**
 * How many items a page looks through besides its own, where some of those behind its cursor are not for the list. A page
 * is full unless more of these come at once, and costs no more calls than any other.
 */
export const PASSED_BY_A_PAGE = 100;

/** So many letters tell a cursor that was cut short or altered from a whole one. They keep nobody from making one. */
const CHECKSUM_LETTERS = 8;

const checksum = (text: string) =>
  createHash('sha256').update(text).digest('base64url').slice(0, CHECKSUM_LETTERS);

const encode = (text: string) => Buffer.from(`${text} ${checksum(text)}`).toString('base64url');

/** The text of a cursor; `undefined` when any of its characters was lost or altered. */
function decode(cursor: string): string | undefined {
  const text = Buffer.from(cursor, 'base64url')
    .toString()
    .slice(0, -CHECKSUM_LETTERS - 1);
  return encode(text) === cursor ? text : undefined;
}

/** Whether a list may have written this cursor: the name of the list, a sort key, and the checksum of both. */
export const isCursor = (cursor: string): boolean =>
  /^(events( [\w-]+)?|users|(event|user|event-history|user-history)( [\w-]+){1,3}) [ -~]+$/.test(
    decode(cursor) ?? '',
  );

/**
 * Where the previous page ended: the sort key in its cursor. `list` names the list, and whose it is.
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

type Search<Item> = { limit: number; most: number; isFound: (item: Item) => boolean };

/**
 * Makes a page out of those of the items that are searched for, at most `limit`, when at most `most` items were looked
 * through: one too many says that there is more. The next page starts behind the last one looked at.
 */
export function pageOfFound<Item>(
  items: Item[],
  { limit, most, isFound }: Search<Item>,
  list: string,
  sortKey: (last: Item, items: Item[]) => string,
): CuttablePage<Item> {
  const foundAt = items.slice(0, most).flatMap((item, index) => (isFound(item) ? [index] : []));
  const lastFoundAt = foundAt[limit - 1];
  const looked = lastFoundAt === undefined ? most : lastFoundAt + 1;
  const { cursor, cursorAfter } = pageOf(items, looked, list, sortKey);
  return {
    items: foundAt.slice(0, limit).map(index => items[index] as Item),
    cursor,
    cursorAfter: count => cursorAfter((foundAt[count - 1] ?? -1) + 1),
  };
}

/** Makes a page out of the first `limit` items: one too many says that there is more. */
export function pageOf<Item>(
  found: Item[],
  limit: number,
  list: string,
  sortKey: (last: Item, items: Item[]) => string,
): CuttablePage<Item> {
  const items = found.slice(0, limit);
  const cursorAfter = (count: number) => {
    const told = items.slice(0, count);
    return encode(`${list} ${sortKey(told[count - 1] as Item, told)}`);
  };
  const cursor = found.length > limit ? cursorAfter(limit) : undefined;
  return { items, cursor, cursorAfter };
}
