import { pageOf } from '../../../lib/core/paging.ts';
import { expectBrokenRules } from './expectations.ts';
import { type Answer, invoke, type TestRequest } from './invoke.ts';

/** The address of the next page, if the answer has a link to one. */
export function nextLinkOf({ headers: { link } }: Answer, address = 'http://api.test/'): URL | undefined {
  if (link === undefined) return undefined;
  const [, reference] = /^<([^<>]+)>; rel="next"$/.exec(link) ?? [];
  if (reference === undefined) throw new Error(`No link to a next page: ${link}`);
  return new URL(reference, address);
}

/** The pages of a list, through its links. */
export async function pagesOf(handler: unknown, request: TestRequest): Promise<Answer['body'][][]> {
  const pages = [];
  for (let { query = {} } = request; ; ) {
    const answer = await invoke(handler, { ...request, query });
    expect(answer.status).toBe(200);
    pages.push(answer.body);
    const next = nextLinkOf(answer);
    if (!next) return pages;
    query = Object.fromEntries(next.searchParams);
  }
}

/**
 * The links lead to exactly these items in this order, on full pages of several sizes, and the last page has no link.
 */
export async function expectToPage(
  handler: unknown,
  request: TestRequest,
  ids: string[],
  idOf: (item: Answer['body']) => string,
): Promise<void> {
  for (const limit of [1, 2, 3, ids.length - 1, ids.length, ids.length + 1]) {
    const pages = await pagesOf(handler, { ...request, query: { ...request.query, limit: String(limit) } });
    const expected = Array.from({ length: Math.ceil(ids.length / limit) }, (_, page) =>
      ids.slice(page * limit, (page + 1) * limit),
    );
    expect(pages.map(page => page.map(idOf))).toEqual(expected);
  }
}

/** The cursor of a text, which is the name of a list, a space, and a sort key. */
export function cursorOf(text: string): string {
  const [list = '', ...sortKey] = text.split(' ');
  return pageOf([1, 2], 1, list, () => sortKey.join(' ')).cursor ?? '';
}

/** The text of a cursor without its checksum. */
export const textOf = (cursor: string): string =>
  Buffer.from(cursor, 'base64url').toString().split(' ').slice(0, -1).join(' ');

const BAD_PAGES: [string, Record<string, string>, string[]][] = [
  ['a limit of 0', { limit: '0' }, ['/query/limit']],
  ['a limit of 101', { limit: '101' }, ['/query/limit']],
  ['a limit that is no number', { limit: 'ten' }, ['/query/limit']],
  ['an empty limit', { limit: '' }, ['/query/limit']],
  ['an empty cursor', { cursor: '' }, ['/query/cursor']],
  ['a cursor with other characters', { cursor: 'a b' }, ['/query/cursor']],
  ['a cursor that no list wrote', { cursor: 'x' }, ['/query/cursor']],
  [
    'a cursor that is no text',
    { cursor: Buffer.from([0xff, 0xfe, 0xfd]).toString('base64url') },
    ['/query/cursor'],
  ],
  ['a bad limit and a bad cursor at once', { limit: '-1', cursor: '?' }, ['/query/cursor', '/query/limit']],
];

/** Declares the tests that a list refuses bad limits, bad cursors, and the cursors of other lists. */
export function testBadPages(
  handler: unknown,
  request: TestRequest,
  otherLists: [name: string, sortKey: string][],
): void {
  const cursors = otherLists.map(([name, sortKey]): (typeof BAD_PAGES)[number] => [
    `a cursor of ${name}`,
    { cursor: cursorOf(sortKey) },
    ['/query/cursor'],
  ]);
  test.each([...BAD_PAGES, ...cursors])('refuses %s', async (_name, query, paths) => {
    expectBrokenRules(await invoke(handler, { ...request, query }), paths);
  });
}
