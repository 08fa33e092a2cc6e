import { seesAll } from '../../../lib/domain/drafts.ts';
import { MAX_WRITES } from '../../../lib/dynamo/write.ts';
import { newAttempt } from '../../../lib/registrations/attempt.ts';
import { confirmHold } from '../../../lib/registrations/confirmHold.ts';
import * as registrations from '../../../lib/repositories/registrations.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import { type NamedFaults, withFaults } from '../../simulator/callFaults.ts';
import { isRelease } from '../../simulator/callNames.ts';
import { expectPeople, register, settleEvents } from '../../support/api/operations.ts';
import {
  countsOf,
  expectSound,
  holdOutcomeOf,
  letTimePass,
  registeredByRounds,
  releaseStaleHolds,
} from '../../support/records/holds.ts';
import { anEvent, aUser, registeredUsers, stored } from '../../support/records/records.ts';
import { holdTogether, lastHoldsOf } from '../../support/records/rounds.ts';
import { violationsOf } from '../../support/records/violations.ts';

/** The holds of an event become stale, and a sweep has seen them. */
async function becomeStale(eventId: string): Promise<void> {
  await letTimePass(eventId);
  await releaseStaleHolds();
  await letTimePass(eventId);
}

/** A sweep in a new process, whose calls meet these faults. */
const sweepWith = (faults: NamedFaults) =>
  withFaults('tasks/releaseStaleHolds', faults, run => releaseStaleHolds(run));

/** An event of 300 seats, of which 1,000 people hold the seats and the queue, and one of them may confirm late. */
async function aStaleCrowd() {
  const [eventId, userId] = [await anEvent({ capacity: 300 }), await aUser()];
  await holdTogether(eventId, 1000);
  const event = (await stored(seats.ref(eventId))) as seats.Item;
  const { incarnation } = event;
  const hold = { eventId, incarnation, kind: 'seat' as const, number: 7 };
  const attempt = newAttempt({ eventId, userId, request: undefined, findSight: seesAll });
  const confirm = () => confirmHold(attempt, { hold, position: null, event });
  await becomeStale(eventId);
  expect(await countsOf(eventId)).toEqual([300, 700]);
  return { eventId, userId, confirm };
}

test('a thousand stale holds are released by one run, in transactions of at most 100 writes, and those who wait move up', async () => {
  const eventId = await anEvent({ capacity: 2 });
  const seated = await registeredUsers(eventId, 2);
  await holdTogether(eventId, 500);
  const waiting = await registeredByRounds(eventId, 2);
  await holdTogether(eventId, 500);
  waiting.push(...(await registeredByRounds(eventId, 1)));
  expect(await countsOf(eventId)).toEqual([2, 1003]);
  expect((await register(eventId, String(waiting[2]))).body.detail).toContain('position 1003');
  await becomeStale(eventId);
  const { result, calls } = await sweepWith({});
  expect(result.holdsReleased).toBe(1000);
  const releases = calls.filter(isRelease).map(({ input }) => input.TransactItems.length);
  expect(Math.max(...releases)).toBeLessThanOrEqual(MAX_WRITES);
  expect(releases.length).toBeLessThanOrEqual(11);
  expect([await countsOf(eventId), await lastHoldsOf(eventId)]).toEqual([
    [2, 3],
    [0, 1003],
  ]);
  for (const ticket of [1, 500, 503, 1002]) {
    expect(await holdOutcomeOf(eventId, 'queue', ticket)).toBe('released');
  }
  await expectSound(eventId, seated, waiting);
});

test('the seats of stale holds go to those who wait, in order', async () => {
  const eventId = await anEvent({ capacity: 300 });
  await holdTogether(eventId, 400);
  const waiting = await registeredByRounds(eventId, 3);
  await becomeStale(eventId);
  expect((await releaseStaleHolds()).holdsReleased).toBe(400);
  expect(await countsOf(eventId)).toEqual([0, 3]);
  await settleEvents();
  await expectSound(eventId, waiting, []);
});

describe('a late confirmation beside the sweep of a thousand holds', () => {
  test('that comes first keeps its seat, and all others are released', async () => {
    const { eventId, userId, confirm } = await aStaleCrowd();
    const { result } = await sweepWith({ release: confirm });
    expect(result.holdsReleased).toBe(999);
    expect(await holdOutcomeOf(eventId, 'seat', 7)).toBe('confirmed');
    await expectSound(eventId, [userId], []);
  });

  test('that comes after the release of its hold writes nothing', async () => {
    const { eventId, userId, confirm } = await aStaleCrowd();
    const confirmations: unknown[] = [];
    const tooLate = async () => confirmations.push(await confirm());
    const { result } = await sweepWith({ release: [undefined, tooLate] });
    expect([result.holdsReleased, confirmations]).toEqual([1000, [undefined]]);
    expect(await holdOutcomeOf(eventId, 'seat', 7)).toBe('released');
    expect(await stored(registrations.ref(eventId, userId))).toBeUndefined();
    await expectSound(eventId, [], []);
  });

  test('that comes at once with it wins or loses whole', async () => {
    const { eventId, userId, confirm } = await aStaleCrowd();
    const [confirmed, { holdsReleased }] = await Promise.all([confirm(), releaseStaleHolds()]);
    expect(holdsReleased).toBe(confirmed ? 999 : 1000);
    expect(await holdOutcomeOf(eventId, 'seat', 7)).toBe(confirmed ? 'confirmed' : 'released');
    await expectSound(eventId, confirmed ? [userId] : [], []);
  });
});

test('sweeps side by side release a thousand holds once', async () => {
  const { eventId } = await aStaleCrowd();
  const sweeps = await Promise.all(Array.from({ length: 4 }, () => releaseStaleHolds()));
  expect(sweeps.reduce((sum, { holdsReleased }) => sum + holdsReleased, 0)).toBe(1000);
  expect(await countsOf(eventId)).toEqual([0, 0]);
  await expectSound(eventId, [], []);
});

test('a sweep that dies between two transactions is taken up by the next one', async () => {
  const { eventId } = await aStaleCrowd();
  await expect(sweepWith({ release: [undefined, 'dead'] })).rejects.toThrow('could not be swept');
  const [seatsLeft = 0, waitingLeft = 0] = await countsOf(eventId);
  expect(seatsLeft + waitingLeft).toBeGreaterThan(900);
  expect(seatsLeft + waitingLeft).toBeLessThan(1000);
  expect(await violationsOf(eventId)).toEqual([]);
  expect((await releaseStaleHolds()).holdsReleased).toBe(seatsLeft + waitingLeft);
  await expectPeople(eventId, [], []);
  await expectSound(eventId, [], []);
});
