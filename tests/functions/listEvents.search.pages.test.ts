import { handler } from '../../functions/listEvents.ts';
import { callsOf } from '../simulator/calls.ts';
import { expectBrokenRules } from '../support/api/expectations.ts';
import { type Answer, invoke } from '../support/api/invoke.ts';
import { deleteEvent } from '../support/api/operations.ts';
import { expectToPage, nextLinkOf } from '../support/api/pages.ts';
import { storeEvents } from '../support/records/manyEvents.ts';
import { anEvent } from '../support/records/records.ts';

type Query = Record<string, string | string[]>;
const listEvents = (query: Query = {}) => invoke(handler, { query, rawPath: '/events' });
const idsIn = ({ body }: Answer): string[] => body.map(({ eventId }: { eventId: string }) => eventId);

/** Each test has a year of its own, so that tests do not see one another's events. */
const inYear = (year: number) => ({ from: `${year}-01-01`, to: `${year}-12-31` });

const found = async (query: Query) => idsIn(await listEvents(query));

const nextQuery = (answer: Answer): Query | undefined => {
  const next = nextLinkOf(answer);
  const names = [...new Set(next?.searchParams.keys())];
  return next && Object.fromEntries(names.map(name => [name, next.searchParams.getAll(name)]));
};

/** The ids on each page, from following the links. Something may happen between two pages. */
async function pagesFor(search: Query, meanwhile: (page: number) => Promise<unknown> = async () => {}) {
  const pages: string[][] = [];
  for (let query: Query | undefined = search; query; ) {
    const answer = await listEvents(query);
    expect(answer.status).toBe(200);
    pages.push(idsIn(answer));
    query = nextQuery(answer);
    if (query) await meanwhile(pages.length);
  }
  return pages;
}

describe('several q', () => {
  test('lead from page to page, with cursors that every other search refuses', async () => {
    const titles = ['One two', 'Two', 'One', 'Two one', 'One, two'];
    const ids = await Promise.all(titles.map((title, n) => anEvent({ title, date: `2123-01-0${n + 1}` })));
    const search = { ...inYear(2123), q: ['one', 'two'], limit: '1' };
    expect((await pagesFor(search)).flat()).toEqual([ids[0], ids[3], ids[4]]);
    const cursor = nextQuery(await listEvents(search))?.cursor ?? '';
    expectBrokenRules(await listEvents({ ...search, q: 'one', cursor }), ['/query/cursor']);
  });
});

describe('sort', () => {
  test.each<Query>([{}, { status: 'active' }])('-date lists the latest first, with %j', async query => {
    const year = 'status' in query ? 2104 : 2105;
    const days = ['01-01', '01-01', '01-01', '02-01', '12-31', '12-31'];
    await Promise.all(days.map(day => anEvent({ date: `${year}-${day}` })));
    const search = { ...inYear(year), ...query };
    const ids = await found({ ...search, sort: '-date' });
    expect(ids).toEqual((await found({ ...search, sort: 'date' })).reverse());
    expect(ids).toHaveLength(6);
    const request = { query: { ...search, sort: '-date' }, rawPath: '/events' };
    await expectToPage(handler, request, ids, ({ eventId }) => eventId);
  });

  test('continues behind an event that was deleted between two pages', async () => {
    const dates = ['2106-03-01', '2106-02-01', '2106-01-01'];
    const [first = '', second, third] = await Promise.all(dates.map(date => anEvent({ date })));
    const search = { ...inYear(2106), sort: '-date', limit: '1' };
    expect(await pagesFor(search, page => (page === 1 ? deleteEvent(first) : Promise.resolve()))).toEqual([
      [first],
      [second],
      [third],
    ]);
  });
});

describe('the pages of a search', () => {
  test.each(['date', '-date'])('visit everything once, sorted by %s, whatever their limit', async sort => {
    const year = sort === 'date' ? 2107 : 2108;
    const ids = await storeEvents(year, 40, n => ({ title: n % 7 === 3 ? 'Wanted' : 'Other' }));
    const wanted = ids.filter((_, n) => n % 7 === 3);
    const expected = sort === 'date' ? wanted : wanted.toReversed();
    for (const limit of ['1', '2', '5', '6', '100']) {
      const pages = await pagesFor({ ...inYear(year), q: 'wanted', sort, limit });
      expect(pages.flat()).toEqual(expected);
      for (const page of pages) expect(page.length).toBeLessThanOrEqual(Number(limit));
    }
  });

  test('visit everything once that was there throughout, while events come and go', async () => {
    const ids = await storeEvents(2109, 30, n => ({ organizer: n % 2 ? 'Wanted' : 'Other' }));
    const wanted = ids.filter((_, n) => n % 2);
    const gone = wanted.pop() ?? '';
    const pages = await pagesFor({ ...inYear(2109), organizer: 'Wanted', limit: '3' }, async page => {
      for (const date of ['2109-01-01', '2109-12-31']) await anEvent({ organizer: 'Wanted', date });
      if (page === 2) await deleteEvent(gone);
    });
    const visited = pages.flat();
    expect(new Set(visited).size).toBe(visited.length);
    expect(visited.filter(eventId => ids.includes(eventId))).toEqual(wanted);
  });

  test('read 500 events at most, may be empty, and lead to what comes after these', async () => {
    const ids = await storeEvents(2110, 1100, n => ({ title: n === 1050 ? 'Needle' : 'Hay' }));
    const search = { from: '2110-01-01', to: '2119-12-31', q: 'needle' };
    expect(await pagesFor(search)).toEqual([[], [], [ids[1050]]]);
    const calls = await callsOf(() => listEvents(search));
    expect(calls.filter(call => call === 'BatchGetItem')).toHaveLength(0);
    // Four shards, and seldom one more read of a shard that has more than its share.
    expect(calls.filter(call => call === 'Query').length).toBeLessThanOrEqual(6);
  });
});
