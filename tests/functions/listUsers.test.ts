import { randomUUID } from 'node:crypto';
import { handler } from '../../functions/listUsers.ts';
import { anonymousId } from '../../lib/domain/anonymousId.ts';
import { batchPut } from '../../lib/dynamo/batchPut.ts';
import { TABLES } from '../../lib/dynamo/client.ts';
import { transact } from '../../lib/dynamo/write.ts';
import { remove } from '../../lib/repositories/users.ts';
import { callsOf, readsOf } from '../simulator/calls.ts';
import { expectAnswer } from '../support/api/expectations.ts';
import { type Answer, invoke } from '../support/api/invoke.ts';
import { deleteUser, removeDeletedUsers } from '../support/api/operations.ts';
import { expectToPage, nextLinkOf, testBadPages } from '../support/api/pages.ts';
import { cursorsBesides } from '../support/api/rules/cursors.ts';
import { at, aUser } from '../support/records/records.ts';

const listUsers = (query: Record<string, string> = {}) => invoke(handler, { query, rawPath: '/users' });
const idsIn = ({ body }: Answer): string[] => body.map(({ userId }: { userId: string }) => userId);
const users = (count: number) => Promise.all(Array.from({ length: count }, () => aUser()));

describe('200', () => {
  test('answers an empty array when there is nobody', async () => {
    expectAnswer(await listUsers(), 200, []);
  });

  test('answers every field of everyone', async () => {
    const userIds = await users(3);
    const answer = await listUsers();
    const expected = userIds.map(userId => ({
      userId,
      name: `Name of ${userId}`,
      createdAt: expect.any(String),
    }));
    expectAnswer(answer, 200, expect.arrayContaining(expected));
    expect(answer.body).toHaveLength(3);
  });

  test('keeps its order, and keeps it for those there when others come', async () => {
    const before = idsIn(await listUsers());
    await users(5);
    const after = idsIn(await listUsers());
    expect(after).toHaveLength(before.length + 5);
    expect(after.filter(userId => before.includes(userId))).toEqual(before);
    expect(idsIn(await listUsers())).toEqual(after);
  });

  test('visits every user once when the links are followed', async () => {
    await users(4);
    const ids = idsIn(await listUsers());
    await expectToPage(handler, { rawPath: '/users' }, ids, ({ userId }) => userId);
  });

  test('leaves deleted users out at once, and fills its pages all the same', async () => {
    await users(10);
    const before = idsIn(await listUsers());
    const gone = before.filter((_userId, index) => index % 3 > 0);
    for (const userId of gone) await deleteUser(userId);
    const left = before.filter(userId => !gone.includes(userId));
    expect(idsIn(await listUsers())).toEqual(left);
    await expectToPage(handler, { rawPath: '/users' }, left, ({ userId }) => userId);
    await removeDeletedUsers();
    expect(idsIn(await listUsers())).toEqual(left);
  });

  test('costs at most a call and a hundred users more than its own, however many are being deleted', async () => {
    const here = await users(2);
    const gone = Array.from({ length: 260 }, (_, n) => ({
      userId: `gone-${n}`,
      deletedAt: at(1),
      anonymousId: anonymousId(randomUUID()),
    }));
    await batchPut(TABLES.users, gone);
    const visited: string[] = [];
    for (let query: Record<string, string> | undefined = { limit: '1' }; query; ) {
      let answer: Answer | undefined;
      const asked = query;
      const reads = await readsOf(async () => {
        answer = await listUsers(asked);
      });
      expect(reads.calls).toBeLessThanOrEqual(2);
      expect(reads.items).toBeLessThanOrEqual(102);
      visited.push(...idsIn(answer as Answer));
      const next = nextLinkOf(answer as Answer);
      query = next && Object.fromEntries(next.searchParams);
    }
    expect(visited).toEqual(expect.arrayContaining(here));
    expect(new Set(visited).size).toBe(visited.length);
    expect(visited.filter(userId => userId.startsWith('gone-'))).toEqual([]);
    await Promise.all(gone.map(one => transact({ writes: [remove(one.userId, one.anonymousId)] })));
  });

  test('reads the users of its page and one more, as long as nobody in it is being deleted', async () => {
    await users(12);
    for (const limit of [1, 3, 10]) {
      const reads = await readsOf(() => listUsers({ limit: String(limit) }));
      expect(reads).toEqual({ calls: 1, items: limit + 1 });
    }
  });

  test('continues behind a user who was deleted between two pages', async () => {
    await users(3);
    const [first, second = '', third] = idsIn(await listUsers());
    const page = await listUsers({ limit: '2' });
    await deleteUser(second);
    await removeDeletedUsers();
    const next = await listUsers(Object.fromEntries(nextLinkOf(page)?.searchParams ?? []));
    expect([...idsIn(page), ...idsIn(next)].slice(0, 3)).toEqual([first, second, third]);
  });

  test('holds 100 users in a page unless told otherwise, for at most two calls', async () => {
    await users(101);
    let page: Answer | undefined;
    const calls = await callsOf(async () => {
      page = await listUsers();
    });
    expect(page?.body).toHaveLength(100);
    expect(page && nextLinkOf(page, 'http://api.test/users')?.pathname).toBe('/users');
    expect(calls.length).toBeLessThanOrEqual(2);
  });
});

describe('422', () => {
  testBadPages(handler, {}, cursorsBesides('the users'));
});
