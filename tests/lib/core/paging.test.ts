import { ApiError } from '../../../lib/core/errors.ts';
import { isCursor, pageOf, startAfter } from '../../../lib/core/paging.ts';
import { cursorOf, textOf } from '../../support/api/pages.ts';
import { LONGEST_CURSOR } from '../../support/api/rules/cursors.ts';

const isWord = (text: string) => /^\w+$/.test(text);
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const same = (item: string) => item;

test('the next page starts after the last item of the page before', () => {
  const { items, cursor } = pageOf(['a', 'b', 'c'], 2, 'words', same);
  expect(items).toEqual(['a', 'b']);
  expect(startAfter({ limit: 2, cursor }, 'words', isWord)).toBe('b');
});

test.each([[[]], [['a']], [['a', 'b']]])('a page of up to the limit has no next page: %j', found => {
  expect(pageOf(found, 2, 'words', same)).toMatchObject({ items: found, cursor: undefined });
});

test('a first page starts at the beginning', () => {
  expect(startAfter({ limit: 2 }, 'words', isWord)).toBeUndefined();
});

test('a cursor is safe in a URL', () => {
  const { cursor = '' } = pageOf(['1#~ä?/+', 'z'], 1, 'words', same);
  expect(encodeURIComponent(cursor)).toBe(cursor);
  expect(startAfter({ limit: 1, cursor }, 'words', text => text === '1#~ä?/+')).toBe('1#~ä?/+');
});

test.each([
  ['of another list', pageOf(['a', 'z'], 1, 'other words', same).cursor ?? ''],
  ['of a list whose name is longer', pageOf(['a', 'z'], 1, 'words a', same).cursor ?? ''],
  ['of a list whose name has the same end', pageOf(['a', 'z'], 1, 'key-words', same).cursor ?? ''],
  ['with a sort key of another kind', pageOf(['a#b', 'z'], 1, 'words', same).cursor ?? ''],
  ['of nothing', ''],
])('refuses a cursor %s as a broken rule of the query', (_name, cursor) => {
  let refusal: unknown;
  try {
    startAfter({ limit: 1, cursor }, 'words', isWord);
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toBeInstanceOf(ApiError);
  expect(refusal).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ path: '/query/cursor' }] });
});

test('a cursor that lost or changed a letter is no cursor', () => {
  const whole = [cursorOf('users ada'), LONGEST_CURSOR];
  for (const cursor of whole) {
    expect(isCursor(cursor)).toBe(true);
    for (let n = 0; n < cursor.length; n += 1) {
      const [before, after] = [cursor.slice(0, n), cursor.slice(n + 1)];
      const altered = [...LETTERS].map(letter => `${before}${letter}${after}`);
      const found = [before, after, before + after, ...altered].filter(isCursor);
      expect(found).toEqual([cursor]);
    }
  }
});

test('a cursor without its checksum, or with the checksum of another cursor, is no cursor', () => {
  const other = Buffer.from(cursorOf('users eve'), 'base64url').toString().split(' ').at(-1);
  for (const text of ['users ada', 'users ada ', `users ada ${other}`]) {
    expect(isCursor(Buffer.from(text).toString('base64url'))).toBe(false);
  }
  expect(textOf(cursorOf('users ada'))).toBe('users ada');
});
