import { handler } from '../../functions/listEvents.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { callsOf } from '../simulator/calls.ts';
import { type Answer, invoke } from '../support/api/invoke.ts';
import { nextLinkOf, pagesOf } from '../support/api/pages.ts';
import { alter, remove } from '../support/records/audit.ts';
import { storeEvents } from '../support/records/manyEvents.ts';

const idsIn = ({ body }: Answer): string[] => body.map(({ eventId }: { eventId: string }) => eventId);

const request = (year: number, query: Record<string, string>) => ({
  query: { from: `${year}-01-01`, to: `${year}-12-31`, ...query },
  rawPath: '/events',
});

/** What was done to an event, which the index does not show yet. */
const NOT_SHOWN_YET: [string, (eventId: string) => Promise<unknown>, Record<string, string>][] = [
  ['deleted', eventId => alter(seats.ref(eventId), { status: 'deleted' }), {}],
  ['removed', eventId => remove(seats.ref(eventId)), {}],
  ['cancelled', eventId => alter(seats.ref(eventId), { status: 'cancelled' }), { status: 'active' }],
];

describe.each(NOT_SHOWN_YET)('events that are %s, and that the index still shows', (what, change, query) => {
  const year = 2200 + NOT_SHOWN_YET.findIndex(([one]) => one === what);
  let left: string[];

  beforeAll(async () => {
    const ids = await storeEvents(year, 60, n => ({ title: n % 2 ? 'Wanted' : 'Other' }));
    const gone = ids.filter((_, n) => n % 10 < 4);
    for (const eventId of gone) await change(eventId);
    left = ids.filter(eventId => !gone.includes(eventId));
  });

  test.each(['date', '-date'])(
    'leave pages full, and links visit all others once, sorted by %s',
    async sort => {
      const expected = sort === 'date' ? left : left.toReversed();
      for (const limit of [1, 5, 20, 36]) {
        const pages = await pagesOf(handler, request(year, { ...query, sort, limit: String(limit) }));
        const ids = pages.map(page => page.map(({ eventId }: { eventId: string }) => eventId));
        expect(ids.flat()).toEqual(expected);
        for (const page of ids.slice(0, -1)) expect(page).toHaveLength(limit);
      }
    },
  );

  test('leave the pages of a search full', async () => {
    const found = await pagesOf(handler, request(year, { ...query, q: 'wanted', limit: '5' }));
    const sizes = found.map(page => page.length);
    expect(sizes).toEqual([5, 5, 5, 3]);
  });
});

test('more than a hundred events that are gone cost no more than a second turn, and the page may be empty', async () => {
  const ids = await storeEvents(2210, 150, () => ({}));
  for (const eventId of ids.slice(0, 140)) await remove(seats.ref(eventId));
  let first: Answer | undefined;
  const calls = await callsOf(async () => {
    first = await invoke(handler, request(2210, { limit: '10' }));
  });
  expect(calls.filter(call => call === 'BatchGetItem')).toHaveLength(3);
  expect(idsIn(first as Answer)).toEqual([]);
  expect(nextLinkOf(first as Answer)).toBeDefined();
  const pages = await pagesOf(handler, request(2210, { limit: '10' }));
  expect(pages.flat().map(({ eventId }: { eventId: string }) => eventId)).toEqual(ids.slice(140));
});
