import { randomInt } from 'node:crypto';
import {
  expectSoundEvent,
  listAll,
  newEvent,
  newUsers,
  register,
  send,
  statusCounts,
  succeed,
  unregister,
} from '../support/api/client.ts';

describe('two hundred people at once for twenty seats', () => {
  test('twenty get a seat and the others are refused without a waitlist', async () => {
    const [eventId, userIds] = [await newEvent({ capacity: 20, hasWaitlist: false }), await newUsers(200)];
    const answers = await Promise.all(userIds.map(userId => register(eventId, userId)));
    expect(statusCounts(answers)).toEqual({ 201: 20, 409: 180 });
    const refused = answers.filter(({ status }) => status === 409);
    expect(new Set(refused.map(({ body }) => body.detail))).toEqual(
      new Set(['Event is at full capacity (20/20). No waitlist available.']),
    );
    await expectSoundEvent(eventId);
  });

  test('twenty get a seat and the others wait at positions 1 to 180 with a waitlist', async () => {
    const [eventId, userIds] = [await newEvent({ capacity: 20, hasWaitlist: true }), await newUsers(200)];
    const answers = await Promise.all(userIds.map(userId => register(eventId, userId)));
    expect(statusCounts(answers)).toEqual({ 201: 200 });
    const positions = answers.flatMap(({ body }) => body.waitlistPosition ?? []).sort((a, b) => a - b);
    expect(positions).toEqual(Array.from({ length: 180 }, (_, index) => index + 1));
    await expectSoundEvent(eventId);
  });
});

test('one person who registers thirty times at once has one registration, one 201 and twenty-nine 409', async () => {
  for (const capacity of [1, 5]) {
    const [eventId, [userId = '']] = [await newEvent({ capacity }), await newUsers(1)];
    const answers = await Promise.all(Array.from({ length: 30 }, () => register(eventId, userId)));
    expect(statusCounts(answers)).toEqual({ 201: 1, 409: 29 });
    expect(new Set(answers.map(({ body }) => body.code))).toEqual(new Set([undefined, 'ALREADY_REGISTERED']));
    expect(await listAll(`/events/${eventId}/registrations`)).toHaveLength(1);
    await expectSoundEvent(eventId);
  }
});

test('one person who registers thirty times at once for a full event waits once', async () => {
  const [eventId, [first = '', userId = '']] = [await newEvent({ capacity: 1 }), await newUsers(2)];
  await register(eventId, first);
  const answers = await Promise.all(Array.from({ length: 30 }, () => register(eventId, userId)));
  expect(statusCounts(answers)).toEqual({ 201: 1, 409: 29 });
  await expectSoundEvent(eventId);
});

test('each of several people who leave at once promotes one other person, in the order of the queue', async () => {
  const [eventId, userIds] = [await newEvent({ capacity: 10 }), await newUsers(30)];
  for (const userId of userIds) await register(eventId, userId);
  const answers = await Promise.all(userIds.slice(0, 10).map(userId => unregister(eventId, userId)));
  expect(statusCounts(answers)).toEqual({ 200: 10 });
  expect(new Set(answers.map(({ body }) => body.promotedUser))).toEqual(new Set(userIds.slice(10, 20)));
  const rows = await listAll(`/events/${eventId}/registrations`);
  expect(rows.map(({ userId }) => userId)).toEqual(userIds.slice(10));
  await expectSoundEvent(eventId);
});

test('after registering, leaving and changes at once the counters equal the rows, and the positions are 1 to n', async () => {
  const [eventId, userIds] = [await newEvent({ capacity: 5 }), await newUsers(40)];
  const change = (fields: object) => send('PUT', `/events/${eventId}`, fields);
  const changes = [
    () => change({ capacity: randomInt(1, 20) }),
    () => change({ status: 'cancelled' }),
    () => change({ status: 'active' }),
    () => change({ hasWaitlist: Math.random() < 0.5 }),
  ];
  const person = async (userId: string) => {
    const answers = [];
    for (let turn = 0; turn < 12; turn += 1) {
      answers.push(await (Math.random() < 0.6 ? register : unregister)(eventId, userId));
    }
    return answers;
  };
  const organiser = async () => {
    const answers = [];
    for (let turn = 0; turn < 40; turn += 1) {
      const makeChange = changes[randomInt(changes.length)] ?? changes[0];
      answers.push(await makeChange?.());
    }
    return answers;
  };
  const answers = (await Promise.all([...userIds.map(person), organiser()])).flat();
  expect(answers.map(answer => answer?.status).filter(status => (status ?? 500) >= 500)).toEqual([]);
  await succeed('PUT', `/events/${eventId}`, { status: 'active' });
  await expectSoundEvent(eventId);
});
