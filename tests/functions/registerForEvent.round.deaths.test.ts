import * as registrations from '../../lib/repositories/registrations.ts';
import type { NamedFaults } from '../simulator/callFaults.ts';
import { settleEvents, stateOf } from '../support/api/operations.ts';
import { countsOf, expectSound, holdOutcomeOf, inCrowd, sweepAll } from '../support/records/holds.ts';
import { anEvent, aUser, stored } from '../support/records/records.ts';
import {
  aCrowdedEvent,
  comeAtOnce,
  lastHoldsOf,
  newProcesses,
  someUsers,
} from '../support/records/rounds.ts';
import { violationsOf } from '../support/records/violations.ts';

/** The steps after which the process of somebody who closes a round may die. */
const DEATHS: [after: string, faults: NamedFaults][] = [
  ['it arrived', { readRound: 'dead' }],
  ['it fenced the first funnel', { fence: [undefined, 'dead'] }],
  ['it fenced all funnels', { commit: 'dead' }],
  ['it committed the round', { publish: 'dead' }],
  ['it published the round', { confirm: 'dead' }],
];

/** The event has a hold on each of its two seats. That of the dead one has no outcome, and the other is confirmed. */
async function expectOneOpenHold(eventId: string): Promise<void> {
  expect([await countsOf(eventId), await lastHoldsOf(eventId)]).toEqual([
    [2, 0],
    [2, 0],
  ]);
  const outcomes = [await holdOutcomeOf(eventId, 'seat', 1), await holdOutcomeOf(eventId, 'seat', 2)];
  expect(outcomes.sort()).toEqual(['confirmed', undefined]);
  expect(await violationsOf(eventId)).toEqual([]);
}

describe.each(DEATHS)('when the process that closes a round dies after %s', (_after, faults) => {
  test('the next person closes it, and the sweep releases the hold of the dead alone', async () => {
    const [eventId, dead, next] = [await anEvent({ capacity: 2 }), await aUser(), await aUser()];
    expect((await inCrowd(eventId, dead, faults)).answer.status).toBe(500);
    const { answer } = await inCrowd(eventId, next);
    expect(answer).toMatchObject({ status: 201, body: { status: 'registered' } });
    await expectOneOpenHold(eventId);
    await sweepAll(eventId);
    await expectSound(eventId, [next], []);
    expect(await stored(registrations.ref(eventId, dead))).toBeUndefined();
    const outcomes = [await holdOutcomeOf(eventId, 'seat', 1), await holdOutcomeOf(eventId, 'seat', 2)];
    expect(outcomes.sort()).toEqual(['confirmed', 'released']);
  });

  test('people who come at once afterwards, in two processes, are all there, once', async () => {
    const [eventId, dead, userIds] = [
      await aCrowdedEvent({ capacity: 3 }),
      await aUser(),
      await someUsers(8),
    ];
    expect((await inCrowd(eventId, dead, faults)).answer.status).toBe(500);
    const answers = await comeAtOnce(await newProcesses(2), eventId, userIds);
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(201));
    expect(await violationsOf(eventId)).toEqual([]);
    const [seated = 0, waiting = 0] = await countsOf(eventId);
    expect(seated + waiting).toBe(9);
    expect((await lastHoldsOf(eventId)).reduce((sum, last) => sum + last)).toBe(9);
    await sweepAll(eventId);
    await settleEvents();
    const { event, registrations: rows } = await stateOf(eventId);
    expect(event).toMatchObject({ registeredCount: 3, waitlistCount: 5 });
    expect(rows.map(({ userId }: { userId: string }) => userId).sort()).toEqual([...userIds].sort());
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test('the same person comes again, and has one registration', async () => {
    const [eventId, userId] = [await anEvent({ capacity: 2 }), await aUser()];
    await inCrowd(eventId, userId, faults);
    expect((await inCrowd(eventId, userId)).answer.status).toBe(201);
    await sweepAll(eventId);
    await expectSound(eventId, [userId], []);
  });
});
