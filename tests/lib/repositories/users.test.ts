import { randomUUID } from 'node:crypto';
import { putNew } from '../../../lib/dynamo/expressions.ts';
import { transact, type Write } from '../../../lib/dynamo/write.ts';
import * as users from '../../../lib/repositories/users.ts';
import { stored } from '../../support/records/records.ts';

const AT = '2027-01-01T00:00:00.000Z';
const LATER = '2027-01-01T00:00:01.000Z';

const aUser = (): users.User => ({ userId: randomUUID(), name: 'Ada', createdAt: AT });

async function anItem(fields: Partial<users.Item> = {}): Promise<users.Item> {
  const item = { ...aUser(), registrationCount: 0, ...fields };
  const { table } = users.ref(item.userId);
  expect(await transact({ writes: [putNew(table, item, 'userId')] })).toEqual({ kind: 'committed' });
  return item;
}

describe('create', () => {
  test('stores a user without registrations', async () => {
    const user = aUser();
    expect(await transact({ writes: [users.create(user)] })).toEqual({ kind: 'committed' });
    expect(await stored(users.ref(user.userId))).toEqual({ ...user, registrationCount: 0 });
  });

  test('refuses a second user with the id, deleted or not, and changes nothing', async () => {
    for (const item of [await anItem(), await anItem({ deletedAt: AT })]) {
      const outcome = await transact({ writes: [users.create({ ...aUser(), userId: item.userId })] });
      expect(outcome).toEqual({
        kind: 'refused',
        refusals: { writes: [{ conditionFailed: true, conflicted: false, item: item }] },
      });
      expect(await stored(users.ref(item.userId))).toEqual(item);
    }
  });
});

type WriteOf = (userId: string) => Write;
type Fields = Partial<users.Item>;

const ANONYMOUS = 'deleted-1b4f0e98-0f2f-4a6e-8a4c-3c8f6a1f7b10';
const OTHER = 'deleted-2b4f0e98-0f2f-4a6e-8a4c-3c8f6a1f7b10';

const markDeleted: WriteOf = userId => users.markDeleted(userId, LATER, ANONYMOUS);
const remindOfDeletion: WriteOf = userId => users.remindOfDeletion(userId, LATER);
const remove: WriteOf = userId => users.remove(userId, ANONYMOUS);
const loseWhenDeleted: WriteOf = userId => users.uncountDeleted(userId, ANONYMOUS);
const deleted = { deletedAt: AT, anonymousId: ANONYMOUS };

/** The count after one change. */
const counted = (registrationCount: number) => ({ registrationCount, registrationChanges: 1 });

test.each<[string, WriteOf, Fields, Fields]>([
  ['join counts a registration', users.countRegistration, { registrationCount: 1 }, counted(2)],
  ['leave takes one off the count', users.uncountRegistration, { registrationCount: 2 }, counted(1)],
  ['lose takes one off the count', users.uncountRemoved, { registrationCount: 2 }, counted(1)],
  [
    'lose takes one off the count of a deleted user too',
    users.uncountRemoved,
    { ...deleted, registrationCount: 1 },
    counted(0),
  ],
  [
    'loseWhenDeleted takes one off the count of a deleted user',
    loseWhenDeleted,
    { ...deleted, registrationCount: 2 },
    counted(1),
  ],
  [
    'markDeleted says when, and under which id things stay',
    markDeleted,
    {},
    { deletedAt: LATER, anonymousId: ANONYMOUS },
  ],
  [
    'markDeleted leaves the count',
    markDeleted,
    { registrationCount: 3 },
    { deletedAt: LATER, anonymousId: ANONYMOUS },
  ],
  [
    'remindOfDeletion is a change of the user, and keeps the id under which things stay',
    remindOfDeletion,
    deleted,
    { deletedAt: LATER },
  ],
])('%s', async (_sentence, write, before, changed) => {
  const item = await anItem(before);
  expect(await transact({ writes: [write(item.userId)] })).toEqual({ kind: 'committed' });
  expect(await stored(users.ref(item.userId))).toEqual({ ...item, ...changed });
});

test('remove removes a deleted user without registrations', async () => {
  const { userId } = await anItem(deleted);
  expect(await transact({ writes: [remove(userId)] })).toEqual({ kind: 'committed' });
  expect(await stored(users.ref(userId))).toBeUndefined();
});

test.each<[string, WriteOf, Fields]>([
  ['join refuses a deleted user', users.countRegistration, deleted],
  ['leave refuses a deleted user', users.uncountRegistration, { ...deleted, registrationCount: 1 }],
  ['markDeleted refuses a deleted user', markDeleted, deleted],
  ['remindOfDeletion refuses a user who is not deleted', remindOfDeletion, {}],
  ['remove refuses a user who is not deleted', remove, {}],
  ['remove refuses a user of whom another deletion is told', remove, { ...deleted, anonymousId: OTHER }],
  ['loseWhenDeleted refuses a user who is not deleted', loseWhenDeleted, { registrationCount: 1 }],
  [
    'loseWhenDeleted refuses a user of whom another deletion is told',
    loseWhenDeleted,
    { ...deleted, anonymousId: OTHER, registrationCount: 1 },
  ],
  [
    'remove refuses a deleted user while a registration is left',
    remove,
    { ...deleted, registrationCount: 1 },
  ],
])('%s, and changes nothing', async (_sentence, write, before) => {
  const item = await anItem(before);
  expect(await transact({ writes: [write(item.userId)] })).toEqual({
    kind: 'refused',
    refusals: { writes: [{ conditionFailed: true, conflicted: false, item: item }] },
  });
  expect(await stored(users.ref(item.userId))).toEqual(item);
});

test.each<[string, WriteOf]>([
  ['join', users.countRegistration],
  ['leave', users.uncountRegistration],
  ['lose', users.uncountRemoved],
  ['markDeleted', markDeleted],
  ['remindOfDeletion', remindOfDeletion],
  ['loseWhenDeleted', loseWhenDeleted],
  ['remove', remove],
])('%s refuses the transaction for a user who is not there, and creates none', async (_name, write) => {
  const [{ userId }, other] = [aUser(), aUser()];
  expect(await transact({ writes: [write(userId), users.create(other)] })).toEqual({
    kind: 'refused',
    refusals: {
      writes: [
        { conditionFailed: true, conflicted: false, item: undefined },
        { conditionFailed: false, conflicted: false, item: undefined },
      ],
    },
  });
  expect(await stored(users.ref(userId))).toBeUndefined();
  expect(await stored(users.ref(other.userId))).toBeUndefined();
});

describe('list', () => {
  const idsIn = (page: users.Item[]) => page.map(({ userId }) => userId);

  async function pagesOf(size: number): Promise<string[][]> {
    const pages: string[][] = [];
    for (let after: string | undefined; ; after = pages.at(-1)?.at(-1)) {
      const page = idsIn(await users.list(size, after));
      if (page.length === 0) return pages;
      pages.push(page);
    }
  }

  test('shows every user once, in one order, in pages of any size', async () => {
    for (let n = 0; n < 7; n += 1) await anItem();
    const all = idsIn(await users.list(1000, undefined));
    expect((await pagesOf(3)).flat()).toEqual(all);
    expect(new Set(all).size).toBe(all.length);
  });

  test('shows those who are being deleted in their places, so that what a page costs does not depend on them', async () => {
    for (let n = 0; n < 14; n += 1) await anItem();
    const before = idsIn(await users.list(1000, undefined));
    const gone = before.filter((_userId, index) => index % 3 > 0);
    for (const userId of gone) await transact({ writes: [markDeleted(userId)] });
    const after = await users.list(1000, undefined);
    expect(idsIn(after)).toEqual(before);
    expect(idsIn(after.filter(({ deletedAt }) => deletedAt))).toEqual(expect.arrayContaining(gone));
    expect((await pagesOf(3)).flat()).toEqual(before);
  });
});
