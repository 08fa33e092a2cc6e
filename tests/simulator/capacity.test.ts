import { PartitionCapacity } from './capacity.ts';
import type { Answer } from './exceptions.ts';
import { admits, aPut, aRowCall, consumed, still, writesAdmitted } from './rowsOfCapacity.ts';

const refused: Answer = { status: 400, headers: {}, body: '{}' };

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

  test.each([
    ['saves the units of 300 seconds if it may', 300, 3000],
    ['saves no more than those, whatever it may', 3000, 3000],
  ])('%s', (_what, burstSeconds, times) => {
    const capacity = new PartitionCapacity({ burstSeconds }, () => 0);
    expect(writesAdmitted(capacity, aPut('e', 'u'), consumed(100), 9000)).toBe(times);
  });

  test('that saves nothing still admits its units one after another', () => {
    let now = 0;
    const capacity = new PartitionCapacity({ burstSeconds: 0 }, () => now);
    const put = aPut('e', 'u');
    let times = 0;
    for (; now < 1000; now += 0.25) times += writesAdmitted(capacity, put, consumed(1), 1);
    expect(times).toBe(1001);
  });

  test('is charged for what is refused, like the item cost before', () => {
    const capacity = still();
    const put = aPut('e', 'u');
    capacity.settle('write', put, consumed(100));
    expect(writesAdmitted(capacity, put, refused)).toBe(9);
  });

  test('answers 3,000 units of reads a second beside its writes', () => {
    const capacity = still();
    const query = aRowCall('Query', {
      TableName: 'rows',
      KeyConditionExpression: '#e = :e AND userId > :u',
      ExpressionAttributeNames: { '#e': 'eventId' },
      ExpressionAttributeValues: { ':e': { S: 'e' }, ':u': { S: 'u' } },
    });
    let times = 0;
    while (admits(capacity, query, 'read')) {
      capacity.settle('read', query, consumed(10));
      times += 1;
    }
    expect(times).toBe(300);
    expect(admits(capacity, aPut('e', 'u'))).toBe(true);
  });
});

test('the units that all partitions were charged are added up, reads and writes apart', () => {
  const capacity = still();
  const [put, other] = [aPut('e', 'u'), aPut('another', 'u')];
  writesAdmitted(capacity, put, consumed(2), 3);
  writesAdmitted(capacity, other, consumed(1), 1);
  expect(capacity.charged()).toEqual({ read: 0, write: 7 });
});
