import { handler } from '../../functions/listEvents.ts';
import { chargesOf } from '../simulator/calls.ts';
import { type Answer, invoke } from '../support/api/invoke.ts';
import { storeEvents } from '../support/records/manyEvents.ts';

const YEAR = 2050;
const IN_YEARS = { from: `${YEAR}-01-01`, to: `${YEAR + 9}-12-31` };

/** An ordinary event has a description of some 300 characters. One in fifty is a concert. */
const textsOf = (n: number) => ({
  title: n % 50 === 7 ? 'Concert' : 'Talks',
  description: 'An evening with guests. '.repeat(13),
});

beforeAll(() => storeEvents(YEAR, 1100, textsOf));

/** What a page costs. */
async function costOf(query: Record<string, string>) {
  let answer: Answer | undefined;
  const { charges, mostAtOnce } = await chargesOf(async () => {
    answer = await invoke(handler, { query: { ...IN_YEARS, ...query }, rawPath: '/events' });
  });
  const ofIndex = charges.filter(({ operation }) => operation === 'Query');
  const ofSeats = charges.filter(({ operation }) => operation === 'BatchGet');
  expect(ofIndex.length + ofSeats.length).toBe(charges.length);
  return { found: answer?.body.length, ofIndex, ofSeats, mostAtOnce, units: sumOf(charges) };
}

const sumOf = (charges: { units: number }[]) => charges.reduce((sum, { units }) => sum + units, 0);

test.each([
  ['all events', {}],
  ['the latest events', { sort: '-date' }],
  ['events of a status', { status: 'active' }],
])('a page of %s costs half a unit for the seats of each, and little more', async (_what, query) => {
  const { found, ofIndex, ofSeats, units } = await costOf(query);
  expect(found).toBe(100);
  expect(sumOf(ofSeats)).toBe(50);
  expect(ofSeats).toHaveLength(1);
  // The index takes 12 units, and 3 more when a shard has more than its share.
  expect(units).toBeLessThanOrEqual(50 + 12 + 2 * 3);
  // Seldom a shard has more than its share, and is read once more.
  expect(ofIndex.length).toBeLessThanOrEqual(6);
});

test('a page of few events costs little, in four queries at once and one batch read', async () => {
  const { found, ofIndex, ofSeats, units, mostAtOnce } = await costOf({ to: `${YEAR}-01-20` });
  expect(found).toBe(20);
  expect([ofIndex.length, ofSeats.length, mostAtOnce]).toEqual([4, 1, 4]);
  expect(units).toBeLessThanOrEqual(10 + 4);
});

test('a search through 500 events reads the seats of its matches alone', async () => {
  const { found, ofSeats, units } = await costOf({ q: 'concert' });
  expect(found).toBe(10);
  expect(ofSeats).toMatchObject([{ units: 5 }]);
  expect(units).toBeLessThanOrEqual(5 + 48 + 2 * 12);
});

test('a search through 500 events that finds nothing reads no seats', async () => {
  const { found, ofSeats, units } = await costOf({ q: 'opera' });
  expect([found, ofSeats]).toEqual([0, []]);
  expect(units).toBeLessThanOrEqual(48 + 2 * 12);
});

test.each([
  ['byDate', 'event', {}],
  ['byStatus', 'active', { status: 'active' }],
])('readers are spread over the partitions of %s', async (index, list, query) => {
  const { ofIndex } = await costOf(query);
  const units = new Map<string | undefined, number>();
  for (const charge of ofIndex) {
    units.set(charge.partition, (units.get(charge.partition) ?? 0) + charge.units);
  }
  expect([...units.keys()].sort()).toEqual([0, 1, 2, 3].map(shard => `${index} ${list}#${shard}`));
  // A quarter would be an even spread.
  for (const ofPartition of units.values()) expect(ofPartition / sumOf(ofIndex)).toBeLessThan(0.45);
});
