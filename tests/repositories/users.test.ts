import { randomUUID } from 'node:crypto';
import { batchGet, transact } from '../../lib/dynamo.ts';
import * as users from '../../lib/repositories/users.ts';

const aUser = (): users.User => ({
  userId: randomUUID(),
  name: 'Ada',
  createdAt: '2027-01-01T00:00:00.000Z',
});

test('stores a user once: a second one with the id is refused and changes nothing', async () => {
  const user = aUser();
  expect(await transact([users.create(user)])).toEqual({ committed: true });
  expect(await transact([users.create({ ...user, name: 'Eve' })])).toMatchObject({ committed: false });
  const found = await batchGet([users.ref(user.userId)], { consistent: true });
  expect(found(users.ref(user.userId))).toEqual(user);
});

test('refuses a transaction for a user who is not there', async () => {
  const user = aUser();
  const other = aUser();
  expect(await transact([users.mustExist(user.userId), users.create(other)])).toMatchObject({
    committed: false,
    refusals: [{ refused: true }, { refused: false }],
  });
  await transact([users.create(user)]);
  expect(await transact([users.mustExist(user.userId), users.create(other)])).toEqual({ committed: true });
});

test('lists every user once, in one order, in pages of any size', async () => {
  for (let n = 0; n < 7; n += 1) await transact([users.create(aUser())]);
  const all = (await users.list(1000, undefined)).map(({ userId }) => userId);
  const paged: string[] = [];
  for (let after: string | undefined; ; after = paged.at(-1)) {
    const page = await users.list(3, after);
    if (page.length === 0) break;
    paged.push(...page.map(({ userId }) => userId));
  }
  expect(paged).toEqual(all);
  expect(new Set(all).size).toBe(all.length);
});
