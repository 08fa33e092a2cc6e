import { handler } from '../../functions/listEventRegistrations.ts';
import { acceptCsv, asCells, rowsIn } from '../support/api/csv.ts';
import { type Answer, invoke } from '../support/api/invoke.ts';
import { checkIn, listEventRegistrations, register, unregister } from '../support/api/operations.ts';
import { nextLinkOf } from '../support/api/pages.ts';
import { anEvent, aUser, registeredUsers } from '../support/records/records.ts';
import { aFullEvent } from '../support/records/unfinished.ts';

type Query = Record<string, string>;

const list = (eventId: string, query: Query = {}, headers: Query = acceptCsv) =>
  invoke(handler, { path: { eventId }, query, headers, rawPath: `/events/${eventId}/registrations` });

const nextQuery = (answer: Answer): Query | undefined => {
  const next = nextLinkOf(answer);
  return next && Object.fromEntries(next.searchParams);
};

/** All rows of an event as CSV, from following the links. */
async function allRows(eventId: string, query: Query = {}) {
  const rows = [];
  for (let next: Query | undefined = query; next; ) {
    const answer = await list(eventId, next);
    rows.push(...rowsIn(answer));
    next = nextQuery(answer);
  }
  return rows;
}

describe('200', () => {
  test('answers what JSON does, position by position, as a file with a name', async () => {
    const { eventId, userIds } = await aFullEvent(5);
    await checkIn(eventId, String(userIds[0]));
    const answer = await list(eventId);
    expect(answer.headers).toMatchObject({
      'content-disposition': `attachment; filename="${eventId}-registrations.csv"`,
      vary: 'Accept',
      'access-control-allow-origin': '*',
    });
    expect(answer.headers).not.toHaveProperty('link');
    const json = await listEventRegistrations(eventId);
    expect(json.headers.vary).toBe('Accept');
    const rows = rowsIn(answer);
    expect(rows).toEqual(asCells(json.body));
    expect(rows.map(({ waitlistPosition }) => waitlistPosition)).toEqual(['', '1', '2', '3', '4']);
    expect(Object.keys(rows[0] ?? {})).toEqual(Object.keys(json.body[0]));
  });

  test('has its header line when nobody registered', async () => {
    const { body } = await list(await anEvent());
    expect(body).toBe(
      'registrationId,userId,eventId,status,registeredAt,waitlistPosition,promotedAt,checkedInAt\r\n',
    );
  });

  test('makes no formula of an id', async () => {
    const [eventId, userId] = [await anEvent(), await aUser(`-${await aUser()}`)];
    await register(eventId, userId);
    expect(rowsIn(await list(eventId))).toMatchObject([{ userId: `'${userId}` }]);
  });

  test.each<[Query, number]>([
    [{}, 7],
    [{ status: 'registered' }, 3],
    [{ status: 'waitlisted' }, 4],
  ])('visits everyone once when the links are followed, with %j', async (query, count) => {
    const eventId = await anEvent({ capacity: 3 });
    await registeredUsers(eventId, 7);
    const expected = asCells((await listEventRegistrations(eventId, query)).body);
    expect(expected).toHaveLength(count);
    for (const limit of ['1', '2', '7', '100'])
      expect(await allRows(eventId, { ...query, limit })).toEqual(expected);
  });

  test('continues where a page of JSON ended, and the other way round', async () => {
    const { eventId } = await aFullEvent(4);
    const json = await list(eventId, { limit: '2' }, {});
    const csv = await list(eventId, { limit: '2' });
    const all = asCells((await list(eventId, {}, {})).body);
    expect(rowsIn(await list(eventId, nextQuery(json)))).toEqual(all.slice(2));
    expect(asCells((await list(eventId, nextQuery(csv), {})).body)).toEqual(all.slice(2));
  });

  test('visits everyone once while people are promoted', async () => {
    const eventId = await anEvent({ capacity: 3 });
    const userIds = await registeredUsers(eventId, 9);
    const visited: string[] = [];
    for (let [query, n]: [Query | undefined, number] = [{ limit: '2' }, 0]; query; n += 1) {
      const answer = await list(eventId, query);
      visited.push(...rowsIn(answer).map(({ userId = '' }) => userId));
      query = nextQuery(answer);
      if (n > 0 && n < 4) await unregister(eventId, String(userIds[n - 1]));
    }
    expect(visited.sort()).toEqual([...userIds].sort());
  });
});
