import {
  expectSoundEvent,
  forEach,
  newEvent,
  newUsers,
  register,
  send,
  statusCounts,
  succeed,
  unregister,
} from '../support/api/client.ts';
import { expectProblem } from '../support/api/expectations.ts';
import type { Answer } from '../support/api/invoke.ts';
import { until } from '../support/servers/processes.ts';

const SOON_MS = 1500;

const codesIn = (answers: Answer[]) => answers.flatMap(({ body }) => body.code ?? []);

test('a crowd gets the seats and the positions that there are, and the others are told that both are full', async () => {
  const [eventId, userIds] = [
    await newEvent({ capacity: 20, hasWaitlist: true, waitlistCapacity: 30 }),
    await newUsers(100),
  ];
  const answers = await Promise.all(userIds.map(userId => register(eventId, userId)));
  expect(statusCounts(answers)).toEqual({ 201: 50, 409: 50 });
  expect(new Set(codesIn(answers))).toEqual(new Set(['WAITLIST_FULL']));
  const positions = answers.flatMap(({ body }) => body.waitlistPosition ?? []);
  expect(positions.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, n) => n + 1));
  await succeed('PUT', `/events/${eventId}`, { waitlistCapacity: 5 });
  expect(await succeed('GET', `/events/${eventId}`)).toMatchObject({
    registeredCount: 20,
    waitlistCount: 30,
  });
  await expectSoundEvent(eventId);
});

test('nobody gets in before it opens, and whoever goes on asking does then', async () => {
  const opensAt = new Date(Date.now() + SOON_MS).toISOString();
  const [eventId, userIds] = [await newEvent({ capacity: 40, opensAt }), await newUsers(20)];
  const refused: Answer[] = [];
  const comesUntilOpen = async (userId: string) => {
    let answer = await register(eventId, userId);
    await until(async () => {
      if (answer.status === 201) return true;
      refused.push(answer);
      answer = await register(eventId, userId);
      return false;
    });
    expect(answer.body.registeredAt >= opensAt).toBe(true);
  };
  await Promise.all(userIds.map(comesUntilOpen));
  expect(refused.length).toBeGreaterThan(0);
  expect(new Set(refused.map(({ body }) => body.detail))).toEqual(
    new Set([`Registration opens at ${opensAt}`]),
  );
  expect(await succeed('GET', `/events/${eventId}`)).toMatchObject({ opensAt, registeredCount: 20 });
  await expectSoundEvent(eventId);
});

test('whoever comes after registration was closed by hand stays out, while seats go on to those who wait', async () => {
  const [eventId, userIds] = [await newEvent({ capacity: 10, hasWaitlist: true }), await newUsers(60)];
  const early = userIds.slice(0, 30);
  const coming = Promise.all(early.map(userId => register(eventId, userId)));
  const closed = await send('PUT', `/events/${eventId}`, { closesAt: new Date().toISOString() });
  expect(closed.status).toBe(200);
  const late = await Promise.all(userIds.slice(30).map(userId => register(eventId, userId)));
  expect(new Set(codesIn(late))).toEqual(new Set(['REGISTRATION_NOT_OPEN']));
  expect(statusCounts(late)).toEqual({ 409: 30 });
  const answers = await coming;
  const there = early.filter((_, n) => answers[n]?.status === 201);
  const before = await succeed('GET', `/events/${eventId}`);
  expect(before.registeredCount + before.waitlistCount).toBe(there.length);
  await forEach(there, 5, userId => unregister(eventId, userId));
  expect(await succeed('GET', `/events/${eventId}`)).toMatchObject({ registeredCount: 0, waitlistCount: 0 });
  await expectSoundEvent(eventId);
});

test('seats are kept once they can no longer be given up, and places in the queue are not', async () => {
  const [eventId, userIds] = [await newEvent({ capacity: 5, hasWaitlist: true }), await newUsers(12)];
  for (const userId of userIds) expect((await register(eventId, userId)).status).toBe(201);
  const leaveUntil = new Date().toISOString();
  await succeed('PUT', `/events/${eventId}`, { leaveUntil });
  const answers = await Promise.all(userIds.map(userId => unregister(eventId, userId)));
  expect(statusCounts(answers)).toEqual({ 200: 7, 409: 5 });
  for (const answer of answers.slice(0, 5)) expectProblem(answer, 'LEAVING_CLOSED');
  expect(answers[0]?.body.leaveUntil).toBe(leaveUntil);
  expect(await succeed('GET', `/events/${eventId}`)).toMatchObject({ registeredCount: 5, waitlistCount: 0 });
  await expectSoundEvent(eventId);
});
