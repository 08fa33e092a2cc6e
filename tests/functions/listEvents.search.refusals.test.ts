import { handler } from '../../functions/listEvents.ts';
import { expectBrokenRules } from '../support/api/expectations.ts';
import { type Answer, invoke } from '../support/api/invoke.ts';
import { nextLinkOf } from '../support/api/pages.ts';
import { anEvent } from '../support/records/records.ts';

type Query = Record<string, string | string[]>;
const listEvents = (query: Query = {}) => invoke(handler, { query, rawPath: '/events' });

/** Each test has a year of its own, so that tests do not see one another's events. */
const inYear = (year: number) => ({ from: `${year}-01-01`, to: `${year}-12-31` });

const nextQuery = (answer: Answer): Query | undefined => {
  const next = nextLinkOf(answer);
  const names = [...new Set(next?.searchParams.keys())];
  return next && Object.fromEntries(names.map(name => [name, next.searchParams.getAll(name)]));
};

describe('several q', () => {
  test('422: more than ten are refused, and so is an invalid one', async () => {
    expectBrokenRules(await listEvents({ q: Array(11).fill('a') }), ['/query/q']);
    expectBrokenRules(await listEvents({ q: ['a', '\t'] }), ['/query/q']);
  });
});

describe('422', () => {
  test('lists every broken rule at once', async () => {
    const query = { organizer: ' ', q: 'x'.repeat(201), sort: 'title' };
    expectBrokenRules(
      await listEvents(query),
      Object.keys(query).map(name => `/query/${name}`),
    );
  });

  test('refuses a cursor of another search', async () => {
    await Promise.all(['2120-01-01', '2120-01-02', '2120-01-03'].map(date => anEvent({ date })));
    const others: Query[] = [
      {},
      { sort: '-date' },
      { q: 'typescript' },
      { q: 'talks' },
      { organizer: 'The user group' },
      { status: 'active' },
      { status: 'active', sort: '-date' },
      { from: '2120-01-02' },
    ];
    const searches = others.map((search): Query => ({ ...inYear(2120), ...search, limit: '1' }));
    const cursors = await Promise.all(
      searches.map(async search => nextQuery(await listEvents(search))?.cursor ?? ''),
    );
    for (const [n, search] of searches.entries()) {
      for (const [m, cursor] of cursors.entries()) {
        const answer = await listEvents({ ...search, cursor });
        if (n === m) expect(answer.status).toBe(200);
        else expectBrokenRules(answer, ['/query/cursor']);
      }
      const { limit: _, ...same } = search;
      expect((await listEvents({ ...same, cursor: cursors[n] ?? '' })).status).toBe(200);
    }
  });

  test('refuses a cursor of all events for a search, and the other way round', async () => {
    await Promise.all(['2121-01-01', '2121-01-02'].map(date => anEvent({ date })));
    const all = nextQuery(await listEvents({ limit: '1' }))?.cursor ?? '';
    const some = nextQuery(await listEvents({ sort: '-date', limit: '1' }))?.cursor ?? '';
    expectBrokenRules(await listEvents({ sort: '-date', cursor: all }), ['/query/cursor']);
    expectBrokenRules(await listEvents({ cursor: some }), ['/query/cursor']);
  });
});
