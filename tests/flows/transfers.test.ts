import {
  expectSoundEvent,
  newEvent,
  newUsers,
  register,
  send,
  statusCounts,
  succeed,
} from '../support/api/client.ts';
import type { Answer } from '../support/api/invoke.ts';

const transfer = (eventId: string, userId: string, to: string): Promise<Answer> =>
  send('POST', `/events/${eventId}/registrations/${userId}/transfer`, { to });

const peopleAt = async (eventId: string): Promise<string[]> =>
  (await succeed('GET', `/events/${eventId}/registrations`)).map(({ userId }: { userId: string }) => userId);

test('all seats of an event change hands at once, each in its place', async () => {
  const [eventId, holders, others] = [
    await newEvent({ capacity: 12, hasWaitlist: true }),
    await newUsers(12),
    await newUsers(12),
  ];
  for (const userId of holders) expect((await register(eventId, userId)).status).toBe(201);
  const waiting = await newUsers(1);
  for (const userId of waiting) expect((await register(eventId, userId)).status).toBe(201);
  const answers = await Promise.all(holders.map((userId, n) => transfer(eventId, userId, others[n] ?? '')));
  expect(statusCounts(answers)).toEqual({ 200: 12 });
  expect(await peopleAt(eventId)).toEqual([...others, ...waiting]);
  expect(await succeed('GET', `/events/${eventId}`)).toMatchObject({ registeredCount: 12, waitlistCount: 1 });
  await expectSoundEvent(eventId);
});

test('a seat that is handed to many people at once goes to one of them, while people come and go', async () => {
  const [eventId, [holder = '', ...others], crowd] = [
    await newEvent({ capacity: 3, hasWaitlist: true }),
    await newUsers(9),
    await newUsers(10),
  ];
  expect((await register(eventId, holder)).status).toBe(201);
  const [transfers, comings] = await Promise.all([
    Promise.all(others.map(to => transfer(eventId, holder, to))),
    Promise.all(crowd.map(userId => register(eventId, userId))),
  ]);
  expect(statusCounts(transfers)).toEqual({ 200: 1, 404: 7 });
  expect(statusCounts(comings)).toEqual({ 201: 10 });
  const winner = others.filter((_, n) => transfers[n]?.status === 200);
  const [first, ...rest] = await peopleAt(eventId);
  expect([first]).toEqual(winner);
  expect(rest.toSorted()).toEqual(crowd.toSorted());
  await expectSoundEvent(eventId);
});
