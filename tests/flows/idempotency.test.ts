import { randomUUID } from 'node:crypto';
import { eventBody } from '../support/api/bodies.ts';
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
import { expectProblem } from '../support/api/expectations.ts';
import type { Answer } from '../support/api/invoke.ts';
import { tokenHeader } from '../support/api/token.ts';

const withKey = (key: string = randomUUID()) => ({ 'Idempotency-Key': key });

const registerAs = (eventId: string, userId: string, headers: Record<string, string>) =>
  send('POST', `/events/${eventId}/registrations`, { userId }, headers);

/** The second answer is the first one, and is marked as replayed. */
function expectReplay(first: Answer, second: Answer): void {
  expect(first.status).toBe(201);
  expect(first.headers).not.toHaveProperty('idempotency-replayed');
  expect([second.status, second.body]).toEqual([201, first.body]);
  expect(second.headers).toMatchObject({ 'idempotency-replayed': 'true' });
  for (const name of ['content-type', 'location', 'etag'])
    expect(second.headers[name]).toBe(first.headers[name]);
}

test('an event without a chosen id is made once, however often its request comes with the key', async () => {
  const [headers, title] = [withKey(), `Evening ${randomUUID()}`];
  const make = () => send('POST', '/events', eventBody({ eventId: undefined, title }), headers);
  expectReplay(await make(), await make());
  const made = (await listAll('/events')).filter(event => event.title === title);
  expect(made).toHaveLength(1);
});

test('a user is made once, however often the request comes with the key', async () => {
  const [headers, name] = [withKey(), `Ada ${randomUUID()}`];
  const make = () => send('POST', '/users', { name }, headers);
  expectReplay(await make(), await make());
  expect((await listAll('/users')).filter(user => user.name === name)).toHaveLength(1);
});

test('a person who registers twice with one key has one registration, and gets the same answer twice', async () => {
  const [eventId, userIds] = [await newEvent({ capacity: 1 }), await newUsers(2)];
  for (const [index, userId] of userIds.entries()) {
    const headers = withKey();
    const first = await registerAs(eventId, userId, headers);
    expect(first.body.waitlistPosition).toBe(index === 0 ? null : 1);
    expectReplay(first, await registerAs(eventId, userId, headers));
  }
  expect(await listAll(`/events/${eventId}/registrations`)).toHaveLength(2);
  await expectSoundEvent(eventId);
});

test('twenty requests at once with one key make one registration, and all answers have it', async () => {
  const [eventId, [userId = ''], headers] = [await newEvent({ capacity: 1 }), await newUsers(1), withKey()];
  const answers = await Promise.all(Array.from({ length: 20 }, () => registerAs(eventId, userId, headers)));
  const firsts = answers.filter(answer => !answer.headers['idempotency-replayed']);
  expect(firsts.length).toBeLessThanOrEqual(1);
  const [row] = await listAll(`/events/${eventId}/registrations`);
  for (const { status, body } of answers) {
    expect({ status, body }).toMatchObject({ status: 201, body: { registrationId: row.registrationId } });
  }
  await expectSoundEvent(eventId);
});

test('a key of one request is refused with another request, which changes nothing', async () => {
  const [eventId, [userId = '', other = '']] = [await newEvent(), await newUsers(2)];
  const headers = { ...withKey(), ...(await tokenHeader({ method: 'POST', path: '/events' })) };
  await registerAs(eventId, userId, headers);
  expectProblem(await registerAs(eventId, other, headers), 'IDEMPOTENCY_KEY_REUSED');
  const rows = await listAll(`/events/${eventId}/registrations`);
  expect(rows.map(row => row.userId)).toEqual([userId]);
});

test('without a key a second request is refused as a duplicate, and a person who left may register again', async () => {
  const [eventId, [userId = '']] = [await newEvent(), await newUsers(1)];
  expect((await register(eventId, userId)).headers).not.toHaveProperty('idempotency-replayed');
  expectProblem(await register(eventId, userId), 'ALREADY_REGISTERED');
  await unregister(eventId, userId);
  expect((await register(eventId, userId)).status).toBe(201);
});

test('the name of the header may be in any case, and its value has a greatest length', async () => {
  const userId: string = randomUUID();
  const make = (name: string, key = userId) =>
    send('POST', '/users', { userId, name: 'Ada' }, { [name]: key });
  expect((await make('idempotency-key', 'x'.repeat(256))).status).toBe(422);
  expect((await make('IDEMPOTENCY-KEY')).status).toBe(201);
  expect(await make('idempotency-key')).toMatchObject({
    status: 201,
    headers: { 'idempotency-replayed': 'true' },
  });
  expect((await succeed('GET', `/users/${userId}`)).userId).toBe(userId);
});

test('browsers may send the header from any page, and may read that an answer is replayed', async () => {
  const headers = { Origin: 'https://example.org', ...withKey() };
  const asked = await send('OPTIONS', '/users', undefined, {
    Origin: 'https://example.org',
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'content-type,idempotency-key',
  });
  expect(asked.status).toBeLessThan(300);
  expect(asked.headers['access-control-allow-headers']?.toLowerCase()).toContain('idempotency-key');
  const make = () => send('POST', '/users', { name: 'Ada' }, headers);
  for (const answer of [await make(), await make()]) {
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(answer.headers['access-control-expose-headers']).toContain('Idempotency-Replayed');
  }
});
