import * as registrationLists from '../../../lib/repositories/registrationLists.ts';
import { withFaults } from '../../simulator/callFaults.ts';
import { namesIn } from '../../simulator/callNames.ts';
import { deleteEvent, settleEvents } from '../../support/api/operations.ts';
import {
  countsOf,
  expectSound,
  holdInVain,
  holdOutcomeOf,
  inCrowd,
  letTimePass,
  releaseStaleHolds,
  sweepAll,
} from '../../support/records/holds.ts';
import { anEvent, aUser, registeredUsers } from '../../support/records/records.ts';
import { aFullEvent } from '../../support/records/unfinished.ts';
import { violationsOf } from '../../support/records/violations.ts';

describe('a hold that is confirmed too late', () => {
  test.each(['seat', 'queue'] as const)('is refused, and another hold is acquired: %s', async kind => {
    const [eventId, userId] = [await anEvent({ capacity: 1 }), await aUser()];
    const people = kind === 'queue' ? await registeredUsers(eventId, 1) : [];
    const { answer, calls } = await inCrowd(eventId, userId, { confirm: () => sweepAll(eventId) });
    expect(answer.status).toBe(201);
    const steps = namesIn(calls).filter(name => ['arrive', 'commit', 'confirm'].includes(name));
    expect(steps).toEqual(['arrive', 'commit', 'confirm', 'arrive', 'commit', 'confirm']);
    expect([await holdOutcomeOf(eventId, kind, 1), await holdOutcomeOf(eventId, kind, 2)]).toEqual([
      'released',
      'confirmed',
    ]);
    await expectSound(eventId, kind === 'seat' ? [userId] : people, kind === 'seat' ? [] : [userId]);
  });

  test('does not appear under the next event of the same id, where the person can register', async () => {
    const [{ eventId }, userId] = [await aFullEvent(1), await aUser()];
    const next = { eventId, capacity: 1 };
    const { answer } = await inCrowd(eventId, userId, {
      confirm: async () => {
        await deleteEvent(eventId);
        await settleEvents();
        await expect(anEvent(next)).rejects.toThrow('EVENT_BEING_DELETED');
        await sweepAll(eventId);
        await settleEvents();
        await anEvent(next);
      },
    });
    expect(answer).toMatchObject({ status: 201, body: { status: 'registered' } });
    await expectSound(eventId, [userId], []);
    expect(await registrationLists.ofUser(userId, 9)).toMatchObject([{ eventId }]);
  });
});

test('holds that were confirmed long ago stay confirmed when nothing was swept for a year', async () => {
  const [eventId, userId] = [await anEvent({ capacity: 1 }), await aUser()];
  expect((await inCrowd(eventId, userId)).answer.status).toBe(201);
  await letTimePass(eventId, 365 * 86_400_000);
  const { result, logged } = await withFaults('tasks/releaseStaleHolds', {}, run =>
    releaseStaleHolds(run).catch(error => error.message),
  );
  expect(logged).toEqual(['BEST_EFFORT_FAILED']);
  expect(result).toMatch(/^1 of \d+ events could not be swept$/);
  expect(await countsOf(eventId)).toEqual([1, 0]);
  expect(await violationsOf(eventId)).toMatchObject([{ rule: 'HOLDS_ARE_SWEPT' }]);
});

test('a sweep that fails does not keep other events from theirs, and the run ends with an error', async () => {
  const [stuckId, otherId] = [await anEvent({ capacity: 3 }), await anEvent({ capacity: 3 })];
  await holdInVain(stuckId, 1);
  await holdInVain(otherId, 1);
  await letTimePass(stuckId, 365 * 86_400_000);
  const { result } = await withFaults('tasks/releaseStaleHolds', {}, async run => {
    const errors = [];
    for (const _sweep of ['sees the holds', 'releases them']) {
      await letTimePass(otherId);
      errors.push(await releaseStaleHolds(run).catch(error => error.message));
    }
    return errors;
  });
  const error = expect.stringMatching(/^\d of \d events could not be swept$/);
  expect(result).toEqual([error, error]);
  expect([await countsOf(stuckId), await countsOf(otherId)]).toEqual([
    [1, 0],
    [0, 0],
  ]);
});
