import { entriesIn } from '../support/api/calendars.ts';
import {
  expectSoundEvent,
  forEach,
  newEvent,
  newUsers,
  nextPath,
  register,
  send,
  statusCounts,
  succeed,
  unregister,
} from '../support/api/client.ts';
import { acceptCsv, asCells, rowsIn } from '../support/api/csv.ts';
import type { Answer } from '../support/api/invoke.ts';

const checkIn = (eventId: string, userId: string) =>
  send('POST', `/events/${eventId}/registrations/${userId}/check-in`);

test('a crowd at the door is let in, each person once, while others leave', async () => {
  const [eventId, userIds] = [await newEvent({ capacity: 150 }), await newUsers(150)];
  await forEach(userIds, 20, userId => register(eventId, userId));
  const entering = userIds
    .slice(0, 100)
    .flatMap(userId => [checkIn(eventId, userId), checkIn(eventId, userId)]);
  const leaving = userIds.slice(100).map(userId => unregister(eventId, userId));
  const answers: Answer[] = await Promise.all(entering);
  expect(statusCounts(answers)).toEqual({ 200: 200 });
  expect(statusCounts(await Promise.all(leaving))).toEqual({ 200: 50 });
  expect(new Set(answers.map(({ body }) => `${body.userId} ${body.checkedInAt}`)).size).toBe(100);
  const first = answers.filter(({ body }) => body.firstCheckIn).map(({ body }) => body.userId);
  expect(first.toSorted()).toEqual(userIds.slice(0, 100).toSorted());
  expect(await succeed('GET', `/events/${eventId}`)).toMatchObject({
    registeredCount: 100,
    checkedInCount: 100,
  });
  await expectSoundEvent(eventId);
});

test('a list of more than a hundred is one file of CSV, and pages of JSON', async () => {
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

test('calendars are there over HTTP, for an event and for a person', async () => {
  const [eventId, [userId = '']] = [await newEvent({ title: 'Ærø, 🎉' }), await newUsers(1)];
  await register(eventId, userId);
  const own = entriesIn(await send('GET', `/events/${eventId}/calendar.ics`));
  expect(own).toMatchObject([{ summary: 'Ærø, 🎉', status: 'CONFIRMED' }]);
  // That of a person also counts when they registered.
  const { stamp: _, lastModified: __, sequence: ___, ...entry } = own[0] ?? {};
  expect(entriesIn(await send('GET', `/users/${userId}/calendar.ics`))).toMatchObject([entry]);
});

test('a search is found again in the links to its next pages, whatever it is for', async () => {
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
