import { handler } from '../../functions/checkIn.ts';
import { TABLES } from '../../lib/dynamo/client.ts';
import { batchPut } from '../../lib/dynamo/write.ts';
import { violationsOf } from '../../lib/maintenance/audit.ts';
import * as registrations from '../../lib/repositories/registrations.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { answerWith } from '../simulator/callFaults.ts';
import { callsOf } from '../simulator/calls.ts';
import { expectToGiveUp } from '../simulator/races.ts';
import { expectAnswer, expectBrokenRules, expectProblem, TIMESTAMP } from '../support/api/expectations.ts';
import { type Answer, invoke } from '../support/api/invoke.ts';
import {
  checkIn,
  deleteEvent,
  deleteUser,
  getEvent,
  listEventRegistrations,
  listUserRegistrations,
  register,
  stateOf,
  undoCheckIn,
  unregister,
  updateEvent,
} from '../support/api/operations.ts';
import { anEvent, aUser, stored } from '../support/records/records.ts';
import { aDoor } from '../support/records/unfinished.ts';

const checkedInCount = async (eventId: string) => (await getEvent(eventId)).body.checkedInCount;

/** The answer to a check-in of somebody whom this one checked in already. */
const notTheFirst = (first: Answer): Answer => ({ ...first, body: { ...first.body, firstCheckIn: false } });

describe('200', () => {
  test('says when the person was checked in, in every answer about them, and counts them', async () => {
    const { eventId, seated } = await aDoor();
    const [before] = (await listEventRegistrations(eventId)).body;
    expect(before).toMatchObject({ userId: seated, checkedInAt: null });
    const registration = { ...before, checkedInAt: expect.stringMatching(TIMESTAMP) };
    const answer = await checkIn(eventId, seated);
    expectAnswer(answer, 200, { ...registration, firstCheckIn: true });
    const { firstCheckIn: _, ...told } = answer.body;
    expect((await listEventRegistrations(eventId)).body[0]).toEqual(told);
    const [{ registration: own, event }] = (await listUserRegistrations(seated)).body;
    expect(own).toEqual(told);
    expect(event).toMatchObject({ registeredCount: 1, checkedInCount: 1 });
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test('tells the second check-in from the first, with the same time, and counts once', async () => {
    const { eventId, seated } = await aDoor();
    const first = await checkIn(eventId, seated);
    expect(first.body.firstCheckIn).toBe(true);
    for (let n = 0; n < 2; n += 1) expect(await checkIn(eventId, seated)).toEqual(notTheFirst(first));
    expect(await checkedInCount(eventId)).toBe(1);
  });

  test('tells one of twenty identical requests at once that it is the first, and counts once', async () => {
    const { eventId, seated } = await aDoor();
    const answers = await Promise.all(Array.from({ length: 20 }, () => checkIn(eventId, seated)));
    const [first, ...others] = answers.filter(({ body }) => body.firstCheckIn);
    expect(others).toEqual([]);
    expect(first?.status).toBe(200);
    const again = answers.filter(answer => answer !== first);
    expect(again).toEqual(Array(19).fill(notTheFirst(first as Answer)));
    expect(await checkedInCount(eventId)).toBe(1);
  });

  test('is the first one again after it was undone', async () => {
    const { eventId, seated } = await aDoor();
    await checkIn(eventId, seated);
    expect((await undoCheckIn(eventId, seated)).body).not.toHaveProperty('firstCheckIn');
    expect((await checkIn(eventId, seated)).body.firstCheckIn).toBe(true);
  });

  test('still tells the time of the first one when the event is over meanwhile', async () => {
    const { eventId, seated } = await aDoor();
    const first = await checkIn(eventId, seated);
    await updateEvent(eventId, { status: 'completed' });
    expect(await checkIn(eventId, seated)).toEqual(notTheFirst(first));
  });

  test('takes no account of a body', async () => {
    const { eventId, seated } = await aDoor();
    const answer = await invoke(handler, {
      method: 'POST',
      path: { eventId, userId: seated },
      body: 'not JSON',
    });
    expect(answer).toMatchObject({ status: 200, body: { userId: seated } });
  });

  test('lets someone in who got their seat from the waitlist', async () => {
    const { eventId, seated, waiting } = await aDoor();
    await unregister(eventId, seated);
    const { body } = await checkIn(eventId, waiting);
    expect(body).toMatchObject({ status: 'registered', waitlistPosition: null });
    expect(body.checkedInAt >= body.promotedAt).toBe(true);
  });

  test('checks in a row, at an event, from before anybody was checked in', async () => {
    const { eventId, seated } = await aDoor();
    const { checkedInCount: _, ...old } = (await stored(seats.ref(eventId))) ?? {};
    await batchPut(TABLES.seats, [old]);
    expect(await checkedInCount(eventId)).toBe(0);
    await checkIn(eventId, seated);
    expect(await checkedInCount(eventId)).toBe(1);
    await undoCheckIn(eventId, seated);
    expect(await stored(seats.ref(eventId))).toEqual({ ...old, checkedInCount: 0 });
  });

  test('costs two calls, and one when there is nothing to do', async () => {
    const { eventId, seated } = await aDoor();
    expect(await callsOf(() => checkIn(eventId, seated))).toEqual(['BatchGetItem', 'TransactWriteItems']);
    expect(await callsOf(() => checkIn(eventId, seated))).toEqual(['BatchGetItem']);
  });

  test('counts once when the answer of the database is lost, and is the first one', async () => {
    const { eventId, seated } = await aDoor();
    const path = { eventId, userId: seated };
    const { answer } = await answerWith('checkIn', { path }, { TransactWriteItems: 'lost' });
    expect(answer).toMatchObject({ status: 200, body: { userId: seated, firstCheckIn: true } });
    expect(await checkIn(eventId, seated)).toEqual(notTheFirst(answer));
    expect(await checkedInCount(eventId)).toBe(1);
    expect(await violationsOf(eventId)).toEqual([]);
  });
});

describe('404', () => {
  test('names the user, then the event, then the registration', async () => {
    const [eventId, userId] = [await anEvent(), await aUser()];
    expectProblem(await checkIn('nowhere', 'nobody'), 'USER_NOT_FOUND', 'User not found');
    expectProblem(await checkIn('nowhere', userId), 'EVENT_NOT_FOUND', 'Event not found');
    expectProblem(await checkIn(eventId, userId), 'REGISTRATION_NOT_FOUND', 'Registration not found');
  });

  test('says so of a user and an event that are being deleted', async () => {
    const { eventId, seated } = await aDoor();
    await deleteUser(seated);
    expectProblem(await checkIn(eventId, seated), 'USER_NOT_FOUND');
    const other = await aDoor();
    await deleteEvent(other.eventId);
    expectProblem(await checkIn(other.eventId, other.seated), 'EVENT_NOT_FOUND');
  });
});

describe('409', () => {
  test('is for those who wait', async () => {
    const { eventId, waiting } = await aDoor();
    const before = await stateOf(eventId);
    const sentence = 'User is on the waitlist for this event, and has no seat';
    expectProblem(await checkIn(eventId, waiting), 'NOT_SEATED', sentence);
    expect(await stateOf(eventId)).toEqual(before);
  });

  test.each(['cancelled', 'completed'])('is for a %s event', async status => {
    const { eventId, seated } = await aDoor();
    await updateEvent(eventId, { status });
    const sentence = `Event is not open for check-in (status: ${status})`;
    expectProblem(await checkIn(eventId, seated), 'EVENT_NOT_OPEN', sentence);
    expect(await checkedInCount(eventId)).toBe(0);
  });

  test('comes from the transaction, too, when the event is cancelled meanwhile', async () => {
    const { eventId, seated } = await aDoor();
    const cancel = () => updateEvent(eventId, { status: 'cancelled' });
    const { answer } = await answerWith(
      'checkIn',
      { path: { eventId, userId: seated } },
      { TransactWriteItems: cancel },
    );
    expectProblem(answer, 'EVENT_NOT_OPEN');
    expect(await violationsOf(eventId)).toEqual([]);
  });
});

test('nobody is checked in who left meanwhile, nor who came again', async () => {
  const { eventId, seated } = await aDoor();
  const path = { eventId, userId: seated };
  const leave = () => unregister(eventId, seated);
  expectProblem(
    (await answerWith('checkIn', { path }, { TransactWriteItems: leave })).answer,
    'REGISTRATION_NOT_FOUND',
  );
  const other = await anEvent();
  await register(other, seated);
  const comeAgain = async () => {
    await unregister(other, seated);
    await register(other, seated);
  };
  const { answer } = await answerWith(
    'checkIn',
    { path: { ...path, eventId: other } },
    { TransactWriteItems: comeAgain },
  );
  const row = await stored(registrations.ref(other, seated));
  expect(answer.body).toMatchObject({ registrationId: row?.registrationId, checkedInAt: row?.checkedInAt });
  expect(await violationsOf(other)).toEqual([]);
});

describe('422', () => {
  test('lists the broken rules of both ids at once', async () => {
    expectBrokenRules(await checkIn('a/b', 'x'.repeat(129)), ['/path/eventId', '/path/userId']);
  });
});

test('503: asks to try again after too many lost races, and has changed nothing', async () => {
  const { eventId, seated } = await aDoor();
  await expectToGiveUp('checkIn', { path: { eventId, userId: seated } });
  expect(await checkedInCount(eventId)).toBe(0);
  expect(await violationsOf(eventId)).toEqual([]);
});
