import { randomUUID } from 'node:crypto';
import { TABLES } from '../../lib/dynamo/client.ts';
import { image, meteredCalls } from './meteredCalls.ts';

const { registrations, history, deletions, users } = TABLES;

const aRow = () => ({ userId: randomUUID(), eventId: randomUUID(), dateEventId: 'd' });

const putRow = (row: object) => ({ TableName: registrations, Item: image(row) });

describe('an item with an entry in a local index', () => {
  test('costs its partition both, in a transaction the item twice and the entry once', async () => {
    const { send, charged } = meteredCalls();
    const row = aRow();
    await send('PutItem', putRow(row));
    expect(charged('write', `${registrations} ${row.userId}`)).toBe(2);
    const other = { ...row, eventId: randomUUID() };
    await send('TransactWriteItems', { TransactItems: [{ Put: putRow(other) }] });
    expect(charged('write', `${registrations} ${row.userId}`)).toBe(2 + 3);
  });

  test('costs the entry twice when it moves, and nothing for it when the condition is refused', async () => {
    const { send, charged } = meteredCalls();
    const { eventId, userId, ...more } = aRow();
    await send('PutItem', putRow({ eventId, userId, ...more }));
    const move = {
      TableName: registrations,
      Key: image({ eventId, userId }),
      UpdateExpression: 'SET dateEventId = :to',
      ExpressionAttributeValues: image({ ':to': 't' }),
    };
    const before = charged('write', `${registrations} ${userId}`);
    await send('UpdateItem', move);
    expect(charged('write', `${registrations} ${userId}`) - before).toBe(1 + 2);
    const ConditionExpression = 'attribute_not_exists(eventId)';
    expect(await send('UpdateItem', { ...move, ConditionExpression })).toBe(400);
    expect(charged('write', `${registrations} ${userId}`) - before).toBe(1 + 2 + 1);
  });
});

test('all sort keys of a partition key share its units where no local index is', async () => {
  const { send, charged } = meteredCalls();
  const userId = randomUUID();
  for (const anonymousId of ['a', 'b', 'c']) {
    await send('PutItem', { TableName: deletions, Item: image({ userId, anonymousId }) });
  }
  expect(charged('write', `${deletions} ${userId}`)).toBe(3);
});

test('a condition that is refused costs the size of the item, in a transaction twice', async () => {
  const { send, charged } = meteredCalls();
  const userId = randomUUID();
  await send('PutItem', { TableName: users, Item: image({ userId, name: 'x'.repeat(2500) }) });
  const Check = {
    TableName: users,
    Key: image({ userId }),
    ConditionExpression: 'attribute_not_exists(userId)',
  };
  expect(await send('DeleteItem', Check)).toBe(400);
  expect(charged('write', `${users} ${userId}`)).toBe(3 + 3);
  expect(await send('TransactWriteItems', { TransactItems: [{ ConditionCheck: Check }] })).toBe(400);
  expect(charged('write', `${users} ${userId}`)).toBe(3 + 3 + 6);
});

test('a refused write costs its item once, though the item was written in a transaction', async () => {
  const { send, charged } = meteredCalls();
  const userId = randomUUID();
  const put = { TableName: users, Item: image({ userId }) };
  await send('TransactWriteItems', { TransactItems: [{ Put: put }] });
  expect(await send('PutItem', { ...put, ConditionExpression: 'attribute_not_exists(userId)' })).toBe(400);
  expect(charged('write', `${users} ${userId}`)).toBe(2 + 1);
});

test('the items of a transaction cost each its own size', async () => {
  const { send, charged } = meteredCalls();
  const [large, small] = [randomUUID(), randomUUID()];
  const puts = [
    { Put: { TableName: users, Item: image({ userId: large, name: 'x'.repeat(2500) }) } },
    { Put: { TableName: users, Item: image({ userId: small }) } },
  ];
  await send('TransactWriteItems', { TransactItems: puts });
  expect([large, small].map(userId => charged('write', `${users} ${userId}`))).toEqual([6, 2]);
});

test('a condition beside a write in its table costs no entry in an index', async () => {
  const { send, charged } = meteredCalls();
  const [row, { dateEventId: _, ...checked }] = [aRow(), aRow()];
  const [entry, entryId, eventId] = [randomUUID(), randomUUID(), randomUUID()];
  const check = (TableName: string, key: object) => ({
    ConditionCheck: { TableName, Key: image(key), ConditionExpression: 'attribute_not_exists(eventId)' },
  });
  const putEntry = { TableName: history, Item: image({ entryId: entry, eventId, timeEntryId: 't' }) };
  const TransactItems = [
    { Put: putRow(row) },
    check(registrations, checked),
    { Put: putEntry },
    check(history, { entryId }),
  ];
  await send('TransactWriteItems', { TransactItems });
  const costs = [row, checked].map(({ userId }) => charged('write', `${registrations} ${userId}`));
  expect(costs).toEqual([3, 2]);
  expect([entry, entryId].map(id => charged('write', `${history} ${id}`))).toEqual([2, 2]);
  expect(charged('write', `${history}/byEvent ${eventId}`)).toBe(1);
});

test('an item that grew by updates costs its true size', async () => {
  const { send, charged } = meteredCalls();
  const userId = randomUUID();
  const grow = {
    TableName: users,
    Key: image({ userId }),
    UpdateExpression: 'SET #list = list_append(if_not_exists(#list, :none), :more)',
    ExpressionAttributeNames: { '#list': 'list' },
    ExpressionAttributeValues: image({ ':none': [], ':more': ['x'.repeat(600)] }),
  };
  const costs: number[] = [];
  for (let times = 0; times < 4; times += 1) {
    const before = charged('write', `${users} ${userId}`);
    await send('UpdateItem', grow);
    costs.push(charged('write', `${users} ${userId}`) - before);
  }
  expect(costs).toEqual([1, 2, 2, 3]);
});
