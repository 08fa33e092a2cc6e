import { randomUUID } from 'node:crypto';
import { expectSoundEvent, newEvent, newUsers, register, send, succeed } from '../support/api/client.ts';
import { expectProblem } from '../support/api/expectations.ts';
import type { Answer } from '../support/api/invoke.ts';

type Entry = Answer['body'];

const batch = (path: string, body: object, key?: string) =>
  send('POST', `/events/${path}/batch`, body, key ? { 'Idempotency-Key': key } : {});

const statusesIn = ({ body }: Answer): number[] => body.results.map(({ status }: Entry) => status);

test('a batch registers in its order while others register one by one, and each gets one place', async () => {
  const [eventId, userIds, others] = [
    await newEvent({ capacity: 10 }),
    await newUsers(30),
    await newUsers(10),
  ];
  const [answer] = await Promise.all([
    batch(`${eventId}/registrations`, { userIds }),
    ...others.map(userId => register(eventId, userId)),
  ]);
  expect(statusesIn(answer as Answer)).toEqual(Array(30).fill(201));
  const listed: Entry[] = await succeed('GET', `/events/${eventId}/registrations`);
  expect(listed).toHaveLength(40);
  const queued = listed.filter(({ userId, status }) => status === 'waitlisted' && userIds.includes(userId));
  expect(queued.map(({ userId }) => userId)).toEqual(userIds.slice(-queued.length));
  await expectSoundEvent(eventId);
});

test('the same batch sent five times at once is carried out once', async () => {
  const [eventId, userIds, key] = [await newEvent({ capacity: 20 }), await newUsers(8), randomUUID()];
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => batch(`${eventId}/registrations`, { userIds }, key)),
  );
  for (const { body } of answers) expect(body).toEqual(answers[0]?.body);
  expect(statusesIn(answers[0] as Answer)).toEqual(Array(8).fill(201));
  const again = await batch(`${eventId}/registrations`, { userIds }, key);
  expect(again.body).toEqual(answers[0]?.body);
  expect(again.headers['idempotency-replayed']).toBe('true');
  const other = await batch(`${eventId}/registrations`, { userIds: userIds.slice(1) }, key);
  expectProblem(other, 'IDEMPOTENCY_KEY_REUSED');
  await expectSoundEvent(eventId);
});

test('a door that was offline sends what it scanned, and another sends the same people now', async () => {
  const [eventId, userIds] = [await newEvent({ capacity: 20 }), await newUsers(12)];
  await batch(`${eventId}/registrations`, { userIds });
  const checkedInAt = new Date(Date.now() - 3_600_000).toISOString();
  const checkIns = userIds.map(userId => ({ userId, checkedInAt }));
  const answers = await Promise.all([
    batch(`${eventId}/check-ins`, { checkIns }),
    batch(`${eventId}/check-ins`, { userIds: userIds.toReversed() }),
  ]);
  const first: Entry[] = answers.flatMap(({ body }) =>
    body.results.filter(({ registration }: Entry) => registration.firstCheckIn),
  );
  expect(first.map(({ userId }) => userId).sort()).toEqual(userIds.toSorted());
  expect(await succeed('GET', `/events/${eventId}`)).toMatchObject({ checkedInCount: 12 });
  await expectSoundEvent(eventId);
});
