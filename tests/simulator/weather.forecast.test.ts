import { aCall } from './aCall.ts';
import { faultsFrom } from './faults.ts';
import { durationOf, randomFrom } from './random.ts';

const randoms = (seed: number, count: number) => {
  const random = randomFrom(seed);
  return Array.from({ length: count }, random);
};

test('a seed gives the same random numbers each time, and another seed gives others', () => {
  expect(randoms(5, 100)).toEqual(randoms(5, 100));
  expect(randoms(5, 100)).not.toEqual(randoms(6, 100));
});

test('random numbers lie evenly between 0 and 1', () => {
  const tenths = Map.groupBy(randoms(5, 10_000), random => Math.floor(random * 10));
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
  ])('are named by table, partition key and sort key: %s', (_name, operation, body) => {
    expect(aCall(operation, body).items()).toMatchObject([{ address: 'rows e u', key: Key }]);
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

  test('hits the same requests for the same seed, and others for another seed', () => {
    expect(struck(5, 0.3)).toEqual(struck(5, 0.3));
    expect(struck(5, 0.3)).not.toEqual(struck(6, 0.3));
  });

  test('hits the same requests when other faults are added behind it', () => {
    expect(struck(5, 0.3, 0.5, 0.5)).toEqual(struck(5, 0.3));
  });

  test('hits the share of requests that its probability says', () => {
    expect([times(struck(5, 0)), times(struck(5, 1))]).toEqual([0, 200]);
    expect(Math.abs(times(struck(5, 0.3)) - 60)).toBeLessThan(20);
  });

  test('happens at most as often as it may, and only to the chosen operations and items', () => {
    const faultOf = faultsFrom(5, [
      { kind: 'cut', probability: 1, operations: ['UpdateItem'], items: 'rows chosen', most: 2 },
    ]);
    const calls = [anUpdate('other'), anUpdate('chosen-1'), aCall('GetItem', { TableName: 'rows' })];
    const kinds = [...calls, ...calls, ...calls].map(call => faultOf(call)?.kind);
    expect(kinds).toEqual([undefined, 'cut', undefined, undefined, 'cut', ...Array(4)]);
  });

  test.each(['conflict', 'wrappedThrottle', 'inProgress'] as const)('%s never hits a read', kind => {
    const faultOf = faultsFrom(5, [{ kind, probability: 1 }]);
    expect(['GetItem', 'BatchGetItem', 'Query', 'Scan'].map(one => faultOf(aCall(one, {})))).toEqual(
      Array(4),
    );
  });
});
