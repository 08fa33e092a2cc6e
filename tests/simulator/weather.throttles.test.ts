import { randomUUID } from 'node:crypto';
import { BatchWriteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { TABLES } from '../../lib/dynamo/client.ts';
import {
  batchOf,
  codesOf,
  countOf,
  get,
  ids,
  join,
  refuse,
  transactionOf,
  withContention,
} from './countedUsers.ts';
import { failureOf } from './weatherClient.ts';

/** The units of the first request come back after minutes, so that the speed of the machine does not matter. */
const reads = { limits: { readUnits: 0.01 } };
const writes = { limits: { writeUnits: 0.01 } };

const TableName = TABLES.users;

const throttledFor = (reason: string, resource: string) => ({
  name: 'ThrottlingException',
  $fault: 'client',
  throttlingReasons: [{ reason, resource: expect.stringMatching(new RegExp(`:table/${resource}$`)) }],
});

describe('a partition without read units', () => {
  test('throttles a read of an item, and a query', async () => {
    const [userId = ''] = ids(1);
    await withContention(async ({ send }) => {
      await send(get(userId));
      const throttled = throttledFor('TableReadKeyRangeThroughputExceeded', TableName);
      expect(await failureOf(send(get(userId)))).toMatchObject(throttled);
      const query = new QueryCommand({
        TableName,
        KeyConditionExpression: 'userId = :userId',
        ExpressionAttributeValues: { ':userId': userId },
      });
      expect(await failureOf(send(query))).toMatchObject(throttled);
    }, reads);
  });

  test('leaves the keys of a batch unprocessed, and throttles a batch that has no others', async () => {
    const [hot = '', known = '', missing = ''] = ids(3);
    await withContention(async ({ put, send }) => {
      await put({ TableName, Item: { userId: known } });
      await send(get(hot));
      expect(await send(batchOf([hot, known, missing]))).toMatchObject({
        Responses: { [TableName]: [{ userId: known }] },
        UnprocessedKeys: { [TableName]: { Keys: [{ userId: hot }], ConsistentRead: true } },
      });
      expect(await failureOf(send(batchOf([hot, known])))).toMatchObject({
        name: 'ThrottlingException',
        throttlingReasons: [{}, {}],
      });
    }, reads);
  });

  test('cancels a transaction that reads, which costs its other items their units', async () => {
    const [hot = '', other = ''] = ids(2);
    await withContention(async ({ send }) => {
      await send(get(hot));
      const error = await failureOf(send(transactionOf([other, hot])));
      expect(error).toMatchObject({ name: 'TransactionCanceledException', $fault: 'client' });
      expect(codesOf(error)).toEqual(['None', 'ThrottlingError']);
      expect(await failureOf(send(get(other)))).toMatchObject({ name: 'ThrottlingException' });
    }, reads);
  });
});

test('a committed transaction that is repeated costs units of reads', async () => {
  const [userId = '', token = ''] = ids(2);
  const durations = { transaction: { p50: 1, p99: 1 } };
  await withContention(
    async ({ transact, send }) => {
      await transact([join(userId)], token);
      await transact([join(userId)], token);
      expect(await failureOf(send(get(userId)))).toMatchObject({ name: 'ThrottlingException' });
    },
    { ...reads, durations },
  );
});

describe('a partition without write units', () => {
  test('leaves the items of a batch unprocessed', async () => {
    const [hot = '', other = ''] = ids(2);
    const puts = [hot, other].map(userId => ({ PutRequest: { Item: { userId } } }));
    const batch = new BatchWriteCommand({ RequestItems: { [TableName]: puts } });
    await withContention(async ({ update, read, send }) => {
      await update(countOf(hot));
      expect(await send(batch)).toMatchObject({ UnprocessedItems: { [TableName]: [puts[0]] } });
      expect(await read(TableName, { userId: other })).toMatchObject({ Item: { userId: other } });
      expect(await failureOf(send(batch))).toMatchObject({ name: 'ThrottlingException' });
    }, writes);
  });

  test('is what a refused condition leaves behind, too', async () => {
    const [userId = ''] = ids(1);
    await withContention(async ({ update }) => {
      expect(await failureOf(update(refuse(userId).Update))).toMatchObject({
        name: 'ConditionalCheckFailedException',
      });
      expect(await failureOf(update(countOf(userId)))).toMatchObject(
        throttledFor('TableWriteKeyRangeThroughputExceeded', TableName),
      );
    }, writes);
  });

  test('of a global index holds back writes of its table that lead to it, and no others', async () => {
    const TableName = TABLES.events;
    const [hot, cold] = [`hot ${randomUUID()}`, `cold ${randomUUID()}`];
    const event = (statusShard: string) => ({
      TableName,
      Item: { eventId: randomUUID(), statusShard, dateEventId: 'date' },
    });
    await withContention(async ({ put, transact }) => {
      await put(event(hot));
      expect(await failureOf(put(event(hot)))).toMatchObject(
        throttledFor('IndexWriteKeyRangeThroughputExceeded', `${TableName}/index/byStatus`),
      );
      const error = await failureOf(transact([{ Put: event(cold) }, { Put: event(hot) }]));
      expect(error).toMatchObject({
        CancellationReasons: [
          { Code: 'None' },
          { Code: 'ThrottlingError', Message: expect.stringContaining('global secondary indexes') },
        ],
      });
      await put(event(cold));
    }, writes);
  });
});
