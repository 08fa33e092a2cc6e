import { handler } from '../../functions/listEventRegistrations.ts';
import { queueSortKey } from '../../lib/domain/registrationSortKey.ts';
import { TABLES } from '../../lib/dynamo/client.ts';
import { batchPut, transact } from '../../lib/dynamo/write.ts';
import * as registrations from '../../lib/repositories/registrations.ts';
import { answerWith } from '../simulator/callFaults.ts';
import { callsOf } from '../simulator/calls.ts';
import { acceptCsv, asCells, rowsIn } from '../support/api/csv.ts';
import { type Answer, invoke } from '../support/api/invoke.ts';
import { checkIn, listEventRegistrations, register, unregister } from '../support/api/operations.ts';
import { nextLinkOf } from '../support/api/pages.ts';
import { anEvent, aRegistration, aUser, registeredUsers } from '../support/records/records.ts';
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

/** Stores that many people who wait, beside each other, without their users. */
const storeQueue = (eventId: string, count: number) =>
  batchPut(
    TABLES.registrations,
    Array.from({ length: count }, (_, n) =>
      aRegistration({ eventId, status: 'waitlisted', sortKey: queueSortKey(n + 1) }),
    ),
  );

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

  test('holds ten thousand rows in a page, with positions for a handful of calls', async () => {
    const eventId = await anEvent({ capacity: 1 });
    await storeQueue(eventId, 10_050);
    let first: Answer | undefined;
    const calls = await callsOf(async () => {
      first = await list(eventId);
    });
    expect(calls.length).toBeLessThan(15);
    const rows = rowsIn(first as Answer);
    expect(rows.map(({ waitlistPosition }) => Number(waitlistPosition))).toEqual(
      Array.from({ length: 10_000 }, (_, n) => n + 1),
    );
    const second = await list(eventId, nextQuery(first as Answer));
    const positions = rowsIn(second).map(({ waitlistPosition }) => Number(waitlistPosition));
    expect(positions).toEqual(Array.from({ length: 50 }, (_, n) => 10_001 + n));
    expect(second.headers).not.toHaveProperty('link');
    expect((await list(eventId, {}, {})).body).toHaveLength(100);
  });
});

test('a page of several queries includes a person who is promoted while it is read', async () => {
  const eventId = await anEvent({ capacity: 1 });
  const longId = 'x'.repeat(120);
  const rows = Array.from({ length: 3000 }, (_, n) =>
    aRegistration({
      eventId,
      userId: `${longId}${n}`,
      status: 'waitlisted',
      sortKey: queueSortKey(n + 1),
    }),
  );
  await batchPut(TABLES.registrations, rows);
  const [last] = rows.slice(-1);
  const promote = () =>
    transact({ writes: [registrations.promote(last as registrations.Item, new Date().toISOString())] });
  const request = { path: { eventId }, headers: acceptCsv, rawPath: `/events/${eventId}/registrations` };
  const faults = { Query: [undefined, promote] };
  const { answer, calls } = await answerWith('listEventRegistrations', request, faults);
  expect(calls.filter(({ operation }) => operation === 'Query').length).toBeGreaterThan(2);
  const userIds = rowsIn(answer).map(({ userId }) => userId);
  expect(userIds).toHaveLength(rows.length);
  expect(userIds[0]).toBe(last?.userId);
});
