import { randomUUID } from 'node:crypto';
import { handler } from '../../functions/listEvents.ts';
import { dateEventId } from '../../lib/domain/sortKeys.ts';
import { TABLES } from '../../lib/dynamo/client.ts';
import { batchPut } from '../../lib/dynamo/write.ts';
import * as events from '../../lib/repositories/events.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { callsOf } from '../simulator/calls.ts';
import { expectBrokenRules } from '../support/api/expectations.ts';
import { type Answer, invoke } from '../support/api/invoke.ts';
import { deleteEvent, updateEvent } from '../support/api/operations.ts';
import { expectToPage, nextLinkOf } from '../support/api/pages.ts';
import { anEvent, stored } from '../support/records/records.ts';

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

/** Stores that many events of a year, one a day, with these fields for some of them. */
async function storeEvents(year: number, count: number, fieldsOf: (n: number) => object): Promise<string[]> {
  const model = await anEvent({ date: '0001-01-01' });
  const [details, item] = [await stored(events.ref(model)), await stored(seats.ref(model))];
  const all = Array.from({ length: count }, (_, n) => ({ eventId: randomUUID(), ...fieldsOf(n) }));
  const dateOf = (n: number) => new Date(Date.UTC(year, 0, 1 + n)).toISOString().slice(0, 10);
  await batchPut(
    TABLES.events,
    all.map(fields => ({ ...details, ...fields })),
  );
  await batchPut(
    TABLES.seats,
    all.map(({ eventId }, n) => ({ ...item, eventId, dateEventId: dateEventId(dateOf(n), eventId) })),
  );
  return all.map(({ eventId }) => eventId);
}

describe('organizer', () => {
  test('finds the events of exactly this one', async () => {
    const [first, second] = await Promise.all(
      ['Ada & Söhne', 'Ada & Söhne', 'ada & söhne', 'Ada'].map((organizer, n) =>
        anEvent({ organizer, date: `2100-01-0${n + 1}` }),
      ),
    );
    expect(await found({ ...inYear(2100), organizer: 'Ada & Söhne' })).toEqual([first, second]);
    expect(await found({ ...inYear(2100), organizer: 'Ada & S' })).toEqual([]);
  });

  test.each(['NFC', 'NFD', 'NFKC', 'NFKD'])(
    'finds a name that was written in %s however it is asked for',
    async form => {
      const organizer = 'Café ﬁn'.normalize(form);
      const eventId = await anEvent({ organizer, date: '2124-01-01' });
      for (const asked of ['NFC', 'NFD', 'NFKC', 'NFKD']) {
        expect(await found({ ...inYear(2124), organizer: organizer.normalize(asked) })).toContain(eventId);
      }
      expect(await found({ ...inYear(2124), organizer: 'Cafe fin' })).toEqual([]);
      expect(await found({ ...inYear(2124), organizer: 'café fin' })).toEqual([]);
    },
  );

  test('does not find them once they have another', async () => {
    const eventId = await anEvent({ organizer: 'Before', date: '2101-01-01' });
    await updateEvent(eventId, { organizer: 'After' });
    expect(await found({ ...inYear(2101), organizer: 'Before' })).toEqual([]);
    expect(await found({ ...inYear(2101), organizer: 'After' })).toEqual([eventId]);
  });
});

describe('q', () => {
  test('finds events with all the words, in whichever of their texts', async () => {
    const fields = { title: 'TypeScript evening', description: 'Talks and pizza.', location: 'Town hall' };
    const eventId = await anEvent({ ...fields, organizer: 'Nobody', date: '2102-01-01' });
    const isFound = async (q: string) => (await found({ ...inYear(2102), q })).includes(eventId);
    for (const q of ['typescript', 'PIZZA', 'hall  evening', ' talks ', 'ype izz own', 'and pizza.']) {
      expect([q, await isFound(q)]).toEqual([q, true]);
    }
    for (const q of ['javascript', 'pizza beer', 'nobody', '2102', 'evening.Talks', 'pizza.Town']) {
      expect([q, await isFound(q)]).toEqual([q, false]);
    }
  });

  test.each(['\u0301', '\u0345', '\u0301 \u0300'])('finds nothing by accents alone: %j', async q => {
    await anEvent({ title: 'Café', date: '2190-01-01' });
    expect(await found({ ...inYear(2190), q })).toEqual([]);
  });

  test.each([
    ['Straße', 'STRASSE'],
    ['ΟΔΟΣ', 'οδος'],
    ['οδός', 'ΟΔΌΣ'],
    ['Café', 'cafe\u0301'],
    ['Café', 'cafe'],
    ['Cafe', 'CAFÉ'],
    ['İstanbul', 'istanbul'],
    ['Istanbul', 'İSTANBUL'],
    ['ışık', 'ISIK'],
    ['Don’t', "don't"],
    ["Rock 'n' Roll", 'rock ‘n’ roll'],
    ['A–Z', 'a-z'],
    ['a-z', 'A−Z'],
    ['“Ulysses”, read', '"ulysses"'],
    ['"Ulysses"', '«ulysses»'],
    ['Αθήνα', 'ΑΘΗΝΑΣ'.slice(0, -1)],
    ['Việt Nam', 'viet nam'],
    ['ﬁnale', 'FINALE'],
    ['ＴＹＰＥ', 'type'],
    ['Ärger', 'ärger'],
    ['🎉 party', '🎉'],
    ['100%_*', '%_*'],
  ])('takes %s for %s', async (title, q) => {
    const eventId = await anEvent({ title, date: '2103-01-01' });
    expect(await found({ ...inYear(2103), q })).toContain(eventId);
  });
});

describe('several q', () => {
  test('are all looked for, each in whichever text, as one q with their words would be', async () => {
    const fields = { title: 'TypeScript evening', description: 'Talks and pizza.', location: 'Town hall' };
    const eventId = await anEvent({ ...fields, date: '2122-01-01' });
    const isFound = async (...q: string[]) => (await found({ ...inYear(2122), q })).includes(eventId);
    for (const q of [
      ['pizza', 'hall'],
      ['town evening', 'talks'],
      ['pizza', 'pizza'],
    ]) {
      expect([q, await isFound(...q)]).toEqual([q, true]);
    }
    for (const q of [
      ['pizza', 'beer'],
      ['beer', 'pizza'],
      ['evening', 'town beer'],
    ]) {
      expect([q, await isFound(...q)]).toEqual([q, false]);
    }
  });

  test('lead from page to page, with cursors that no other search takes', async () => {
    const titles = ['One two', 'Two', 'One', 'Two one', 'One, two'];
    const ids = await Promise.all(titles.map((title, n) => anEvent({ title, date: `2123-01-0${n + 1}` })));
    const search = { ...inYear(2123), q: ['one', 'two'], limit: '1' };
    expect((await pagesFor(search)).flat()).toEqual([ids[0], ids[3], ids[4]]);
    const cursor = nextQuery(await listEvents(search))?.cursor ?? '';
    expectBrokenRules(await listEvents({ ...search, q: 'one', cursor }), ['/query/cursor']);
  });

  test('422: more than ten are refused, and a bad one of them', async () => {
    expectBrokenRules(await listEvents({ q: Array(11).fill('a') }), ['/query/q']);
    expectBrokenRules(await listEvents({ q: ['a', '\t'] }), ['/query/q']);
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

  test('goes on behind an event that was deleted between two pages', async () => {
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

  test('look through 500 events at most, may be empty, and lead to what is behind these', async () => {
    const ids = await storeEvents(2110, 1100, n => ({ title: n === 1050 ? 'Needle' : 'Hay' }));
    const search = { from: '2110-01-01', to: '2119-12-31', q: 'needle' };
    expect(await pagesFor(search)).toEqual([[], [], [ids[1050]]]);
    const calls = await callsOf(() => listEvents(search));
    expect(calls.filter(call => call === 'BatchGetItem')).toHaveLength(10);
    expect(calls.filter(call => call === 'Query').length).toBeLessThanOrEqual(2);
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
