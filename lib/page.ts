import { ApiError } from './errors.ts';

/** One page of a list, and the cursor of the next one when there is more. */
export type Page<Item> = { items: Item[]; cursor: string | undefined };

/** What every list is asked for. `limit` has its default and its bounds from the schema. */
export type PageRequest = { limit: number; cursor?: string | undefined };

const encode = (text: string) => Buffer.from(text).toString('base64url');
const decode = (cursor: string) => Buffer.from(cursor, 'base64url').toString();

/** Whether a list may have written this cursor: the name of the list, and a sort key. */
export const isCursor = (cursor: string): boolean => {
  const text = decode(cursor);
  return (
    encode(text) === cursor &&
    /^(events|users|(event|user|event-history|user-history) [\w-]+) [ -~]+$/.test(text)
  );
};

/**
 * Where the previous page ended: the sort key in its cursor. `list` names the list, and whose it is.
 * @throws ApiError VALIDATION_FAILED when the cursor is not one of this list, whose sort keys match `sortKeys`
 */
export function startAfter({ cursor }: PageRequest, list: string, sortKeys: RegExp): string | undefined {
  if (cursor === undefined) return undefined;
  const text = decode(cursor);
  const sortKey = text.slice(list.length + 1);
  if (text === `${list} ${sortKey}` && sortKeys.test(sortKey)) return sortKey;
  throw new ApiError('VALIDATION_FAILED', 'The cursor is not one of this list.', {
    errors: [{ path: '/query/cursor', message: 'must be a cursor taken from a Link header of this list' }],
  });
}

/** Makes a page out of the first `limit` items: one too many says that there is more. */
export function pageOf<Item>(
  found: Item[],
  limit: number,
  list: string,
  sortKey: (last: Item, items: Item[]) => string,
): Page<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const cursor =
    found.length > limit && last !== undefined ? encode(`${list} ${sortKey(last, items)}`) : undefined;
  return { items, cursor };
}
