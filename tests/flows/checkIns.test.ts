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
import type { Answer } from '../support/api/invoke.ts';

const checkIn = (eventId: string, userId: string) =>
  send('POST', `/events/${eventId}/registrations/${userId}/check-in`);

test('each person of a crowd is checked in once, while others leave', async () => {
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
