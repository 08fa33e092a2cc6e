import { randomUUID } from 'node:crypto';
import { answerWith } from '../simulator/callFaults.ts';
import { callsOf } from '../simulator/calls.ts';
import { expectToGiveUp } from '../simulator/races.ts';
import { expectAnswer, expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import {
  checkIn,
  deleteEvent,
  getEvent,
  stateOf,
  undoCheckIn,
  unregister,
  updateEvent,
} from '../support/api/operations.ts';
import { anEvent, aUser } from '../support/records/records.ts';
import { aFullEvent } from '../support/records/unfinished.ts';
import { violationsOf } from '../support/records/violations.ts';

/** An event of one seat, whose person is checked in, and of one who waits. */
async function anEnteredEvent() {
  const { eventId, userIds } = await aFullEvent(2);
  const [entered = '', waiting = ''] = userIds;
  const before = await stateOf(eventId);
  expect((await checkIn(eventId, entered)).status).toBe(200);
  return { eventId, entered, waiting, before };
}

describe('200', () => {
  test('leaves everything as it was before the check-in', async () => {
    const { eventId, entered, before } = await anEnteredEvent();
    expectAnswer(await undoCheckIn(eventId, entered), 200, before.registrations[0]);
    expect(await stateOf(eventId)).toEqual(before);
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test('answers the same when repeated, and counts once', async () => {
    const { eventId, entered, before } = await anEnteredEvent();
    const answers = await Promise.all(Array.from({ length: 10 }, () => undoCheckIn(eventId, entered)));
    for (const answer of answers) expectAnswer(answer, 200, before.registrations[0]);
    expect(await stateOf(eventId)).toEqual(before);
  });

  test('answers the position of someone who waits', async () => {
    const { eventId, waiting } = await anEnteredEvent();
    const { status, body } = await undoCheckIn(eventId, waiting);
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { userId: waiting, waitlistPosition: 1, checkedInAt: null },
    });
    expect((await getEvent(eventId)).body.checkedInCount).toBe(1);
  });

  test.each(['cancelled', 'completed'])('undoes a check-in at a %s event', async status => {
    const { eventId, entered } = await anEnteredEvent();
    await updateEvent(eventId, { status });
    expect((await undoCheckIn(eventId, entered)).body.checkedInAt).toBeNull();
    expect((await getEvent(eventId)).body.checkedInCount).toBe(0);
  });

  test('lets the person leave, and be checked in again', async () => {
    const { eventId, entered, waiting } = await anEnteredEvent();
    await undoCheckIn(eventId, entered);
    expect((await checkIn(eventId, entered)).body.checkedInAt).not.toBeNull();
    await undoCheckIn(eventId, entered);
    expect((await unregister(eventId, entered)).body.promotedUser).toBe(waiting);
  });

  test('costs two calls, and one when there is nothing to do', async () => {
    const { eventId, entered } = await anEnteredEvent();
    const undo = () => undoCheckIn(eventId, entered);
    expect(await callsOf(undo)).toEqual(['BatchGetItem', 'TransactWriteItems']);
    expect(await callsOf(undo)).toEqual(['BatchGetItem']);
  });

  test('counts once when the answer of the database is lost', async () => {
    const { eventId, entered, before } = await anEnteredEvent();
    const path = { eventId, userId: entered };
    const { answer } = await answerWith('undoCheckIn', { path }, { TransactWriteItems: 'lost' });
    expectAnswer(answer, 200, before.registrations[0]);
    expect(await stateOf(eventId)).toEqual(before);
  });
});

describe('404', () => {
  test('names the user, then the event, then the registration', async () => {
    const [eventId, userId] = [await anEvent(), await aUser()];
    expectProblem(await undoCheckIn('nowhere', randomUUID()), 'USER_NOT_FOUND', 'User not found');
    expectProblem(await undoCheckIn('nowhere', userId), 'EVENT_NOT_FOUND', 'Event not found');
    expectProblem(await undoCheckIn(eventId, userId), 'REGISTRATION_NOT_FOUND', 'Registration not found');
  });

  test('also comes when the event is deleted meanwhile', async () => {
    const { eventId, entered } = await anEnteredEvent();
    const path = { eventId, userId: entered };
    const { answer } = await answerWith(
      'undoCheckIn',
      { path },
      { TransactWriteItems: () => deleteEvent(eventId) },
    );
    expectProblem(answer, 'EVENT_NOT_FOUND');
  });
});

test('422: lists the broken rules of both ids at once', async () => {
  expectBrokenRules(await undoCheckIn('a/b', 'x'.repeat(129)), ['/path/eventId', '/path/userId']);
});

test('503: comes after too many conflicts, and nothing is changed', async () => {
  const { eventId, entered } = await anEnteredEvent();
  await expectToGiveUp('undoCheckIn', { path: { eventId, userId: entered } });
  expect((await getEvent(eventId)).body.checkedInCount).toBe(1);
  expect(await violationsOf(eventId)).toEqual([]);
});
