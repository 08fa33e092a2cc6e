import { ApiError } from '../../lib/errors.ts';
import { pageOf, startAfter } from '../../lib/page.ts';

const WORD = /^\w+$/;
const same = (item: string) => item;

test('the next page starts after the last item of the page before', () => {
  const { items, cursor } = pageOf(['a', 'b', 'c'], 2, 'words', same);
  expect(items).toEqual(['a', 'b']);
  expect(startAfter({ limit: 2, cursor }, 'words', WORD)).toBe('b');
});

test.each([[[]], [['a']], [['a', 'b']]])('a page of up to the limit has no next page: %j', found => {
  expect(pageOf(found, 2, 'words', same)).toMatchObject({ items: found, cursor: undefined });
});

test('a first page starts at the beginning', () => {
  expect(startAfter({ limit: 2 }, 'words', WORD)).toBeUndefined();
});

test('a cursor is safe in a URL', () => {
  const { cursor = '' } = pageOf(['1#~ä?/+', 'z'], 1, 'words', same);
  expect(encodeURIComponent(cursor)).toBe(cursor);
  expect(startAfter({ limit: 1, cursor }, 'words', /^1#~ä\?\/\+$/)).toBe('1#~ä?/+');
});

test.each([
  ['of another list', pageOf(['a', 'z'], 1, 'other words', same).cursor ?? ''],
  ['of a list whose name goes on', pageOf(['a', 'z'], 1, 'words a', same).cursor ?? ''],
  ['of a list whose name ends alike', pageOf(['a', 'z'], 1, 'key-words', same).cursor ?? ''],
  ['with a sort key of another kind', pageOf(['a#b', 'z'], 1, 'words', same).cursor ?? ''],
  ['of nothing', ''],
])('refuses a cursor %s as a broken rule of the query', (_name, cursor) => {
  let refusal: unknown;
  try {
    startAfter({ limit: 1, cursor }, 'words', WORD);
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toBeInstanceOf(ApiError);
  expect(refusal).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ path: '/query/cursor' }] });
});
