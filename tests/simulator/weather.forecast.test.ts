import { faultsFrom } from './faults.ts';
import { durationOf, randomFrom } from './random.ts';
import { callOf, keyNamesOf } from './wire.ts';
import { writeUnits } from './writeUnits.ts';

const KB = 1024;

/** A request as the weather sees it. */
const aCall = (operation: string, body: object) =>
  callOf({ 'x-amz-target': `DynamoDB_20120810.${operation}` }, Buffer.from(JSON.stringify(body)), keyNames);

const keyNames = keyNamesOf([
  {
    TableName: 'rows',
    KeySchema: [
      { AttributeName: 'userId', KeyType: 'RANGE' },
      { AttributeName: 'eventId', KeyType: 'HASH' },
    ],
  },
]);

const numbers = (seed: number, count: number) => {
  const random = randomFrom(seed);
  return Array.from({ length: count }, random);
};

test('a seed brings the same numbers each time, and another one brings others', () => {
  expect(numbers(5, 100)).toEqual(numbers(5, 100));
  expect(numbers(5, 100)).not.toEqual(numbers(6, 100));
});

test('numbers lie between 0 and 1, as many in each tenth', () => {
  const tenths = Map.groupBy(numbers(5, 10_000), number => Math.floor(number * 10));
  expect([...tenths.keys()].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const found of tenths.values()) expect(Math.abs(found.length - 1000)).toBeLessThan(120);
});

test('durations have the median and the p99 that they are given', () => {
  const random = randomFrom(5);
  const found = Array.from({ length: 20_000 }, () => durationOf({ p50: 25, p99: 93 }, random));
  found.sort((a, b) => a - b);
  expect(found[10_000]).toBeCloseTo(25, -1);
  expect(Math.abs((found[10_000] ?? 0) - 25)).toBeLessThan(1);
  expect(Math.abs((found[19_800] ?? 0) - 93)).toBeLessThan(7);
});

describe('the items of a request', () => {
  const Key = { eventId: { S: 'e' }, userId: { S: 'u' } };

  test.each([
    ['an update', 'UpdateItem', { TableName: 'rows', Key }],
    ['a put, whose item holds its key', 'PutItem', { TableName: 'rows', Item: { a: { N: '1' }, ...Key } }],
    ['a put in a batch', 'BatchWriteItem', { RequestItems: { rows: [{ PutRequest: { Item: Key } }] } }],
    ['a read in a batch', 'BatchGetItem', { RequestItems: { rows: { Keys: [Key] } } }],
    [
      'a write of a transaction',
      'TransactWriteItems',
      { TransactItems: [{ Delete: { TableName: 'rows', Key } }] },
    ],
  ])('are known by table, partition and sort key: %s', (_name, operation, body) => {
    expect(aCall(operation, body).items()).toMatchObject([{ address: 'rows e u', key: Key }]);
  });
});

describe('the write units of an item', () => {
  const target = (bytes: number, id = 'a') => {
    const put = { TableName: 'rows', Item: { eventId: { S: id }, userId: { S: 'x'.repeat(bytes - 14) } } };
    const [found] = aCall('PutItem', put).items();
    if (!found) throw new Error('The request has no item');
    return { ...found, address: id };
  };
  const takes = (take: ReturnType<typeof writeUnits>, most: number, bytes: number, isTransaction = false) => {
    let times = 0;
    while (times < most && take(target(bytes), isTransaction)) times += 1;
    return times;
  };

  test.each([
    ['1 KB by itself', KB, false, 1000],
    ['one byte more', KB + 1, false, 500],
    ['10 KB', 10 * KB, false, 100],
    ['1 KB in a transaction', KB, true, 500],
    ['10 KB in a transaction', 10 * KB, true, 50],
  ])(
    'are gone after as many writes of %s as a second has units for',
    (_name, bytes, isTransaction, times) => {
      expect(takes(writeUnits({ now: () => 0 }), 2000, bytes, isTransaction)).toBe(times);
    },
  );

  test('come back with time, to those of one second at most', () => {
    let now = 0;
    const take = writeUnits({ now: () => now });
    expect(takes(take, 2000, KB)).toBe(1000);
    now = 250;
    expect(takes(take, 2000, KB)).toBe(250);
    now = 60_000;
    expect(takes(take, 2000, KB)).toBe(1000);
  });

  test('are its own: another item has all of its', () => {
    const take = writeUnits({ now: () => 0 });
    expect(takes(take, 2000, KB)).toBe(1000);
    expect(take(target(KB, 'another'), false)).toBe(true);
  });

  test('of an update are those of the item that was put', () => {
    const take = writeUnits({ now: () => 0, unitsASecond: 12 });
    const { write: _, ...known } = target(10 * KB);
    const update = { ...known, write: { TableName: 'rows' } };
    expect([take(target(10 * KB), false), take(update, false)]).toEqual([true, false]);
    expect(take({ ...update, address: 'unknown' }, false)).toBe(true);
  });
});

describe('a fault', () => {
  const anUpdate = (id = 'e') => aCall('UpdateItem', { TableName: 'rows', Key: { eventId: { S: id } } });
  const struck = (seed: number, ...[probability, ...more]: [number, ...number[]]) => {
    const faults = [probability, ...more].map(one => ({ kind: 'throttle', probability: one }) as const);
    const faultOf = faultsFrom(seed, [{ ...faults[0], kind: 'cut', probability }, ...faults.slice(1)]);
    return Array.from({ length: 200 }, () => faultOf(anUpdate())?.kind === 'cut');
  };
  const times = (strikes: boolean[]) => strikes.filter(Boolean).length;

  test('befalls the same requests for the same seed, and others for another', () => {
    expect(struck(5, 0.3)).toEqual(struck(5, 0.3));
    expect(struck(5, 0.3)).not.toEqual(struck(6, 0.3));
  });

  test('befalls the same requests when others are added behind it', () => {
    expect(struck(5, 0.3, 0.5, 0.5)).toEqual(struck(5, 0.3));
  });

  test('befalls as many as its probability says', () => {
    expect([times(struck(5, 0)), times(struck(5, 1))]).toEqual([0, 200]);
    expect(Math.abs(times(struck(5, 0.3)) - 60)).toBeLessThan(20);
  });

  test('happens no more often than it may, and only to chosen operations and items', () => {
    const faultOf = faultsFrom(5, [
      { kind: 'cut', probability: 1, operations: ['UpdateItem'], items: 'rows chosen', most: 2 },
    ]);
    const calls = [anUpdate('other'), anUpdate('chosen-1'), aCall('GetItem', { TableName: 'rows' })];
    const kinds = [...calls, ...calls, ...calls].map(call => faultOf(call)?.kind);
    expect(kinds).toEqual([undefined, 'cut', undefined, undefined, 'cut', ...Array(4)]);
  });

  test.each(['conflict', 'wrappedThrottle', 'inProgress'] as const)('%s never befalls a read', kind => {
    const faultOf = faultsFrom(5, [{ kind, probability: 1 }]);
    expect(['GetItem', 'BatchGetItem', 'Query', 'Scan'].map(one => faultOf(aCall(one, {})))).toEqual(
      Array(4),
    );
  });
});
