import { randomUUID } from 'node:crypto';
import { TABLES } from '../../lib/dynamo/client.ts';
import { image, meteredCalls } from './meteredCalls.ts';

const { users, registrations, history } = TABLES;

/** Users of these sizes in KB. Returns their ids. */
async function usersOf(...sizesInKb: number[]): Promise<string[]> {
  const { send } = meteredCalls();
  const userIds = sizesInKb.map(() => randomUUID());
  for (const [n, userId] of userIds.entries()) {
    const name = 'x'.repeat((sizesInKb[n] ?? 0) * 1024);
    await send('PutItem', { TableName: users, Item: image({ userId, name }) });
  }
  return userIds;
}

test.each([
  ['a strongly consistent read', true, 3],
  ['an eventually consistent one', false, 1.5],
])('%s of 9 KB costs its partition what it costs in AWS', async (_what, ConsistentRead, units) => {
  const [userId = ''] = await usersOf(9);
  const { send, charged } = meteredCalls();
  await send('GetItem', { TableName: users, Key: image({ userId }), ConsistentRead });
  expect(charged('read', `${users} ${userId}`)).toBe(units);
  expect(charged('write', `${users} ${userId}`)).toBe(0);
});

test('a batch costs the partition of each item what that item costs, found or not', async () => {
  const [small = '', large = ''] = await usersOf(1, 9);
  const missing = randomUUID();
  const { send, charged } = meteredCalls();
  const Keys = [missing, large, small].map(userId => image({ userId }));
  await send('BatchGetItem', { RequestItems: { [users]: { Keys, ConsistentRead: true } } });
  expect([small, large, missing].map(userId => charged('read', `${users} ${userId}`))).toEqual([1, 3, 1]);
});

test('a transaction that reads costs twice as much, for each item its own units', async () => {
  const [small = '', large = ''] = await usersOf(1, 9);
  const { send, charged } = meteredCalls();
  const missing = randomUUID();
  const reads = [large, missing, small].map(userId => ({
    Get: { TableName: users, Key: image({ userId }) },
  }));
  await send('TransactGetItems', { TransactItems: reads });
  expect([small, large, missing].map(userId => charged('read', `${users} ${userId}`))).toEqual([2, 6, 2]);
});

describe('a query', () => {
  const [eventId, userId] = [randomUUID(), randomUUID()];
  const values = { ':value': { S: userId } };
  const query = (search: object) => ({
    TableName: registrations,
    ExpressionAttributeValues: values,
    ConsistentRead: true,
    KeyConditionExpression: 'userId=:value',
    ...search,
  });
  const put = {
    TableName: registrations,
    Item: image({ userId, eventId, dateEventId: 'd', more: 'x'.repeat(9000) }),
  };

  beforeAll(async () => {
    await meteredCalls().send('PutItem', put);
  });

  test.each([
    ['of the table', {}, 3],
    ['of the table that counts items', { Select: 'COUNT' }, 3],
    ['of a local index, which lies beside the items', { IndexName: 'byEventDate' }, 3],
    ['that finds nothing', { ExpressionAttributeValues: { ':value': { S: 'nobody' } } }, 0],
  ])('%s costs the partition of the table', async (_what, search, units) => {
    const { send, charged } = meteredCalls();
    expect(await send('Query', query(search))).toBe(200);
    expect(charged('read', `${registrations} ${userId}`)).toBe(units);
  });

  test('of a global index costs the partition of the index alone', async () => {
    const { send, charged } = meteredCalls();
    await send('Query', {
      TableName: history,
      IndexName: 'byUser',
      KeyConditionExpression: '#user = :user',
      ExpressionAttributeNames: { '#user': 'userId' },
      ExpressionAttributeValues: { ':user': { S: userId } },
    });
    expect(charged('read', `${history}/byUser ${userId}`)).toBe(0.5);
    expect(charged('read', `${history} ${userId}`)).toBe(0);
    expect(charged('read', history)).toBe(0);
  });
});
