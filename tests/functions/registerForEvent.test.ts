import { randomUUID } from 'node:crypto';
import { handler } from '../../functions/registerForEvent.ts';
import { describeBodyRefusals } from '../helpers/bodyRefusals.ts';
import { callsOf } from '../helpers/calls.ts';
import { coldStart } from '../helpers/coldStart.ts';
import {
  expectAnswer,
  expectBrokenRules,
  expectProblem,
  TIMESTAMP,
  UUID_V4,
} from '../helpers/expectations.ts';
import { withBusyDatabase } from '../helpers/faultyDatabase.ts';
import { invoke } from '../helpers/invoke.ts';
import { expectPeople, register, stateOf, unregister, updateEvent } from '../helpers/operations.ts';
import { answerAfter, expectToGiveUp } from '../helpers/races.ts';
import { anEvent, aUser, registeredUsers } from '../helpers/records.ts';

const statuses = (answers: { status: number }[]) => answers.map(({ status }) => status).sort();

describe('201', () => {
  test('gives a free seat at once, and says so', async () => {
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

  test('gives twelve people at once for five seats five seats and the places 1 to 7', async () => {
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

  test('tries again when other transactions were in the way, and registers once', async () => {
    const [eventId, userId] = [await anEvent(), await aUser()];
    const answer = await answerAfter(3, 'registerForEvent', { path: { eventId }, body: { userId } });
    expect(answer).toMatchObject({ status: 201, body: { status: 'registered' } });
    await expectPeople(eventId, [userId], []);
  });

  test('costs one call when a seat is free, and two to join the queue', async () => {
    const [eventId, first, second] = [await anEvent({ capacity: 1 }), await aUser(), await aUser()];
    expect(await callsOf(() => register(eventId, first))).toEqual(['TransactWriteItems']);
    expect(await callsOf(() => register(eventId, second))).toEqual(Array(2).fill('TransactWriteItems'));
    await expectPeople(eventId, [first], [second]);
  });
});

/** The registration is refused with this sentence, at this cost, and the event is as before. */
async function expectRefusal(
  eventId: string,
  userId: string,
  [code, detail]: [Parameters<typeof expectProblem>[1], string],
  cost = 1,
): Promise<void> {
  const before = await stateOf(eventId);
  const calls = await callsOf(async () => expectProblem(await register(eventId, userId), code, detail));
  expect(calls).toHaveLength(cost);
  expect(await stateOf(eventId)).toEqual(before);
}

const path = { eventId: randomUUID() };
const body = { userId: randomUUID() };
beforeAll(() => Promise.all([anEvent(path), aUser(body.userId)]));

describeBodyRefusals({ handler, path, body, state: () => stateOf(path.eventId) });

describe('404', () => {
  test('hears of an unknown user at once, though a conflict was in the way too', async () => {
    const request = { method: 'POST', path: { eventId: await anEvent() }, body: { userId: 'nobody' } };
    const answer = await withBusyDatabase(
      1000,
      url =>
        coldStart('registerForEvent', { AWS_ENDPOINT_URL_DYNAMODB: url }, handler =>
          invoke(handler, request),
        ),
      ['TransactionConflict', 'ConditionalCheckFailed'],
    );
    expectProblem(answer, 'USER_NOT_FOUND', 'User not found');
  });

  test('says that there is no such user, for one call', async () => {
    await expectRefusal(await anEvent(), randomUUID(), ['USER_NOT_FOUND', 'User not found']);
  });

  test('says so too when the event is full, so that nobody queues without a user', async () => {
    const full = await anEvent({ capacity: 1 });
    await registeredUsers(full, 1);
    await expectRefusal(full, randomUUID(), ['USER_NOT_FOUND', 'User not found']);
  });

  test('says that there is no such event, for one call', async () => {
    await expectRefusal(randomUUID(), await aUser(), ['EVENT_NOT_FOUND', 'Event not found']);
  });

  test('names the user when both are unknown', async () => {
    await expectRefusal(randomUUID(), randomUUID(), ['USER_NOT_FOUND', 'User not found']);
  });
});

describe('409', () => {
  const registered: [Parameters<typeof expectProblem>[1], string] = [
    'ALREADY_REGISTERED',
    'User is already registered for this event',
  ];
  const waiting = (position: number): typeof registered => [
    'ALREADY_WAITLISTED',
    `User is already on the waitlist at position ${position}`,
  ];

  test('refuses someone who is registered, for one call', async () => {
    const open = await anEvent();
    const [someone = ''] = await registeredUsers(open, 1);
    await expectRefusal(open, someone, registered);
  });

  test('tells someone who waits their place now, for one count more', async () => {
    const full = await anEvent({ capacity: 1 });
    const [, second = '', third = ''] = await registeredUsers(full, 3);
    await expectRefusal(full, third, waiting(2), 2);
    await unregister(full, second);
    await expectRefusal(full, third, waiting(1), 2);
  });

  test('turns people away from a full event without a waitlist, for one call', async () => {
    const full = await anEvent({ capacity: 2, hasWaitlist: false });
    await registeredUsers(full, 2);
    const detail = 'Event is at full capacity (2/2). No waitlist available.';
    await expectRefusal(full, await aUser(), ['EVENT_FULL', detail]);
  });

  test('turns newcomers away once the waitlist is switched off, and keeps those in line', async () => {
    const full = await anEvent({ capacity: 1 });
    const [seat = '', waits = ''] = await registeredUsers(full, 2);
    await updateEvent(full, { hasWaitlist: false });
    const detail = 'Event is at full capacity (1/1). No waitlist available.';
    await expectRefusal(full, await aUser(), ['EVENT_FULL', detail]);
    await expectPeople(full, [seat], [waits]);
  });

  test.each(['cancelled', 'completed'])('takes nobody for a %s event, for one call', async status => {
    const closed = await anEvent({ status });
    const detail = `Event is not open for registration (status: ${status})`;
    await expectRefusal(closed, await aUser(), ['EVENT_NOT_OPEN', detail]);
  });

  test('says that a full event is closed, rather than full', async () => {
    const closed = await anEvent({ capacity: 1, hasWaitlist: false });
    await registeredUsers(closed, 1);
    await updateEvent(closed, { status: 'cancelled' });
    const detail = 'Event is not open for registration (status: cancelled)';
    await expectRefusal(closed, await aUser(), ['EVENT_NOT_OPEN', detail]);
  });

  test('reports an existing registration before it says that the event is closed or full', async () => {
    const full = await anEvent({ capacity: 1 });
    const [seat = '', waits = ''] = await registeredUsers(full, 2);
    await updateEvent(full, { hasWaitlist: false });
    await expectRefusal(full, seat, registered);
    await expectRefusal(full, waits, waiting(1), 2);
    await updateEvent(full, { status: 'cancelled' });
    await expectRefusal(full, seat, registered);
    await expectRefusal(full, waits, waiting(1), 2);
  });

  test.each([1, 5])(
    'answers twenty identical requests at once with one 201, with %i taken of 5',
    async taken => {
      const crowded = await anEvent({ capacity: 5 });
      const others = await registeredUsers(crowded, taken);
      const someone = await aUser();
      const answers = await Promise.all(Array.from({ length: 20 }, () => register(crowded, someone)));
      expect(statuses(answers)).toEqual([201, ...Array(19).fill(409)]);
      if (taken < 5) await expectPeople(crowded, [...others, someone], []);
      else await expectPeople(crowded, others, [someone]);
    },
  );
});

describe('422', () => {
  test('lists the broken rules of the path and the body at once', async () => {
    const answer = await invoke(handler, { path: { eventId: 'a b' }, body: { userId: 5 } });
    expectBrokenRules(answer, ['/path/eventId', '/body/userId']);
  });

  test('asks for a userId', async () => {
    const open = await anEvent();
    expectBrokenRules(await invoke(handler, { path: { eventId: open }, body: {} }), ['/body/userId']);
    await expectPeople(open, [], []);
  });
});

describe('503', () => {
  test('asks to try again after too many lost races, and has changed nothing', async () => {
    const [open, someone] = [await anEvent(), await aUser()];
    await expectToGiveUp('registerForEvent', { path: { eventId: open }, body: { userId: someone } });
    await expectPeople(open, [], []);
  });
});
