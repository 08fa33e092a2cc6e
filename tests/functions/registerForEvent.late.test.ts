import * as departures from '../../lib/repositories/departures.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { expectProblem } from '../support/api/expectations.ts';
import { expectPeople, listUserRegistrations, register, unregister } from '../support/api/operations.ts';
import { expectSound, inCrowd, sweepAll } from '../support/records/holds.ts';
import { aUser, stored } from '../support/records/records.ts';
import { aFullEvent } from '../support/records/unfinished.ts';

/** The floor of a queue, and the tickets that departed above it. */
async function queueOf(eventId: string): Promise<[floor: number, departed: number[]]> {
  const { floor, incarnation } = (await stored(seats.ref(eventId))) as seats.Item;
  const departed = await departures.between(incarnation, floor + 1, 99);
  return [floor, departed.filter(ticket => ticket > floor).sort()];
}

/** A full event. Somebody holds a ticket, the next one is promoted meanwhile, and then the hold is confirmed. */
async function aLateConfirmation() {
  const { eventId, userIds } = await aFullEvent(1);
  const [late, next] = [await aUser(), await aUser()];
  const promoteNext = async () => {
    expect((await register(eventId, next)).body.waitlistPosition).toBe(2);
    expect((await unregister(eventId, String(userIds[0]))).body.promotedUser).toBe(next);
  };
  const { answer } = await inCrowd(eventId, late, { confirm: promoteNext });
  expect(answer).toMatchObject({ status: 201, body: { status: 'waitlisted', waitlistPosition: 1 } });
  return { eventId, late, next };
}

describe('a hold that is confirmed after a later ticket was promoted', () => {
  test('makes its person the first in the queue, for every reader', async () => {
    const { eventId, late, next } = await aLateConfirmation();
    const others = [await aUser(), await aUser()];
    for (const userId of others) await register(eventId, userId);
    await expectPeople(eventId, [next], [late, ...others]);
    for (const [n, userId] of [late, ...others].entries()) {
      const sentence = `User is already on the waitlist at position ${n + 1}`;
      expectProblem(await register(eventId, userId), 'ALREADY_WAITLISTED', sentence);
      const [only] = (await listUserRegistrations(userId)).body;
      expect(only.registration.waitlistPosition).toBe(n + 1);
    }
  });

  test('keeps the floor of the queue below its ticket until it has an outcome', async () => {
    const { eventId, late, next } = await aLateConfirmation();
    expect(await queueOf(eventId)).toEqual([0, [2]]);
    const others = [await aUser(), await aUser(), await aUser()];
    for (const userId of others) await register(eventId, userId);
    expect((await unregister(eventId, next)).body.promotedUser).toBe(late);
    expect(await queueOf(eventId)).toEqual([0, [1, 2]]);
    await sweepAll(eventId);
    expect((await unregister(eventId, late)).body.promotedUser).toBe(others[0]);
    expect((await queueOf(eventId))[0]).toBe(3);
    await expectSound(eventId, others.slice(0, 1), others.slice(1));
  });

  test('raises the floor at once when nobody is left behind it, and nothing is held', async () => {
    const { eventId, late, next } = await aLateConfirmation();
    expect((await unregister(eventId, next)).body.promotedUser).toBe(late);
    expect(await queueOf(eventId)).toEqual([2, []]);
    const [comes, goes] = [await aUser(), await aUser()];
    for (const userId of [comes, goes]) await register(eventId, userId);
    await unregister(eventId, goes);
    expect(await queueOf(eventId)).toEqual([2, [4]]);
    await unregister(eventId, comes);
    expect(await queueOf(eventId)).toEqual([4, []]);
    await expectSound(eventId, [late], []);
  });

  test('is promoted before everybody who joined after it was answered', async () => {
    const { eventId, late, next } = await aLateConfirmation();
    const after = await aUser();
    await register(eventId, after);
    expect((await unregister(eventId, next)).body.promotedUser).toBe(late);
    expect((await unregister(eventId, late)).body.promotedUser).toBe(after);
    await sweepAll(eventId);
    await expectSound(eventId, [after], []);
  });
});

test('a hold that is never confirmed counts before those behind it until it is released', async () => {
  const { eventId, userIds } = await aFullEvent(1);
  const [waits, lost] = [await aUser(), await aUser()];
  expect((await inCrowd(eventId, lost, { confirm: 'dead' })).answer.status).toBe(500);
  expect((await register(eventId, waits)).body.waitlistPosition).toBe(2);
  const positions = async () => (await register(eventId, waits)).body.detail;
  expect(await positions()).toBe('User is already on the waitlist at position 2');
  await sweepAll(eventId);
  expect(await positions()).toBe('User is already on the waitlist at position 1');
  await expectSound(eventId, userIds, [waits]);
});
