import { randomUUID } from 'node:crypto';
import {
  expectSoundEvent,
  listAll,
  newEvent,
  newUsers,
  register,
  send,
  succeed,
  unregister,
} from '../support/api/client.ts';
import { until } from '../support/servers/processes.ts';

const userId = `leaver-${randomUUID()}`;
/** The user has a seat that others wait for, a seat that nobody waits for, and waits in a full event. */
let wanted: string;
let quiet: string;
let full: string;
/** This event is completed, with the user and somebody else. */
let over: string;
let others: string[];

const rowsOf = async (eventId: string) =>
  (await listAll(`/events/${eventId}/registrations`)).map(row => [
    row.userId,
    row.status,
    row.waitlistPosition,
  ]);

beforeAll(async () => {
  await succeed('POST', '/users', { userId, name: 'Someone' });
  others = await newUsers(3);
  const [first = '', second = '', third = ''] = others;
  wanted = await newEvent({ capacity: 1 });
  quiet = await newEvent({ capacity: 5 });
  full = await newEvent({ capacity: 1 });
  over = await newEvent();
  for (const [eventId, people] of [
    [wanted, [userId, first, second]],
    [quiet, [first, userId]],
    [full, [first, userId, third]],
    [over, [userId, first]],
  ] as const) {
    for (const person of people) expect((await register(eventId, person)).status).toBe(201);
  }
  await succeed('PUT', `/events/${over}`, { status: 'completed' });
});

test('no reader finds a user after the deletion', async () => {
  expect(await send('DELETE', `/users/${userId}`)).toMatchObject({ status: 204, body: undefined });
  for (const answer of [
    await send('GET', `/users/${userId}`),
    await send('GET', `/users/${userId}/registrations`),
    await send('DELETE', `/users/${userId}`),
    await register(await newEvent(), userId),
    await unregister(quiet, userId),
  ]) {
    expect(answer).toMatchObject({ status: 404, body: { code: 'USER_NOT_FOUND', detail: 'User not found' } });
  }
  expect((await listAll('/users')).map(listed => listed.userId)).not.toContain(userId);
});

test('the seats of the user go to the heads of the queues, and the people behind the user in a queue move up', async () => {
  const [first, second, third] = others;
  const isOff = async (eventId: string) => !(await rowsOf(eventId)).some(([id]) => id === userId);
  for (const eventId of [wanted, quiet, full, over]) await until(() => isOff(eventId));
  expect(await rowsOf(wanted)).toEqual([
    [first, 'registered', null],
    [second, 'waitlisted', 1],
  ]);
  expect(await rowsOf(quiet)).toEqual([[first, 'registered', null]]);
  expect(await rowsOf(full)).toEqual([
    [first, 'registered', null],
    [third, 'waitlisted', 1],
  ]);
  for (const eventId of [wanted, quiet, full]) await expectSoundEvent(eventId);
});

test('a completed event keeps the user under an anonymous id', async () => {
  expect(await rowsOf(over)).toEqual([
    [expect.stringMatching(/^deleted-[\da-f-]{36}$/), 'registered', null],
    [others[0], 'registered', null],
  ]);
  await expectSoundEvent(over);
  const [row] = await rowsOf(over);
  expect(await send('GET', `/users/${row?.[0]}`)).toMatchObject({ body: { code: 'USER_NOT_FOUND' } });
});

test('an event that becomes active again removes the user', async () => {
  expect(await succeed('PUT', `/events/${over}`, { status: 'active' })).toMatchObject({ registeredCount: 1 });
  expect(await rowsOf(over)).toEqual([[others[0], 'registered', null]]);
});

test('a user without registrations can also be deleted, and an unknown user is a 404', async () => {
  const [nobody] = await newUsers(1);
  expect((await send('DELETE', `/users/${nobody}`)).status).toBe(204);
  expect(await send('DELETE', `/users/${randomUUID()}`)).toMatchObject({ body: { code: 'USER_NOT_FOUND' } });
});
