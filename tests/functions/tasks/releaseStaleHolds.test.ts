import * as registrations from '../../../lib/repositories/registrations.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import { type NamedFaults, withFaults } from '../../simulator/callFaults.ts';
import { register, settleEvents } from '../../support/api/operations.ts';
import {
  countsOf,
  expectSound,
  forgetRecentHolds,
  holdInVain,
  holdOutcomeOf,
  inCrowd,
  letTimePass,
  releaseStaleHolds,
  sweepAll,
} from '../../support/records/holds.ts';
import { anEvent, aUser, registeredUsers, stored } from '../../support/records/records.ts';
import { aFullEvent } from '../../support/records/unfinished.ts';
import { violationsOf } from '../../support/records/violations.ts';

describe('a hold that nobody confirmed', () => {
  test.each([
    ['before its first transaction', 'takeSeat'],
    ['before it checks', 'readEvent'],
    ['before it acquires the hold', 'hold'],
    ['before it confirms the hold', 'confirm'],
  ] as const)(
    'is released when the process died %s, and the person can register again',
    async (_when, call) => {
      const [eventId, userId] = [await anEvent({ capacity: 1 }), await aUser()];
      expect((await inCrowd(eventId, userId, { [call]: 'dead' as const })).answer.status).toBe(500);
      expect(await countsOf(eventId)).toEqual([call === 'confirm' ? 1 : 0, 0]);
      await sweepAll(eventId);
      await expectSound(eventId, [], []);
      expect(await stored(registrations.ref(eventId, userId))).toBeUndefined();
      expect(await stored(seats.ref(eventId))).not.toHaveProperty('sweep');
      expect((await register(eventId, userId)).body.status).toBe('registered');
    },
  );

  test('is released once when many sweeps run at once', async () => {
    const eventId = await anEvent({ capacity: 3 });
    const userIds = await registeredUsers(eventId, 1);
    await holdInVain(eventId, 4);
    expect(await countsOf(eventId)).toEqual([3, 2]);
    await letTimePass(eventId);
    await releaseStaleHolds();
    await letTimePass(eventId);
    await Promise.all(Array.from({ length: 6 }, () => releaseStaleHolds()));
    await expectSound(eventId, userIds, []);
    for (const kind of ['seat', 'queue'] as const) {
      for (const number of [1, 2]) expect(await holdOutcomeOf(eventId, kind, number)).toBe('released');
    }
  });

  test('is released by the next sweep when one dies after releasing another', async () => {
    const eventId = await anEvent({ capacity: 1 });
    await holdInVain(eventId, 3);
    await letTimePass(eventId);
    await releaseStaleHolds();
    await letTimePass(eventId);
    const afterOneRelease: NamedFaults = { release: [undefined, 'dead'], UpdateItem: 'dead' };
    for (const counts of [
      [1, 2],
      [0, 2],
      [0, 1],
    ]) {
      expect(await countsOf(eventId)).toEqual(counts);
      await withFaults('tasks/releaseStaleHolds', afterOneRelease, run => releaseStaleHolds(run));
    }
    expect(await countsOf(eventId)).toEqual([0, 0]);
    expect(await stored(seats.ref(eventId))).toHaveProperty('sweep');
    await releaseStaleHolds();
    expect(await stored(seats.ref(eventId))).not.toHaveProperty('sweep');
    await expectSound(eventId, [], []);
  });

  test('is released by the second sweep after it, even when it is the first hold of its event', async () => {
    const eventId = await anEvent();
    await holdInVain(eventId, 1);
    await releaseStaleHolds();
    await letTimePass(eventId, 45_001);
    await releaseStaleHolds();
    await expectSound(eventId, [], []);
  });

  test('is released when it is older than any request, and not before', async () => {
    const eventId = await anEvent({ capacity: 5 });
    await holdInVain(eventId, 1);
    await letTimePass(eventId);
    await releaseStaleHolds();
    await holdInVain(eventId, 1);
    for (const [n, afterMs] of [0, 40_000, 5_001, 40_000, 5_001].entries()) {
      await letTimePass(eventId, afterMs);
      await releaseStaleHolds();
      expect(await countsOf(eventId)).toEqual([[2, 2, 1, 1, 0][n], 0]);
    }
    await expectSound(eventId, [], []);
  });

  test('does not affect confirmed holds when it is released', async () => {
    const [{ eventId, userIds }, third] = [await aFullEvent(2), await aUser()];
    await inCrowd(eventId, third, { confirm: ['lost', 'dead'] });
    await holdInVain(eventId, 1);
    const [last = ''] = await registeredUsers(eventId, 1);
    await sweepAll(eventId);
    await expectSound(eventId, userIds.slice(0, 1), [...userIds.slice(1), third, last]);
    expect(await holdOutcomeOf(eventId, 'queue', 3)).toBe('released');
  });

  test('may be the first of two when its answer was lost and many others were acquired meanwhile', async () => {
    const [eventId, userId] = [await anEvent(), await aUser()];
    const others: NamedFaults = { hold: ['lost', () => forgetRecentHolds(eventId)] };
    expect((await inCrowd(eventId, userId, others)).answer.status).toBe(201);
    expect(await countsOf(eventId)).toEqual([2, 0]);
    expect(await violationsOf(eventId)).toEqual([]);
    await sweepAll(eventId);
    await expectSound(eventId, [userId], []);
  });

  test('passes its seat on to those who wait', async () => {
    const eventId = await anEvent({ capacity: 1 });
    await holdInVain(eventId, 1);
    const waiting = await registeredUsers(eventId, 2);
    await sweepAll(eventId);
    await settleEvents();
    await expectSound(eventId, waiting.slice(0, 1), waiting.slice(1));
  });
});
