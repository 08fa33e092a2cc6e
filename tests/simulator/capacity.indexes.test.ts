import { randomUUID } from 'node:crypto';
import { TABLES } from '../../lib/dynamo/client.ts';
import { image, meteredCalls } from './meteredCalls.ts';
import { admits, aPut, aRowCall, consumed, still, writesAdmitted } from './rowsOfCapacity.ts';

const { events, history } = TABLES;

test('a key of a global index without units holds writes back that lead to an entry there, and no others', () => {
  const capacity = still();
  const admitted = Array.from({ length: 1100 }, (_, n) => aPut(`e${n}`, 'u')).filter(put => {
    const isAdmitted = admits(capacity, put);
    if (isAdmitted) capacity.settle('write', put, consumed(1, 0, 1));
    return isAdmitted;
  });
  expect(admitted).toHaveLength(1000);
  expect(writesAdmitted(capacity, aPut('e', 'u', 'cancelled'), consumed(1, 0, 1))).toBe(1000);
});

test.each([
  ['moves it there', 'SET #a = :value', 'status', false],
  ['removes it', 'REMOVE #a', 'status', false],
  ['changes what is copied to it', 'SET count = :value, #a.part = :value', 'name', false],
  ['changes another attribute', 'SET #a = if_not_exists(#a, :value) + :value', 'count', true],
])(
  'such a key and an update of an item with an entry there that %s',
  (_what, expression, name, isAdmitted) => {
    const capacity = still();
    const put = aPut('e', 'u');
    capacity.settle('write', put, consumed(1, 0, 1));
    capacity.settle('write', aPut('another', 'u'), consumed(1, 0, 1000));
    const update = aRowCall('UpdateItem', {
      TableName: 'rows',
      Key: { eventId: { S: 'e' }, userId: { S: 'u' } },
      UpdateExpression: expression,
      ExpressionAttributeNames: { '#a': name },
      ExpressionAttributeValues: { ':value': { S: 'active' } },
    });
    expect(admits(capacity, update)).toBe(isAdmitted);
  },
);

describe('the entry of an item in a global index', () => {
  const byStatus = (status: string) => `${events}/byStatus ${status}`;
  const aMove = () => ({ eventId: randomUUID(), from: `from ${randomUUID()}`, to: `to ${randomUUID()}` });
  const update = (eventId: string, UpdateExpression: string, values?: object) => ({
    TableName: events,
    Key: image({ eventId }),
    UpdateExpression,
    ExpressionAttributeNames: { '#status': 'statusShard' },
    ...(values && { ExpressionAttributeValues: image(values as Record<string, string>) }),
  });

  test.each([
    ['by itself', 'UpdateItem'],
    ['in a transaction', 'TransactWriteItems'],
  ])('costs the partition that it leaves and the one that it enters, %s', async (_what, operation) => {
    const { send, charged } = meteredCalls();
    const { eventId, from, to } = aMove();
    await send('PutItem', {
      TableName: events,
      Item: image({ eventId, statusShard: from, dateEventId: 'd' }),
    });
    expect(charged('write', byStatus(from))).toBe(1);
    const move = update(eventId, 'SET #status = :to', { ':to': to });
    await send(operation, operation === 'UpdateItem' ? move : { TransactItems: [{ Update: move }] });
    expect([from, to].map(status => charged('write', byStatus(status)))).toEqual([2, 1]);
    await send('UpdateItem', update(eventId, 'REMOVE #status'));
    expect(charged('write', byStatus(to))).toBe(2);
    await send('UpdateItem', {
      ...update(eventId, 'SET #status = :to', { ':to': from }),
      ReturnValues: 'ALL_NEW',
    });
    await send('DeleteItem', { TableName: events, Key: image({ eventId }) });
    expect(charged('write', byStatus(from))).toBe(4);
  });

  test('costs nothing when a write leaves what is copied to it as it is', async () => {
    const { send, charged } = meteredCalls();
    const [entryId, eventId] = [randomUUID(), randomUUID()];
    await send('PutItem', { TableName: history, Item: image({ entryId, eventId, timeEntryId: 't' }) });
    await send('UpdateItem', {
      TableName: history,
      Key: image({ entryId }),
      UpdateExpression: 'SET promotedAt = :promotedAt',
      ExpressionAttributeValues: image({ ':promotedAt': 'now' }),
    });
    expect(charged('write', `${history}/byEvent ${eventId}`)).toBe(1);
    expect(charged('write', `${history} ${entryId}`)).toBe(2);
  });
});
