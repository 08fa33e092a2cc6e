import { eventBody } from '../support/api/bodies.ts';
import {
  forEach,
  listAll,
  newEvent,
  newUsers,
  nextPath,
  register,
  send,
  succeed,
} from '../support/api/client.ts';
import { acceptCsv, asCells, rowsIn } from '../support/api/csv.ts';
import type { Answer } from '../support/api/invoke.ts';

test('the links of a list lead to every item once, in order', async () => {
  const days = Array.from({ length: 12 }, (_, n) => `2031-01-${String(((n * 5) % 12) + 1).padStart(2, '0')}`);
  for (const date of days) await succeed('POST', '/events', eventBody({ date }));
  const events = await listAll('/events?from=2031-01-01&to=2031-01-31&limit=5');
  expect(events.map(({ date }) => date)).toEqual([...days].sort());
  const userIds = await newUsers(7);
  const listed = (await listAll('/users?limit=3')).map(({ userId }) => userId);
  expect(new Set(listed).size).toBe(listed.length);
  expect(listed).toEqual(expect.arrayContaining(userIds));
});

test('a list of more than a hundred people is one file of CSV, and several pages of JSON', async () => {
  const [eventId, userIds] = [await newEvent({ capacity: 60 }), await newUsers(120)];
  await forEach(userIds, 20, userId => register(eventId, userId));
  const path = `/events/${eventId}/registrations`;
  const csv = await send('GET', path, undefined, acceptCsv);
  expect(csv.headers).toMatchObject({
    vary: expect.stringMatching(/\baccept\b/i),
    'content-disposition': `attachment; filename="${eventId}-registrations.csv"`,
  });
  const first = await send('GET', path);
  const link = nextPath(path, first) ?? '';
  const rest = await send('GET', link);
  expect(rowsIn(csv)).toEqual(asCells([...first.body, ...rest.body]));
  expect(rowsIn(await send('GET', link, undefined, acceptCsv))).toEqual(asCells(rest.body));
});

test('the links to the next pages of a search keep the search, whatever its text is', async () => {
  const organizer = `Ærø & Söhne? 50% + #1 ${crypto.randomUUID()}`;
  const eventIds = [];
  for (const day of ['01', '02', '03']) eventIds.push(await newEvent({ organizer, date: `2150-01-${day}` }));
  const query = new URLSearchParams({ organizer, q: 'EVENING talks', sort: '-date', limit: '2' });
  const visited: string[] = [];
  for (let next: string | undefined = `/events?${query}`; next; ) {
    const answer: Answer = await send('GET', next);
    visited.push(...answer.body.map((event: { eventId: string }) => event.eventId));
    next = nextPath(next, answer);
  }
  expect(visited).toEqual(eventIds.reverse());
});
