import { randomUUID } from 'node:crypto';
import { batchGet } from '../../../lib/dynamo/read.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import * as users from '../../../lib/repositories/users.ts';
import { callsOf } from '../../simulator/calls.ts';

const createUsers = async (count: number) => {
  const ids = Array.from({ length: count }, () => randomUUID());
  await Promise.all(
    ids.map(userId =>
      transact({ user: users.create({ userId, name: 'x'.repeat(200), createdAt: '2027-01-01' }) }),
    ),
  );
  return ids;
};

describe('batchGet', () => {
  test('reads more items than one call takes, each once and in as few calls as possible', async () => {
    const ids = await createUsers(120);
    const refs = [...ids, ...ids].map(users.ref);
    const calls = await callsOf(async () => {
      const found = await batchGet(refs, { consistent: true });
      expect(ids.map(id => found(users.ref(id))?.userId)).toEqual(ids);
    });
    expect(calls).toEqual(['BatchGetItem', 'BatchGetItem']);
  });

  test('returns `undefined` for items that do not exist, and makes no call for an empty list', async () => {
    const found = await batchGet([seats.ref('none'), users.ref('none')], { consistent: false });
    expect([found(seats.ref('none')), found(users.ref('none')), found(users.ref('never asked'))]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(await callsOf(() => batchGet([], { consistent: true }))).toEqual([]);
  });
});

test('a transaction with a refused write changes nothing, and names the write that was refused', async () => {
  const [known = ''] = await createUsers(1);
  const unknown = randomUUID();
  const create = (userId: string) => users.create({ userId, name: 'New', createdAt: '2027-01-01' });
  expect(await transact({ newUser: create(unknown), sameUser: create(known) })).toMatchObject({
    kind: 'refused',
    refusals: {
      newUser: { conditionFailed: false, item: undefined },
      sameUser: { conditionFailed: true, item: { userId: known } },
    },
  });
  const found = await batchGet([users.ref(unknown)], { consistent: true });
  expect(found(users.ref(unknown))).toBeUndefined();
});

test('an error that is no refusal is thrown', async () => {
  await expect(transact({})).rejects.toThrow();
});
