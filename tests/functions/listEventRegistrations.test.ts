import { randomUUID } from 'node:crypto';
import { handler } from '../../functions/listEventRegistrations.ts';
import { callsOf } from '../simulator/calls.ts';
import { expectAnswer, TIMESTAMP, UUID_V4 } from '../support/api/expectations.ts';
import { type Answer, invoke } from '../support/api/invoke.ts';
import {
  expectPeople,
  listEventRegistrations,
  register,
  unregister,
  updateEvent,
} from '../support/api/operations.ts';
import { expectToPage, nextLinkOf, pagesOf } from '../support/api/pages.ts';
import { anEvent, aUser, registeredUsers } from '../support/records/records.ts';

const idsIn = ({ body }: Answer): string[] => body.map(({ userId }: { userId: string }) => userId);

describe('200', () => {
  test('answers an empty array when nobody registered', async () => {
    expectAnswer(await listEventRegistrations(await anEvent()), 200, []);
  });

  test('answers every field of seats and of the waitlist', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const [seat, waits] = await registeredUsers(eventId, 2);
    const fields = {
      registrationId: expect.stringMatching(UUID_V4),
      eventId,
      registeredAt: expect.stringMatching(TIMESTAMP),
      promotedAt: null,
      checkedInAt: null,
    };
    expectAnswer(await listEventRegistrations(eventId), 200, [
      { ...fields, userId: seat, status: 'registered', waitlistPosition: null },
      { ...fields, userId: waits, status: 'waitlisted', waitlistPosition: 1 },
    ]);
  });

  test('answers seats first, earliest first, then the waitlist in its order', async () => {
    const eventId = await anEvent({ capacity: 3 });
    // Ids that sort against the order of registering, so that only that order can make the list right.
    const userIds = ['z', 'y', 'x', 'w', 'v', 'u'].map(letter => `${letter}-${randomUUID()}`);
    for (const userId of userIds) {
      await aUser(userId);
      await register(eventId, userId);
    }
    await expectPeople(eventId, userIds.slice(0, 3), userIds.slice(3));
    const rows: { registeredAt: string }[] = (await listEventRegistrations(eventId)).body;
    const times = rows.slice(0, 3).map(({ registeredAt }) => registeredAt);
    expect(times).toEqual([...times].sort());
  });

  test('keeps the waitlist in order after someone in it left and joined again', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const [seat = '', first = '', second = '', third = ''] = await registeredUsers(eventId, 4);
    await unregister(eventId, first);
    await register(eventId, first);
    await expectPeople(eventId, [seat], [second, third, first]);
  });

  test('answers the seats or the waitlist alone', async () => {
    const eventId = await anEvent({ capacity: 2 });
    const userIds = await registeredUsers(eventId, 4);
    const seats = await listEventRegistrations(eventId, { status: 'registered' });
    expect(idsIn(seats).sort()).toEqual(userIds.slice(0, 2).sort());
    const queue = await listEventRegistrations(eventId, { status: 'waitlisted' });
    expect(idsIn(queue)).toEqual(userIds.slice(2));
    const positions = queue.body.map((row: { waitlistPosition: number }) => row.waitlistPosition);
    expect(positions).toEqual([1, 2]);
  });

  test.each(['cancelled', 'completed'])('keeps the rows of a %s event readable', async status => {
    const eventId = await anEvent({ capacity: 1 });
    const [seat = '', waits = ''] = await registeredUsers(eventId, 2);
    await updateEvent(eventId, { status });
    await expectPeople(eventId, [seat], [waits]);
  });

  test.each<[Record<string, string>, number, number]>([
    [{}, 0, 7],
    [{ status: 'registered' }, 0, 3],
    [{ status: 'waitlisted' }, 3, 7],
  ])('visits everyone once when the links are followed, with %j', async (query, from, to) => {
    const eventId = await anEvent({ capacity: 3 });
    await registeredUsers(eventId, 7);
    const ids = idsIn(await listEventRegistrations(eventId)).slice(from, to);
    const request = { path: { eventId }, query, rawPath: `/events/${eventId}/registrations` };
    await expectToPage(handler, request, ids, ({ userId }) => userId);
  });

  test.each([1, 2, 3])('visits everyone once while people are promoted, %i on a page', async limit => {
    const eventId = await anEvent({ capacity: 3 });
    const userIds = await registeredUsers(eventId, 9);
    const leaving = userIds.slice(0, 3);
    const request = { path: { eventId }, query: { limit: String(limit) } };
    const visited: string[] = [];
    for (let query: Record<string, string> | undefined = request.query; query; ) {
      const answer = await invoke(handler, { ...request, query });
      visited.push(...idsIn(answer));
      const next = nextLinkOf(answer);
      query = next && Object.fromEntries(next.searchParams);
      // From the first page of the queue on, each page is followed by a promotion.
      if (visited.length > 3) await unregister(eventId, leaving.shift() ?? '');
    }
    expect(visited.sort()).toEqual([...userIds].sort());
  });

  test('counts the positions on through the pages', async () => {
    const eventId = await anEvent({ capacity: 3 });
    await registeredUsers(eventId, 8);
    const pages = await pagesOf(handler, { path: { eventId }, query: { limit: '2' } });
    const positions = pages.map(page => page.map(({ waitlistPosition }) => waitlistPosition));
    expect(positions).toEqual([
      [null, null],
      [null, 1],
      [2, 3],
      [4, 5],
    ]);
  });

  test('costs two calls for seats, and two more when someone in the page waits', async () => {
    const eventId = await anEvent({ capacity: 2 });
    const list = (query = {}) => callsOf(() => listEventRegistrations(eventId, query));
    expect((await list()).sort()).toEqual(['BatchGetItem', 'Query']);
    await registeredUsers(eventId, 2);
    expect((await list()).sort()).toEqual(['BatchGetItem', 'Query']);
    await registeredUsers(eventId, 3);
    expect((await list()).sort()).toEqual(['BatchGetItem', 'Query', 'Query', 'Query']);
    // The page has seats only, and the next one begins with the queue.
    expect((await list({ limit: '2' })).sort()).toEqual(['BatchGetItem', 'Query', 'Query']);
  });
});
