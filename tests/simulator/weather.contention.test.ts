import { TABLES } from '../../lib/dynamo/client.ts';
import { until } from '../support/servers/processes.ts';
import {
  batchOf,
  CONFLICT,
  check,
  codesOf,
  countOf,
  countsOf,
  create,
  ids,
  join,
  LONG,
  refuse,
  SHORT,
  transactionOf,
  underWay,
  withContention,
} from './countedUsers.ts';
import { failureOf } from './weatherClient.ts';

test('of two transactions on one item at once one is cancelled, for that item only', async () => {
  const [shared = '', own = '', other = ''] = ids(3);
  await withContention(async client => {
    await underWay(client, shared);
    const error = await failureOf(client.transact([join(own), join(shared), join(other)]));
    expect(error).toMatchObject({ name: 'TransactionCanceledException', $fault: 'client' });
    expect(codesOf(error)).toEqual(['None', 'TransactionConflict', 'None']);
  });
  expect(await countsOf([shared, own, other])).toEqual([1, undefined, undefined]);
});

test('a condition on an item is in conflict with a write of it, and a write with a condition on it', async () => {
  const [checked = '', own = ''] = ids(2);
  await withContention(async client => {
    await underWay(client, own, [check(checked)]);
    expect(codesOf(await failureOf(client.transact([join(checked)])))).toEqual(['TransactionConflict']);
    expect(codesOf(await failureOf(client.transact([check(own)])))).toEqual(['TransactionConflict']);
  });
});

test('transactions on different items do not wait for each other', async () => {
  const userIds = ids(20);
  await withContention(client => Promise.all(userIds.map(userId => underWay(client, userId))));
  expect(await countsOf(userIds)).toEqual(userIds.map(() => 1));
});

test('an item is free after its transaction has committed or was cancelled', async () => {
  const [userId = ''] = ids(1);
  await withContention(
    async client => {
      await client.transact([join(userId)]);
      expect(codesOf(await failureOf(client.transact([refuse(userId)])))).toEqual(['ConditionalCheckFailed']);
      await client.transact([join(userId)]);
    },
    { durations: { transaction: SHORT, cancellation: SHORT } },
  );
  expect(await countsOf([userId])).toEqual([2]);
});

test('an item whose condition did not hold is free, and the other items of the transaction are locked', async () => {
  const [refusing = '', beside = ''] = ids(2);
  await withContention(
    async client => {
      client.transact([refuse(refusing), join(beside)]).catch(() => {});
      const isHeld = () =>
        client.update(countOf(beside)).then(
          () => false,
          ({ name }) => name === CONFLICT,
        );
      await until(isHeld);
      await client.update(countOf(refusing));
      expect(await isHeld()).toBe(true);
    },
    { durations: { cancellation: LONG } },
  );
  expect(await countsOf([refusing])).toEqual([1]);
});

test('the answer to a transaction in conflict also has its other failed conditions, with their items', async () => {
  const [busy = '', known = '', other = '', more = ''] = ids(4);
  await withContention(async client => {
    await client.put({ TableName: TABLES.users, Item: { userId: known, name: 'Ada' } });
    await underWay(client, busy);
    const error = await failureOf(client.transact([create(other), join(busy), create(known), check(more)]));
    expect(error).toMatchObject({
      message: expect.stringContaining('[None, TransactionConflict, ConditionalCheckFailed, None]'),
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'TransactionConflict' },
        { Code: 'ConditionalCheckFailed', Item: { userId: { S: known }, name: { S: 'Ada' } } },
        { Code: 'None' },
      ],
    });
  });
  expect(await countsOf([busy, other])).toEqual([1, undefined]);
});

describe('while a transaction locks an item', () => {
  test('a plain write of it is refused, and changes nothing', async () => {
    const [userId = ''] = ids(1);
    await withContention(async client => {
      await underWay(client, userId);
      const error = await failureOf(client.update(countOf(userId)));
      expect(error).toMatchObject({ name: CONFLICT, $fault: 'client' });
    });
    expect(await countsOf([userId])).toEqual([1]);
  });

  test('a transaction that reads it is cancelled, and a batch is answered', async () => {
    const [busy = '', other = ''] = ids(2);
    await withContention(async client => {
      await underWay(client, busy);
      expect(codesOf(await failureOf(client.send(transactionOf([other, busy]))))).toEqual([
        'None',
        'TransactionConflict',
      ]);
      expect(await client.send(batchOf([busy]))).toMatchObject({
        Responses: { [TABLES.users]: [{ userId: busy }] },
      });
    });
  });

  test('reads of it are answered', async () => {
    const [userId = ''] = ids(1);
    await withContention(async client => {
      await underWay(client, userId);
      expect(await client.read(TABLES.users, { userId })).toMatchObject({ Item: { userId } });
    });
  });
});

test('plain writes of one item at once are all carried out', async () => {
  const [userId = ''] = ids(1);
  await withContention(client => Promise.all(ids(50).map(() => client.update(countOf(userId)))));
  expect(await countsOf([userId])).toEqual([50]);
});
