import { aCall } from './aCall.ts';
import { writeUnits } from './writeUnits.ts';

const KB = 1024;

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
])('an item accepts as many writes of %s as a second has units for', (_name, bytes, isTransaction, times) => {
  expect(takes(writeUnits({ now: () => 0 }), 2000, bytes, isTransaction)).toBe(times);
});

test('the units come back with time, up to those of one second', () => {
  let now = 0;
  const take = writeUnits({ now: () => now });
  expect(takes(take, 2000, KB)).toBe(1000);
  now = 250;
  expect(takes(take, 2000, KB)).toBe(250);
  now = 60_000;
  expect(takes(take, 2000, KB)).toBe(1000);
});

test('each item has its own units', () => {
  const take = writeUnits({ now: () => 0 });
  expect(takes(take, 2000, KB)).toBe(1000);
  expect(take(target(KB, 'another'), false)).toBe(true);
});

test('an update costs the units of the whole item that was put', () => {
  const take = writeUnits({ now: () => 0, unitsASecond: 12 });
  const { write: _, ...known } = target(10 * KB);
  const update = { ...known, write: { TableName: 'rows' } };
  expect([take(target(10 * KB), false), take(update, false)]).toEqual([true, false]);
  expect(take({ ...update, address: 'unknown' }, false)).toBe(true);
});
