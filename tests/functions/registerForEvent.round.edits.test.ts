import type { ErrorCode } from '../../lib/core/errors.ts';
import * as funnels from '../../lib/repositories/funnels.ts';
import * as registrations from '../../lib/repositories/registrations.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { expectProblem } from '../support/api/expectations.ts';
import { deleteEvent, settleEvents, updateEvent } from '../support/api/operations.ts';
import { countsOf, expectSound, inCrowd, sweepAll } from '../support/records/holds.ts';
import { anEvent, aUser, registeredUsers, stored } from '../support/records/records.ts';
import { comeAtOnce, crowd, FUNNELS, newProcesses, someUsers } from '../support/records/rounds.ts';
import { violationsOf } from '../support/records/violations.ts';

/** The event is changed before the round is planned, or between that and the commit. */
const BEFORE = ['readRound', 'commit'] as const;

/** An event of two seats, and people who are registered there. */
async function anEventWith(people: number, fields: object = {}) {
  const eventId = await anEvent({ capacity: 2, ...fields });
  return { eventId, userIds: await registeredUsers(eventId, people) };
}

const edited = (eventId: string, fields: object) => async () =>
  expect((await updateEvent(eventId, fields)).status).toBe(200);

describe.each(BEFORE)('somebody who arrived, and whose event is edited before %s,', step => {
  test('waits, when the capacity was lowered to the seats that are taken', async () => {
    const [{ eventId, userIds }, userId] = [await anEventWith(1), await aUser()];
    const { answer } = await inCrowd(eventId, userId, { [step]: edited(eventId, { capacity: 1 }) });
    expect(answer).toMatchObject({ status: 201, body: { status: 'waitlisted', waitlistPosition: 1 } });
    await expectSound(eventId, userIds, [userId]);
  });

  test('gets a seat, when the capacity was raised', async () => {
    const [{ eventId, userIds }, userId] = [await anEventWith(2), await aUser()];
    const { answer } = await inCrowd(eventId, userId, { [step]: edited(eventId, { capacity: 3 }) });
    expect(answer).toMatchObject({ status: 201, body: { status: 'registered' } });
    await expectSound(eventId, [...userIds, userId], []);
  });

  test.each<[ErrorCode, string, number, object]>([
    ['EVENT_FULL', 'the waitlist was switched off', 2, { hasWaitlist: false }],
    ['EVENT_NOT_OPEN', 'the event was cancelled', 1, { status: 'cancelled' }],
    ['EVENT_NOT_OPEN', 'the event was completed', 2, { status: 'completed' }],
  ])('is refused with %s, when %s', async (code, _what, people, fields) => {
    const [{ eventId, userIds }, userId] = [await anEventWith(people), await aUser()];
    const { answer } = await inCrowd(eventId, userId, { [step]: edited(eventId, fields) });
    expectProblem(answer, code);
    expect(await stored(registrations.ref(eventId, userId))).toBeUndefined();
    await expectSound(eventId, userIds, []);
  });

  test('may wait, when the waitlist was switched on', async () => {
    const [{ eventId, userIds }, userId] = [await anEventWith(1, { hasWaitlist: false }), await aUser()];
    const fillAndOpen = async () => {
      userIds.push(...(await registeredUsers(eventId, 1)));
      await updateEvent(eventId, { hasWaitlist: true });
    };
    const { answer } = await inCrowd(eventId, userId, { [step]: fillAndOpen });
    expect(answer).toMatchObject({ status: 201, body: { waitlistPosition: 1 } });
    await expectSound(eventId, userIds, [userId]);
  });

  test('is sorted by the new date, when the event got another one', async () => {
    const [{ eventId, userIds }, userId] = [await anEventWith(1), await aUser()];
    await inCrowd(eventId, userId, { [step]: edited(eventId, { date: '2031-02-03' }) });
    const row = await stored(registrations.ref(eventId, userId));
    expect(row?.dateEventId).toBe(`2031-02-03#${eventId}`);
    await expectSound(eventId, [...userIds, userId], []);
  });

  test('is told that there is no such event, when it was deleted, and the funnel expires', async () => {
    const [{ eventId }, userId] = [await anEventWith(1), await aUser()];
    const { incarnation } = (await stored(seats.ref(eventId))) as seats.Item;
    const remove = async () => expect((await deleteEvent(eventId)).status).toBe(204);
    expectProblem((await inCrowd(eventId, userId, { [step]: remove })).answer, 'EVENT_NOT_FOUND');
    const funnel = await stored(funnels.ref(incarnation, funnels.funnelOf(userId, FUNNELS)));
    expect(funnel).toHaveProperty('expiresAt');
    await settleEvents();
    expect(await stored(registrations.ref(eventId, userId))).toBeUndefined();
    expect(await stored(seats.ref(eventId))).toBeUndefined();
  });

  test('is registered at the next event of the same id, when theirs was deleted', async () => {
    const [{ eventId }, userId] = [await anEventWith(1), await aUser()];
    const replace = async () => {
      await deleteEvent(eventId);
      await settleEvents();
      await anEvent({ eventId, capacity: 1, date: '2032-01-01' });
    };
    const { answer } = await inCrowd(eventId, userId, { [step]: replace });
    expect(answer).toMatchObject({ status: 201, body: { status: 'registered' } });
    const row = await stored(registrations.ref(eventId, userId));
    expect(row?.dateEventId).toBe(`2032-01-01#${eventId}`);
    expect(await countsOf(eventId)).toEqual([1, 0]);
    await expectSound(eventId, [userId], []);
  });
});

test('a crowd beside an organiser who edits all the time gets true answers, and leaves a sound event', async () => {
  const [eventId, userIds] = [await anEvent({ capacity: 5 }), await someUsers(12)];
  await crowd(eventId);
  const coming = comeAtOnce(await newProcesses(2), eventId, userIds);
  const edits = [{ capacity: 9 }, { hasWaitlist: false }, { date: '2030-01-01' }, { hasWaitlist: true }];
  for (const fields of edits) expect((await updateEvent(eventId, fields)).status).toBe(200);
  const answers = await coming;
  expect(answers.filter(({ status }) => ![201, 409].includes(status))).toEqual([]);
  await sweepAll(eventId);
  await settleEvents();
  const there = userIds.filter((_, n) => answers[n]?.status === 201);
  for (const userId of userIds) {
    const row = await stored(registrations.ref(eventId, userId));
    expect(row?.dateEventId).toBe(there.includes(userId) ? `2030-01-01#${eventId}` : undefined);
  }
  expect(await violationsOf(eventId)).toEqual([]);
});
