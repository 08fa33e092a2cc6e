import * as registrations from '../../../lib/repositories/registrations.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import { type NamedFaults, withFaults } from '../../simulator/callFaults.ts';
import { register, settleEvents } from '../../support/api/operations.ts';
import {
  countsOf,
  expectSound,
  holdInVain,
  holdOutcomeOf,
  inCrowd,
  letTimePass,
  registeredByRounds,
  releaseStaleHolds,
  sweepAll,
} from '../../support/records/holds.ts';
import { anEvent, aUser, registeredUsers, stored } from '../../support/records/records.ts';
import { aFullEvent } from '../../support/records/unfinished.ts';
import { violationsOf } from '../../support/records/violations.ts';

describe('a hold that nobody confirmed', () => {
  test.each([
    ['before it reads the event', 'readEvent', 0],
    ['before its first transaction', 'takeSeat', 0],
    ['before it checks', 'checkPerson', 0],
    ['before it arrives', 'arrive', 0],
    ['before the round is committed', 'commit', 0],
    ['before the round is published', 'publish', 1],
    ['before it confirms the hold', 'confirm', 1],
  ] as const)(
    'is released when the process died %s, and the person can register again',
    async (_when, call, held) => {
      const [eventId, userId] = [await anEvent({ capacity: 1 }), await aUser()];
      expect((await inCrowd(eventId, userId, { [call]: 'dead' as const })).answer.status).toBe(500);
      expect(await countsOf(eventId)).toEqual([held, 0]);
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

  test('is released by the next sweep when one dies, and once when one dies after its release', async () => {
    const eventId = await anEvent({ capacity: 1 });
    await holdInVain(eventId, 3);
    await letTimePass(eventId);
    await releaseStaleHolds();
    await letTimePass(eventId);
    const deaths: [NamedFaults, number[]][] = [
      [{ release: 'dead' }, [1, 2]],
      [{ UpdateItem: 'dead' }, [0, 0]],
      [{ UpdateItem: 'dead' }, [0, 0]],
    ];
    for (const [faults, counts] of deaths) {
      const run = withFaults('tasks/releaseStaleHolds', faults, handler => releaseStaleHolds(handler));
      await expect(run).rejects.toThrow('1 of 1 events could not be swept');
      expect(await countsOf(eventId)).toEqual(counts);
    }
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

  test('may be the first of two when the answer to its arrival was lost and five rounds went by meanwhile', async () => {
    const [eventId, userId] = [await anEvent({ capacity: 8 }), await aUser()];
    const others: string[] = [];
    const fiveRounds = async () => others.push(...(await registeredByRounds(eventId, 5)));
    const { answer } = await inCrowd(eventId, userId, { arrive: ['lost', fiveRounds] });
    expect(answer.status).toBe(201);
    expect(await countsOf(eventId)).toEqual([7, 0]);
    expect(await violationsOf(eventId)).toEqual([]);
    await sweepAll(eventId);
    await expectSound(eventId, [...others, userId], []);
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
