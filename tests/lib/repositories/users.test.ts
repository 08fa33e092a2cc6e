import { transact, type Write } from '../../../lib/dynamo/write.ts';
import * as users from '../../../lib/repositories/users.ts';
import { at, stored } from '../../support/records/records.ts';
import { aStoredUser, aUser } from './storedUsers.ts';

const [AT, LATER] = [at(0), at(1)];

describe('create', () => {
  test('stores a user', async () => {
    const user = aUser();
    expect(await transact({ user: users.create(user) })).toEqual({ kind: 'committed' });
    expect(await stored(users.ref(user.userId))).toEqual(user);
  });

  test('refuses a second user with the id, deleted or not, and changes nothing', async () => {
    for (const item of [await aStoredUser(), await aStoredUser({ deletedAt: AT })]) {
      const outcome = await transact({ user: users.create({ ...aUser(), userId: item.userId }) });
      expect(outcome).toEqual({
        kind: 'refused',
        refusals: { user: { conditionFailed: true, conflicted: false, item } },
      });
      expect(await stored(users.ref(item.userId))).toEqual(item);
    }
  });
});

type WriteOf = (userId: string) => Write;
type Fields = Partial<users.Item>;

const ANONYMOUS = 'deleted-1b4f0e98-0f2f-4a6e-8a4c-3c8f6a1f7b10';
const OTHER = 'deleted-2b4f0e98-0f2f-4a6e-8a4c-3c8f6a1f7b10';

const countRegistration: WriteOf = userId => users.countRegistration(userId, 'event');
const markDeleted: WriteOf = userId => users.markDeleted(userId, LATER, ANONYMOUS);
const remindOfDeletion: WriteOf = userId => users.remindOfDeletion(userId, LATER);
const remove: WriteOf = userId => users.remove(userId, ANONYMOUS);
const deleted = { deletedAt: AT, anonymousId: ANONYMOUS };

test.each<[string, WriteOf, Fields, Fields]>([
  [
    'countRegistration begins to count changes',
    countRegistration,
    {},
    { registrationChanges: 2, lastEventId: 'event' },
  ],
  [
    'countRegistration counts two changes more',
    countRegistration,
    { registrationChanges: 4 },
    { registrationChanges: 6, lastEventId: 'event' },
  ],
  [
    'markDeleted stores the time, and the id under which records stay',
    markDeleted,
    {},
    { deletedAt: LATER, anonymousId: ANONYMOUS },
  ],
  [
    'markDeleted leaves the count',
    markDeleted,
    { registrationChanges: 4 },
    { deletedAt: LATER, anonymousId: ANONYMOUS },
  ],
  [
    'remindOfDeletion changes the user, and keeps the id under which records stay',
    remindOfDeletion,
    deleted,
    { deletedAt: LATER },
  ],
])('%s', async (_sentence, write, before, changed) => {
  const item = await aStoredUser(before);
  expect(await transact({ user: write(item.userId) })).toEqual({ kind: 'committed' });
  expect(await stored(users.ref(item.userId))).toEqual({ ...item, ...changed });
});

test('remove removes a deleted user', async () => {
  const { userId } = await aStoredUser(deleted);
  expect(await transact({ registration: remove(userId) })).toEqual({ kind: 'committed' });
  expect(await stored(users.ref(userId))).toBeUndefined();
});

test.each<[string, WriteOf, Fields]>([
  ['countRegistration refuses a deleted user', countRegistration, deleted],
  ['markDeleted refuses a deleted user', markDeleted, deleted],
  ['remindOfDeletion refuses a user who is not deleted', remindOfDeletion, {}],
  ['remove refuses a user who is not deleted', remove, {}],
  ['remove refuses a user of another deletion', remove, { ...deleted, anonymousId: OTHER }],
])('%s, and changes nothing', async (_sentence, write, before) => {
  const item = await aStoredUser(before);
  expect(await transact({ user: write(item.userId) })).toEqual({
    kind: 'refused',
    refusals: { user: { conditionFailed: true, conflicted: false, item } },
  });
  expect(await stored(users.ref(item.userId))).toEqual(item);
});

test.each<[string, WriteOf]>([
  ['countRegistration', countRegistration],
  ['markDeleted', markDeleted],
  ['remindOfDeletion', remindOfDeletion],
  ['remove', remove],
])('%s refuses the transaction for a user who does not exist, and creates none', async (_name, write) => {
  const [{ userId }, other] = [aUser(), aUser()];
  expect(await transact({ user: write(userId), other: users.create(other) })).toEqual({
    kind: 'refused',
    refusals: {
      user: { conditionFailed: true, conflicted: false, item: undefined },
      other: { conditionFailed: false, conflicted: false, item: undefined },
    },
  });
  expect(await stored(users.ref(userId))).toBeUndefined();
  expect(await stored(users.ref(other.userId))).toBeUndefined();
});
