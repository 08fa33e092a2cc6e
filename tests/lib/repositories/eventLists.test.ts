import { randomUUID } from 'node:crypto';
import { transact } from '../../../lib/dynamo/write.ts';
import * as eventLists from '../../../lib/repositories/eventLists.ts';
import * as events from '../../../lib/repositories/events.ts';
import { eventDetails } from './eventDetails.ts';

async function anEventOn(date: string, eventId: string, status?: 'cancelled') {
  const item = eventDetails(eventId, date, status);
  expect(await transact({ event: events.create(item) })).toEqual({ kind: 'committed' });
  return item;
}

const idsOf = (found: events.Item[]) => found.map(({ eventId }) => eventId);

test('byDate lists the events of a range of days by date, with one status or with any', async () => {
  await anEventOn('1999-01-02', 'b');
  await anEventOn('1999-01-02', 'a', 'cancelled');
  await anEventOn('1999-01-01', 'c');
  await anEventOn('1999-01-03', 'd');
  const range = { from: '1999-01-01', to: '1999-01-02' };
  const ids = async (status?: 'active' | 'completed', sort: 'date' | '-date' = 'date') =>
    idsOf(await eventLists.byDate({ ...range, status, sort }, 9));
  expect(await ids()).toEqual(['c', 'a', 'b']);
  expect(await ids(undefined, '-date')).toEqual(['b', 'a', 'c']);
  expect(await ids('active')).toEqual(['c', 'b']);
  expect(await ids('active', '-date')).toEqual(['b', 'c']);
  expect(await ids('completed')).toEqual([]);
});

test('byDate returns the whole items', async () => {
  const item = await anEventOn('1998-01-01', 'whole');
  const range = { from: '1998-01-01', to: '1998-12-31', sort: 'date' as const };
  expect(await eventLists.byDate(range, 9)).toEqual([item]);
  expect(await eventLists.byDate({ ...range, status: 'active' }, 9)).toEqual([item]);
});

test.each(['date', '-date'] as const)(
  'byDate goes on behind any event, in the order of all shards, sorted by %s',
  async sort => {
    const year = sort === 'date' ? 1996 : 1997;
    const days = Array.from({ length: 30 }, (_, n) => `${year}-01-${String(1 + (n % 10)).padStart(2, '0')}`);
    const items = await Promise.all(days.map(day => anEventOn(day, randomUUID())));
    const keys = items.map(({ dateEventId }) => dateEventId).sort();
    const expected = sort === 'date' ? keys : keys.reverse();
    const range = { from: `${year}-01-01`, to: `${year}-12-31`, sort };
    for (const [n, after] of expected.entries()) {
      for (const limit of [1, 7, 40]) {
        const found = await eventLists.byDate(range, limit, after);
        expect(found.map(({ dateEventId }) => dateEventId)).toEqual(expected.slice(n + 1, n + 1 + limit));
      }
    }
  },
);
