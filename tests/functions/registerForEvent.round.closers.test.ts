import * as funnels from '../../lib/repositories/funnels.ts';
import { lastOutcomeOf } from '../../lib/repositories/lastRound.ts';
import * as roundOutcomes from '../../lib/repositories/roundOutcomes.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { withFaults } from '../simulator/callFaults.ts';
import { namesIn } from '../simulator/callNames.ts';
import type { Answer } from '../support/api/invoke.ts';
import {
  countsOf,
  expectSound,
  holdOutcomeOf,
  inCrowd,
  registeredByRounds,
  sweepAll,
} from '../support/records/holds.ts';
import { anEvent, aUser, stored } from '../support/records/records.ts';
import {
  aCrowdedEvent,
  comeAtOnce,
  FUNNELS,
  fencesAfter,
  lastHoldsOf,
  newProcesses,
  someUsers,
} from '../support/records/rounds.ts';

const seatsOf = async (eventId: string) => (await stored(seats.ref(eventId))) as seats.Item;

/** Creates a user who arrives at this funnel. */
async function aUserAt(funnel: number): Promise<string> {
  for (;;) {
    const userId = await aUser();
    if (funnels.funnelOf(userId, FUNNELS) === funnel) return userId;
  }
}

describe('two who close a round at once', () => {
  test.each(['readRound', 'fence', 'commit', 'publish'] as const)(
    'both get their seats, once, when one is held up before %s and the other one overtakes it',
    async step => {
      const [eventId, slow, fast] = [await anEvent({ capacity: 3 }), await aUser(), await aUser()];
      const answers: Answer[] = [];
      const overtake = async () => answers.push((await inCrowd(eventId, fast)).answer);
      answers.push((await inCrowd(eventId, slow, { [step]: overtake })).answer);
      expect(answers.map(({ status, body }) => [status, body.status])).toEqual(
        Array(2).fill([201, 'registered']),
      );
      expect(await lastHoldsOf(eventId)).toEqual([2, 0]);
      for (const number of [1, 2]) expect(await holdOutcomeOf(eventId, 'seat', number)).toBe('confirmed');
      await expectSound(eventId, [slow, fast], []);
    },
  );

  test('both get their seats, once, when they came first at different funnels and begin together', async () => {
    for (let n = 0; n < 5; n += 1) {
      const eventId = await aCrowdedEvent({ capacity: 3 });
      const userIds = [await aUserAt(0), await aUserAt(3)];
      const { result } = await withFaults('registerForEvent', fencesAfter(2), async handler =>
        comeAtOnce([handler, ...(await newProcesses(1))], eventId, userIds),
      );
      expect(result.map(({ status }) => status)).toEqual([201, 201]);
      expect(await lastHoldsOf(eventId)).toEqual([2, 0]);
      await expectSound(eventId, userIds, []);
    }
  });
});

test('the outcome of a round that its committer did not publish is published by those who close the next one, before they commit it', async () => {
  const [eventId, dead, next] = [await anEvent(), await aUser(), await aUser()];
  expect((await inCrowd(eventId, dead, { publish: 'dead' })).answer.status).toBe(500);
  const outcome = lastOutcomeOf(await seatsOf(eventId));
  if (!outcome) throw new Error('No round was committed');
  expect(await roundOutcomes.isPublished(outcome)).toBe(false);
  const { answer, calls } = await inCrowd(eventId, next);
  expect(answer.status).toBe(201);
  const writes = namesIn(calls).filter(name => ['commit', 'publish'].includes(name));
  expect(writes).toEqual(['publish', 'commit', 'publish']);
  expect(await stored(roundOutcomes.ref(outcome, 0))).toMatchObject(outcome);
  expect(lastOutcomeOf(await seatsOf(eventId))).toMatchObject({ round: 2, lastSeatHold: 1 });
});

describe('somebody slow finds the outcome of their round, though two more rounds were closed meanwhile,', () => {
  test('when they are about to close it', async () => {
    const [eventId, slow] = [await anEvent({ capacity: 4 }), await aUser()];
    const others: string[] = [];
    const threeRounds = async () => others.push(...(await registeredByRounds(eventId, 3)));
    const { answer, calls } = await inCrowd(eventId, slow, { readRound: threeRounds });
    expect(answer).toMatchObject({ status: 201, body: { status: 'registered' } });
    expect(namesIn(calls)).not.toContain('commit');
    expect([(await seatsOf(eventId)).round, await lastHoldsOf(eventId)]).toEqual([3, [4, 0]]);
    await expectSound(eventId, [slow, ...others], []);
  });

  test('when they wait for others who close it', async () => {
    const eventId = await anEvent({ capacity: 5 });
    const [dead, slow] = [await aUserAt(2), await aUserAt(2)];
    expect((await inCrowd(eventId, dead, { readRound: 'dead' })).answer.status).toBe(500);
    const others: string[] = [];
    const threeRounds = async () => others.push(...(await registeredByRounds(eventId, 3)));
    const { answer, calls } = await inCrowd(eventId, slow, { lookForOutcome: threeRounds });
    expect(answer).toMatchObject({ status: 201, body: { status: 'registered' } });
    expect(namesIn(calls)).not.toContain('readRound');
    expect([(await seatsOf(eventId)).round, await countsOf(eventId)]).toEqual([3, [5, 0]]);
    await sweepAll(eventId);
    await expectSound(eventId, [slow, ...others], []);
  });
});

test('people who come while a round is being closed are in the next one, behind all who came in it (rule 4)', async () => {
  const [eventId, [first = '', ...later]] = [await aCrowdedEvent({ capacity: 1 }), await someUsers(6)];
  const answers: Answer[] = [];
  const come = async () => answers.push(...(await comeAtOnce(await newProcesses(2), eventId, later)));
  expect((await inCrowd(eventId, first, { commit: come })).answer.body.status).toBe('registered');
  const inLine = answers.map(({ body }) => body).sort((a, b) => a.waitlistPosition - b.waitlistPosition);
  expect(inLine.map(({ waitlistPosition }) => waitlistPosition)).toEqual([1, 2, 3, 4, 5]);
  await expectSound(
    eventId,
    [first],
    inLine.map(({ userId }) => userId),
  );
});
