import { randomUUID } from 'node:crypto';
import { TABLES } from '../../lib/dynamo/client.ts';
import * as users from '../../lib/repositories/users.ts';
import { stored } from '../support/records/records.ts';
import { countOf } from './countedUsers.ts';
import { withFault, withFaults } from './faultyClient.ts';
import { failureOf } from './weatherClient.ts';

const TableName = TABLES.users;

const isStored = async (userId: string) => (await stored(users.ref(userId))) !== undefined;

const threeUsers = () => Array.from({ length: 3 }, () => randomUUID());
const puts = (ids: string[]) => ids.map(userId => ({ Put: { TableName, Item: { userId } } }));

test.each([
  ['conflict', 'TransactionConflict', 'Transaction is ongoing for the item'],
  ['wrappedThrottle', 'ThrottlingError', expect.stringContaining('Throughput exceeds the current capacity')],
] as const)(
  'a transaction that meets %s is cancelled for the chosen items, in their order',
  async (kind, Code, Message) => {
    const ids = threeUsers();
    const error = await withFaults([{ kind, items: ids[1] ?? '' }], client =>
      failureOf(client.transact(puts(ids))),
    );
    expect(error).toMatchObject({
      name: 'TransactionCanceledException',
      $fault: 'client',
      $metadata: { httpStatusCode: 400 },
      message: `Transaction cancelled, please refer cancellation reasons for specific reasons [None, ${Code}, None]`,
    });
    const { CancellationReasons } = error as unknown as { CancellationReasons: object[] };
    expect(CancellationReasons).toEqual([{ Code: 'None' }, { Code, Message }, { Code: 'None' }]);
    expect(await Promise.all(ids.map(isStored))).toEqual([false, false, false]);
  },
);

test('a transaction that is in progress fails with a fault of the client', async () => {
  const ids = threeUsers();
  const error = await withFault('inProgress', client => failureOf(client.transact(puts(ids))));
  expect(error).toMatchObject({ name: 'TransactionInProgressException', $fault: 'client' });
  expect(await Promise.all(ids.map(isStored))).toEqual([false, false, false]);
});

test.each([
  ['cutAfter', { name: 'TimeoutError', code: 'ECONNRESET' }],
  ['failureAfter', { name: 'InternalServerError', $fault: 'server' }],
] as const)(
  'a transaction that meets %s is carried out, and only once when its token comes again',
  async (kind, as) => {
    const userId = randomUUID();
    await withFaults([{ kind, most: 1 }], async client => {
      const [token, join] = [randomUUID(), { Update: countOf(userId) }];
      expect(await failureOf(client.transact([join], token))).toMatchObject(as);
      expect(await stored(users.ref(userId))).toEqual({ userId, registrationChanges: 1 });
      await client.transact([join], token);
    });
    expect(await stored(users.ref(userId))).toEqual({ userId, registrationChanges: 1 });
  },
);
