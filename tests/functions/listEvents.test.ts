import { handler } from '../../functions/listEvents.ts';
import { callsOf } from '../simulator/calls.ts';
import { expectAnswer, expectBrokenRules } from '../support/api/expectations.ts';
import { type Answer, invoke } from '../support/api/invoke.ts';
import { deleteEvent, getEvent, settleEvents, updateEvent } from '../support/api/operations.ts';
import { expectToPage, nextLinkOf, testBadPages } from '../support/api/pages.ts';
import { cursorsBesides } from '../support/api/rules/cursors.ts';
import { anEvent, registeredUsers } from '../support/records/records.ts';

const listEvents = (query: Record<string, string> = {}) => invoke(handler, { query, rawPath: '/events' });
const idsIn = ({ body }: Answer): string[] => body.map(({ eventId }: { eventId: string }) => eventId);

/** Each test has a year of its own, so that tests do not see one another's events. */
const inYear = (year: number) => ({ from: `${year}-01-01`, to: `${year}-12-31` });
const eventsOn = (...dates: string[]) => Promise.all(dates.map(date => anEvent({ date })));

describe('200', () => {
  test('answers an empty array when there is nothing', async () => {
    expectAnswer(await listEvents(inYear(1900)), 200, []);
  });

  test('answers each event as it is when read alone', async () => {
    const eventId = await anEvent({ date: '2031-05-05', capacity: 1 });
    await registeredUsers(eventId, 2);
    expectAnswer(await listEvents(inYear(2031)), 200, [(await getEvent(eventId)).body]);
  });

  test('sorts by date, earliest first, whatever the order of creation', async () => {
    const [last, first, middle] = await eventsOn('2032-12-31', '2032-01-01', '2032-06-15');
    expect(idsIn(await listEvents(inYear(2032)))).toEqual([first, middle, last]);
    const dates: string[] = (await listEvents()).body.map(({ date }: { date: string }) => date);
    expect(dates.length).toBeGreaterThan(3);
    expect(dates).toEqual([...dates].sort());
  });

  test('answers the events from a day to a day, both included', async () => {
    const ids = await eventsOn('2033-03-09', '2033-03-10', '2033-03-11', '2033-03-12', '2033-03-13');
    const queries = [
      { from: '2033-03-10', to: '2033-03-12' },
      { from: '2033-03-11', to: '2033-03-11' },
      { from: '2033-03-12', to: '2033-12-31' },
      { from: '2033-01-01', to: '2033-03-10' },
      { from: '2033-03-12', to: '2033-03-10' },
    ];
    const found = await Promise.all(queries.map(async query => idsIn(await listEvents(query))));
    expect(found).toEqual([ids.slice(1, 4), ids.slice(2, 3), ids.slice(3), ids.slice(0, 2), []]);
    expect(idsIn(await listEvents({ from: '2033-03-13' }))[0]).toBe(ids[4]);
    expect(idsIn(await listEvents({ to: '2033-03-09' })).at(-1)).toBe(ids[0]);
  });

  test('answers the events of one status, and sees a change of it', async () => {
    const statuses = ['active', 'cancelled', 'completed'];
    const ids = await Promise.all(statuses.map(status => anEvent({ status, date: '2034-01-01' })));
    const byStatus = () =>
      Promise.all(statuses.map(async status => idsIn(await listEvents({ ...inYear(2034), status }))));
    expect(await byStatus()).toEqual(ids.map(id => [id]));
    await updateEvent(ids[0] ?? '', { status: 'completed' });
    expect((await byStatus()).map(found => found.sort())).toEqual([[], [ids[1]], [ids[0], ids[2]].sort()]);
  });

  test('moves an event whose date changes', async () => {
    const [first = '', second = ''] = await eventsOn('2035-01-01', '2035-02-01');
    await updateEvent(first, { date: '2035-03-01' });
    expect(idsIn(await listEvents(inYear(2035)))).toEqual([second, first]);
  });

  test('leaves deleted events out, at once and for good', async () => {
    const [first = '', second = ''] = await eventsOn('2036-01-01', '2036-02-01');
    await deleteEvent(first);
    expect(idsIn(await listEvents(inYear(2036)))).toEqual([second]);
    expect(idsIn(await listEvents({ ...inYear(2036), status: 'active' }))).toEqual([second]);
    await settleEvents();
    expect(idsIn(await listEvents(inYear(2036)))).toEqual([second]);
  });

  test.each<Record<string, string>>([{}, { status: 'active' }])(
    'visits every event once when the links are followed, with %j',
    async query => {
      const year = 'status' in query ? 2037 : 2038;
      const days = ['01-01', '01-01', '01-01', '02-01', '02-01', '12-31'];
      await eventsOn(...days.map(day => `${year}-${day}`));
      const request = { query: { ...inYear(year), ...query }, rawPath: '/events' };
      const ids = idsIn(await invoke(handler, request));
      expect(new Set(ids).size).toBe(6);
      await expectToPage(handler, request, ids, ({ eventId }) => eventId);
    },
  );

  test('links to the same search at the same address', async () => {
    await eventsOn('2039-01-01', '2039-02-01');
    const query = { ...inYear(2039), status: 'active', limit: '1' };
    const url = nextLinkOf(await listEvents(query), 'http://api.test/prod/events?limit=1');
    expect(`${url?.origin}${url?.pathname}`).toBe('http://api.test/prod/events');
    const { cursor, ...rest } = Object.fromEntries(url?.searchParams ?? []);
    expect(rest).toEqual(query);
    expect(cursor).toMatch(/^[\w-]+$/);
  });

  test('continues behind an event that was deleted between two pages', async () => {
    const [first = '', second, third] = await eventsOn('2040-01-01', '2040-02-01', '2040-03-01');
    const page = await listEvents({ ...inYear(2040), limit: '1' });
    await deleteEvent(first);
    const next = await listEvents(Object.fromEntries(nextLinkOf(page)?.searchParams ?? []));
    expect([...idsIn(page), ...idsIn(next)]).toEqual([first, second]);
    expect(idsIn(await listEvents(inYear(2040)))).toEqual([second, third]);
  });

  test('holds 100 events in a page unless told otherwise', async () => {
    await eventsOn(...Array(101).fill('2041-01-01'));
    const page = await listEvents(inYear(2041));
    const next = await listEvents(Object.fromEntries(nextLinkOf(page)?.searchParams ?? []));
    expect([page.body.length, next.body.length]).toEqual([100, 1]);
    expect(new Set([...idsIn(page), ...idsIn(next)]).size).toBe(101);
    expect(next.headers).not.toHaveProperty('link');
  });

  test.each<Record<string, string>>([{}, { status: 'active' }])(
    'costs a query of each shard and one batch read, with %j',
    async query => {
      const year = 'status' in query ? 2042 : 2043;
      const search = () => listEvents({ ...inYear(year), ...query });
      await eventsOn(...Array(50).fill(`${year}-01-01`));
      expect(await callsOf(search)).toEqual(['Query', 'Query', 'Query', 'Query', 'BatchGetItem']);
      await eventsOn(...Array(10).fill(`${year}-01-01`));
      expect(await callsOf(search)).toEqual(['Query', 'Query', 'Query', 'Query', 'BatchGetItem']);
      expect(idsIn(await search())).toHaveLength(60);
    },
  );
});

describe('422', () => {
  test('lists every broken rule at once', async () => {
    const query = { status: 'open', from: '2023-02-29', to: '1.1.2024', limit: '1.5', cursor: '' };
    expectBrokenRules(
      await listEvents(query),
      Object.keys(query).map(name => `/query/${name}`),
    );
  });

  testBadPages(handler, {}, cursorsBesides('the events'));
});
