import * as registrations from '../../lib/repositories/registrations.ts';
import { answerWith } from '../simulator/callFaults.ts';
import { expectToGiveUp } from '../simulator/races.ts';
import { expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import {
  checkIn,
  deleteEvent,
  deleteUser,
  getEvent,
  register,
  stateOf,
  unregister,
  updateEvent,
} from '../support/api/operations.ts';
import { anEvent, aUser, stored } from '../support/records/records.ts';
import { anEventWithSeatAndQueue } from '../support/records/unfinished.ts';
import { violationsOf } from '../support/records/violations.ts';

const checkedInCount = async (eventId: string) => (await getEvent(eventId)).body.checkedInCount;

describe('404', () => {
  test('names the user, then the event, then the registration', async () => {
    const [eventId, userId] = [await anEvent(), await aUser()];
    expectProblem(await checkIn('nowhere', 'nobody'), 'USER_NOT_FOUND', 'User not found');
    expectProblem(await checkIn('nowhere', userId), 'EVENT_NOT_FOUND', 'Event not found');
    expectProblem(await checkIn(eventId, userId), 'REGISTRATION_NOT_FOUND', 'Registration not found');
  });

  test('comes when the user or the event is being deleted', async () => {
    const { eventId, seated } = await anEventWithSeatAndQueue();
    await deleteUser(seated);
    expectProblem(await checkIn(eventId, seated), 'USER_NOT_FOUND');
    const other = await anEventWithSeatAndQueue();
    await deleteEvent(other.eventId);
    expectProblem(await checkIn(other.eventId, other.seated), 'EVENT_NOT_FOUND');
  });
});

describe('409', () => {
  test('is for those who wait', async () => {
    const { eventId, waiting } = await anEventWithSeatAndQueue();
    const before = await stateOf(eventId);
    const sentence = 'User is on the waitlist for this event, and has no seat';
    expectProblem(await checkIn(eventId, waiting), 'NOT_SEATED', sentence);
    expect(await stateOf(eventId)).toEqual(before);
  });

  test.each(['cancelled', 'completed'])('is for a %s event', async status => {
    const { eventId, seated } = await anEventWithSeatAndQueue();
    await updateEvent(eventId, { status });
    const sentence = `Event is not open for check-in (status: ${status})`;
    expectProblem(await checkIn(eventId, seated), 'EVENT_NOT_OPEN', sentence);
    expect(await checkedInCount(eventId)).toBe(0);
  });

  test('also comes when the event is cancelled meanwhile', async () => {
    const { eventId, seated } = await anEventWithSeatAndQueue();
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

test('a check-in finds nobody when the person left meanwhile, and the new registration when they came again', async () => {
  const { eventId, seated } = await anEventWithSeatAndQueue();
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

test('503: comes after too many conflicts, and nothing is changed', async () => {
  const { eventId, seated } = await anEventWithSeatAndQueue();
  await expectToGiveUp('checkIn', { path: { eventId, userId: seated } });
  expect(await checkedInCount(eventId)).toBe(0);
  expect(await violationsOf(eventId)).toEqual([]);
});
