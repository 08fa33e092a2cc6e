import { randomUUID } from 'node:crypto';
import { anonymousId } from '../../../lib/domain/anonymousId.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import * as users from '../../../lib/repositories/users.ts';
import { at } from '../../support/records/records.ts';
import { aStoredUser } from './storedUsers.ts';

const idsIn = (page: users.Item[]) => page.map(({ userId }) => userId);

async function pagesOf(size: number): Promise<string[][]> {
  const pages: string[][] = [];
  for (let after: string | undefined; ; after = pages.at(-1)?.at(-1)) {
    const page = idsIn(await users.list(size, after));
    if (page.length === 0) return pages;
    pages.push(page);
  }
}

test('the list shows every user once, in the same order, in pages of any size', async () => {
  for (let n = 0; n < 7; n += 1) await aStoredUser();
  const all = idsIn(await users.list(1000, undefined));
  expect((await pagesOf(3)).flat()).toEqual(all);
  expect(new Set(all).size).toBe(all.length);
});

test('the list keeps users who are being deleted in the order, so that the cost of a page does not depend on them', async () => {
  for (let n = 0; n < 14; n += 1) await aStoredUser();
  const before = idsIn(await users.list(1000, undefined));
  const gone = before.filter((_userId, index) => index % 3 > 0);
  for (const userId of gone)
    await transact({ user: users.markDeleted(userId, at(1), anonymousId(randomUUID())) });
  const after = await users.list(1000, undefined);
  expect(idsIn(after)).toEqual(before);
  expect(idsIn(after.filter(({ deletedAt }) => deletedAt))).toEqual(expect.arrayContaining(gone));
  expect((await pagesOf(3)).flat()).toEqual(before);
});
