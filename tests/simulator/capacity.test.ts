import { PartitionCapacity } from './capacity.ts';
import type { Answer } from './exceptions.ts';
import { callOf, keyNamesOf } from './wire.ts';

const keyNames = keyNamesOf([
  {
    TableName: 'rows',
    KeySchema: [
      { AttributeName: 'eventId', KeyType: 'HASH' },
      { AttributeName: 'userId', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      { IndexName: 'byStatus', KeySchema: [{ AttributeName: 'status', KeyType: 'HASH' }] },
    ],
  },
]);

const aCall = (operation: string, body: object) =>
  callOf({ 'x-amz-target': `DynamoDB_20120810.${operation}` }, Buffer.from(JSON.stringify(body)), keyNames);

const aPut = (eventId: string, userId: string, status = 'active') =>
  aCall('PutItem', {
    TableName: 'rows',
    Item: { eventId: { S: eventId }, userId: { S: userId }, status: { S: status } },
  });

/** An answer that tells of these units, of the table, its local indexes and its global index. */
const consumed = (table: number, local = 0, ofIndex = 0): Answer => ({
  status: 200,
  headers: {},
  body: JSON.stringify({
    ConsumedCapacity: {
      TableName: 'rows',
      Table: { CapacityUnits: table },
      LocalSecondaryIndexes: { byName: { CapacityUnits: local } },
      GlobalSecondaryIndexes: { byStatus: { CapacityUnits: ofIndex } },
    },
  }),
});

const refused: Answer = { status: 400, headers: {}, body: '{}' };

/** How many times a write is admitted, when each is answered like this. */
function writesAdmitted(
  capacity: PartitionCapacity,
  call: ReturnType<typeof aPut>,
  answer: Answer,
  most = 2000,
): number {
  let times = 0;
  while (times < most && call.items().every(item => capacity.admits('write', item))) {
    capacity.settle('write', call, answer);
    times += 1;
  }
  return times;
}

const still = () => new PartitionCapacity({}, () => 0);

describe('a partition key', () => {
  test.each([
    ['of one unit', consumed(1), 1000],
    ['of two units, as in a transaction', consumed(2), 500],
    ['of a row, and of its entry in a local index, which lies beside it', consumed(2, 1), 334],
  ])('has units for as many writes %s as in AWS', (_what, answer, times) => {
    expect(writesAdmitted(still(), aPut('e', 'u'), answer)).toBe(times);
  });

  test('shares them between all its items, and with no other key', () => {
    const capacity = still();
    expect(writesAdmitted(capacity, aPut('e', 'u'), consumed(1))).toBe(1000);
    expect(writesAdmitted(capacity, aPut('e', 'another'), consumed(1))).toBe(0);
    expect(writesAdmitted(capacity, aPut('another', 'u'), consumed(1))).toBe(1000);
  });

  test('has them again with time, at most those that it may save', () => {
    let now = 0;
    const capacity = new PartitionCapacity({ burstSeconds: 2 }, () => now);
    expect(writesAdmitted(capacity, aPut('e', 'u'), consumed(1), 9000)).toBe(2000);
    now = 250;
    expect(writesAdmitted(capacity, aPut('e', 'u'), consumed(1), 9000)).toBe(250);
    now = 60_000;
    expect(writesAdmitted(capacity, aPut('e', 'u'), consumed(1), 9000)).toBe(2000);
  });

  test('is charged for what is refused, like the item cost before', () => {
    const capacity = still();
    const put = aPut('e', 'u');
    capacity.settle('write', put, consumed(100));
    expect(writesAdmitted(capacity, put, refused)).toBe(9);
  });

  test('answers 3,000 units of reads a second beside its writes', () => {
    const capacity = still();
    const query = aCall('Query', {
      TableName: 'rows',
      KeyConditionExpression: '#e = :e AND userId > :u',
      ExpressionAttributeNames: { '#e': 'eventId' },
      ExpressionAttributeValues: { ':e': { S: 'e' }, ':u': { S: 'u' } },
    });
    let times = 0;
    while (query.items().every(item => capacity.admits('read', item))) {
      capacity.settle('read', query, consumed(10));
      times += 1;
    }
    expect(times).toBe(300);
    expect(
      aPut('e', 'u')
        .items()
        .every(item => capacity.admits('write', item)),
    ).toBe(true);
  });
});

test('a key of a global index without units holds writes back that lead to an entry there, and no others', () => {
  const capacity = still();
  const admitted = Array.from({ length: 1100 }, (_, n) => aPut(`e${n}`, 'u')).filter(put => {
    const isAdmitted = put.items().every(item => capacity.admits('write', item));
    if (isAdmitted) capacity.settle('write', put, consumed(1, 0, 1));
    return isAdmitted;
  });
  expect(admitted).toHaveLength(1000);
  expect(writesAdmitted(capacity, aPut('e', 'u', 'cancelled'), consumed(1, 0, 1))).toBe(1000);
});
