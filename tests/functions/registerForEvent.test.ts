import * as registrationLists from '../../lib/repositories/registrationLists.ts';
import * as registrations from '../../lib/repositories/registrations.ts';
import { callsOf } from '../simulator/calls.ts';
import { answerAfterConflicts } from '../simulator/races.ts';
import { expectAnswer, TIMESTAMP, UUID_V4 } from '../support/api/expectations.ts';
import { expectPeople, register, stateOf, unregister, updateEvent } from '../support/api/operations.ts';
import { anEvent, aUser, registeredUsers, stored } from '../support/records/records.ts';

describe('201', () => {
  test('gives a free seat at once', async () => {
    const [eventId, userId] = [await anEvent(), await aUser()];
    const answer = await register(eventId, userId);
    expectAnswer(answer, 201, {
      registrationId: expect.stringMatching(UUID_V4),
      userId,
      eventId,
      status: 'registered',
      registeredAt: expect.stringMatching(TIMESTAMP),
      waitlistPosition: null,
      promotedAt: null,
      checkedInAt: null,
      message: 'Successfully registered for event',
    });
    const { message, ...registration } = answer.body;
    expect((await stateOf(eventId)).registrations).toEqual([registration]);
    await expectPeople(eventId, [userId], []);
  });

  test('puts the third person on the waitlist when two seats are taken, and the fourth behind', async () => {
    const eventId = await anEvent({ capacity: 2 });
    const seats = await registeredUsers(eventId, 2);
    const [third, fourth] = [await aUser(), await aUser()];
    const answer = await register(eventId, third);
    expectAnswer(answer, 201, {
      registrationId: expect.stringMatching(UUID_V4),
      userId: third,
      eventId,
      status: 'waitlisted',
      registeredAt: expect.stringMatching(TIMESTAMP),
      waitlistPosition: 1,
      promotedAt: null,
      checkedInAt: null,
      message: 'Event is full. Added to waitlist at position 1',
    });
    const { message, ...registration } = answer.body;
    expect((await stateOf(eventId)).registrations.at(-1)).toEqual(registration);
    expect((await register(eventId, fourth)).body).toMatchObject({
      waitlistPosition: 2,
      message: 'Event is full. Added to waitlist at position 2',
    });
    await expectPeople(eventId, seats, [third, fourth]);
  });

  test('lets someone who left register again, as a new registration', async () => {
    const [eventId, userId] = [await anEvent(), await aUser()];
    const first = await register(eventId, userId);
    await unregister(eventId, userId);
    const second = await register(eventId, userId);
    expect(second.body).toMatchObject({ status: 'registered', message: 'Successfully registered for event' });
    expect(second.body.registrationId).not.toBe(first.body.registrationId);
    await expectPeople(eventId, [userId], []);
  });

  test('shows each registration to its person at once, until they take it back', async () => {
    const [userId, open, full] = [await aUser(), await anEvent(), await anEvent({ capacity: 1 })];
    await registeredUsers(full, 1);
    const counted = async () => (await registrationLists.ofUser(userId, 9)).length;
    const counts = [await counted()];
    for (const work of [register, unregister]) {
      for (const eventId of [open, full]) {
        await work(eventId, userId);
        counts.push(await counted());
      }
    }
    expect(counts).toEqual([0, 1, 2, 1, 0]);
  });

  test('takes registrations for an event of the past', async () => {
    const eventId = await anEvent({ date: '2001-01-01' });
    const [userId = ''] = await registeredUsers(eventId, 1);
    await expectPeople(eventId, [userId], []);
  });

  test('keeps the registrations of one person for several events apart', async () => {
    const [userId, eventIds] = [await aUser(), [await anEvent(), await anEvent()]];
    for (const eventId of eventIds) expect((await register(eventId, userId)).status).toBe(201);
    for (const eventId of eventIds) await expectPeople(eventId, [userId], []);
  });

  test('gives twelve people at once the five seats and the positions 1 to 7', async () => {
    const eventId = await anEvent({ capacity: 5 });
    const userIds = await Promise.all(Array.from({ length: 12 }, () => aUser()));
    const rows = (await Promise.all(userIds.map(userId => register(eventId, userId)))).map(
      ({ body }) => body,
    );
    const queue = rows.filter(({ status }) => status === 'waitlisted');
    queue.sort((a, b) => a.waitlistPosition - b.waitlistPosition);
    const seats = rows.filter(({ status }) => status === 'registered').map(({ userId }) => userId);
    expect(seats).toHaveLength(5);
    expect(queue.map(row => row.waitlistPosition)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    await expectPeople(
      eventId,
      seats,
      queue.map(({ userId }) => userId),
    );
  });

  test('tries again after conflicts with other transactions, and registers once', async () => {
    const [eventId, userId] = [await anEvent(), await aUser()];
    const request = { path: { eventId }, body: { userId } };
    const answer = await answerAfterConflicts('registerForEvent', request);
    expect(answer).toMatchObject({ status: 201, body: { status: 'registered' } });
    await expectPeople(eventId, [userId], []);
  });

  test('costs a read and a write when a seat is free, only the write when the event is known, and two writes to join its queue', async () => {
    const [eventId, first, second, third] = [
      await anEvent({ capacity: 2 }),
      await aUser(),
      await aUser(),
      await aUser(),
    ];
    const [read, write] = ['BatchGetItem', 'TransactWriteItems'];
    expect(await callsOf(() => register(eventId, first))).toEqual([read, write]);
    expect(await callsOf(() => register(eventId, second))).toEqual([write]);
    expect(await callsOf(() => register(eventId, third))).toEqual([write, write]);
    await expectPeople(eventId, [first, second], [third]);
  });

  test('reads an event that was edited since it was known from the refusal, and takes its free seat', async () => {
    const [eventId, userId] = [await anEvent(), await aUser()];
    const [first = ''] = await registeredUsers(eventId, 1);
    await updateEvent(eventId, { date: '2029-01-01' });
    const write = 'TransactWriteItems';
    expect(await callsOf(() => register(eventId, userId))).toEqual([write, write]);
    const row = await stored(registrations.ref(eventId, userId));
    expect(row?.dateEventId).toBe(`2029-01-01#${eventId}`);
    await expectPeople(eventId, [first, userId], []);
  });
});
