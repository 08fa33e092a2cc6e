import { randomUUID } from 'node:crypto';
import {
  listAll,
  newEvent,
  newEventOnceFree,
  newUsers,
  register,
  send,
  succeed,
  unregister,
} from '../support/api/client.ts';
import { expectProblem } from '../support/api/expectations.ts';
import type { Answer } from '../support/api/invoke.ts';
import { until } from '../support/servers/processes.ts';

let eventId: string;
let other: string;
let people: string[];
let history: Answer['body'][];

const historyOf = (path: string, query = '') => listAll(`${path}/history${query}`);

type Entry = Answer['body'];

/** The entries of deleted people. */
const anonymousIn = (entries: Entry[]) =>
  entries.filter(({ userId }) => /^deleted-[\da-f-]{36}$/.test(userId));

const changesOf = (entries: Answer['body'][], userId = '') =>
  entries.filter(entry => entry.userId === userId).map(({ change, cause }) => `${change} ${cause}`);

beforeAll(async () => {
  eventId = await newEvent({ capacity: 1 });
  other = await newEvent();
  people = await newUsers(3);
  const [ada = '', , cleo = ''] = people;
  for (const userId of people) await register(eventId, userId);
  await unregister(eventId, ada);
  await register(eventId, ada);
  await register(other, cleo);
  await send('DELETE', `/users/${cleo}`);
  await until(async () => (await historyOf(`/events/${eventId}`)).length === 7);
  await until(async () => anonymousIn(await historyOf(`/events/${other}`)).length === 2);
  await until(async () => anonymousIn(await historyOf(`/events/${eventId}`)).length === 2);
  await send('DELETE', `/events/${eventId}`);
  await until(async () => {
    history = await historyOf(`/events/${eventId}`);
    return history.length === 9;
  });
});

test('the history of an event has every change of each person with its cause, newest first, also after the deletion', () => {
  const [ada, ben, cleo] = people;
  const [anonymous] = anonymousIn(history);
  expect(changesOf(history, ada)).toEqual([
    'removed event_deleted',
    'waitlisted request',
    'unregistered request',
    'registered request',
  ]);
  expect(changesOf(history, ben)).toEqual([
    'removed event_deleted',
    'promoted vacancy',
    'waitlisted request',
  ]);
  expect(changesOf(history, cleo)).toEqual([]);
  expect(changesOf(history, anonymous.userId)).toEqual(['removed user_deleted', 'waitlisted request']);
  expect(history).toHaveLength(9);
  const times = history.map(({ time }) => time);
  expect(times).toEqual(times.toSorted().reverse());
});

test('an entry names the event, the person and the registration', () => {
  for (const entry of history) {
    expect(entry).toEqual({
      entryId: expect.any(String),
      time: expect.any(String),
      change: expect.any(String),
      cause: expect.any(String),
      eventId,
      userId: expect.any(String),
      registrationId: expect.any(String),
    });
  }
  expect(new Set(history.map(({ entryId }) => entryId)).size).toBe(history.length);
  // Ada registered twice.
  expect(new Set(history.map(({ registrationId }) => registrationId)).size).toBe(4);
});

test('the history of a person is deleted with them, and events keep their entries under one anonymous id', async () => {
  const [ada, , cleo] = people;
  expect(await historyOf(`/users/${ada}`)).toEqual(history.filter(({ userId }) => userId === ada));
  expectProblem(await send('GET', `/users/${cleo}/history`), 'USER_NOT_FOUND', 'User not found');
  const entries = await historyOf(`/events/${other}`);
  expect(entries.map(({ change, cause }) => `${change} ${cause}`)).toEqual([
    'removed user_deleted',
    'registered request',
  ]);
  expect(new Set([...entries, ...anonymousIn(history)].map(({ userId }) => userId)).size).toBe(1);
});

test('the links lead to each entry once, in the same order', async () => {
  for (const limit of [1, 2, 4]) {
    expect(await historyOf(`/events/${eventId}`, `?limit=${limit}`)).toEqual(history);
  }
  const first = await send('GET', `/events/${eventId}/history?limit=2`);
  expect(first.headers.link).toMatch(/^<.*cursor=.*>; rel="next"$/);
});

test('a new event or user has an empty history, and an unknown one is a 404', async () => {
  const [userId] = await newUsers(1);
  expect(await succeed('GET', `/events/${await newEvent()}/history`)).toEqual([]);
  expect(await succeed('GET', `/users/${userId}/history`)).toEqual([]);
  expectProblem(await send('GET', `/events/${randomUUID()}/history`), 'EVENT_NOT_FOUND', 'Event not found');
  expectProblem(await send('GET', `/users/${randomUUID()}/history`), 'USER_NOT_FOUND', 'User not found');
});

test('the next event with a deleted id has an empty history', async () => {
  await newEventOnceFree(eventId);
  expect(await historyOf(`/events/${eventId}`)).toEqual([]);
});
