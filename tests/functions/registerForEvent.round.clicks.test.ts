import * as registrations from '../../lib/repositories/registrations.ts';
import { withFaults } from '../simulator/callFaults.ts';
import { type Call, isCheckPerson, isConfirm, namesIn } from '../simulator/callNames.ts';
import { expectProblem } from '../support/api/expectations.ts';
import { type Answer, invoke } from '../support/api/invoke.ts';
import { register } from '../support/api/operations.ts';
import {
  countsOf,
  expectSound,
  holdOutcomeOf,
  inCrowd,
  registration,
  sweepAll,
} from '../support/records/holds.ts';
import { anEvent, aUser, stored } from '../support/records/records.ts';
import {
  aCrowdedEvent,
  comeAtOnce,
  crowd,
  fencesAfter,
  lastHoldsOf,
  newProcesses,
} from '../support/records/rounds.ts';
import { aFullEvent } from '../support/records/unfinished.ts';

const { jest } = import.meta;
afterEach(() => jest.restoreAllMocks());

const statuses = (answers: { status: number }[]) => answers.map(({ status }) => status).sort();
const ONE_OF_TWENTY = [201, ...Array(19).fill(409)];

describe('twenty clicks of one person at once, by rounds, in four processes,', () => {
  test.each([
    ['a seat', 0, 'seat', [1, 0]],
    ['a position in the queue', 1, 'queue', [0, 1]],
  ] as const)('get one 201 and one hold: %s', async (_what, people, kind, holds) => {
    const [{ eventId, userIds }, userId] = [await aFullEvent(people), await aUser()];
    await crowd(eventId);
    const { result, calls } = await withFaults('registerForEvent', fencesAfter(20), async handler => {
      const handlers = [handler, ...(await newProcesses(3))];
      return comeAtOnce(handlers, eventId, Array(20).fill(userId));
    });
    expect(statuses(result)).toEqual(ONE_OF_TWENTY);
    expect(namesIn(calls).filter(name => name === 'arrive')).toHaveLength(20);
    expect(await lastHoldsOf(eventId)).toEqual(holds);
    expect(await holdOutcomeOf(eventId, kind, 1)).toBe('confirmed');
    expect(await stored(registrations.ref(eventId, userId))).toMatchObject({ userId });
    const [seated, queue] = kind === 'seat' ? [[userId], []] : [userIds, [userId]];
    await expectSound(eventId, seated, queue);
  });

  test('leave one registration, in any order of their calls', async () => {
    const [eventId, userId] = [await aCrowdedEvent({ capacity: 5 }), await aUser()];
    const answers = await comeAtOnce(await newProcesses(4), eventId, Array(20).fill(userId));
    expect(statuses(answers)).toEqual(ONE_OF_TWENTY);
    await expectSound(eventId, [userId], []);
  });
});

test('a click that comes when the round of another one is over confirms the seat that both have', async () => {
  const [eventId, userId] = [await aCrowdedEvent({ capacity: 1 }), await aUser()];
  const request = registration(eventId, userId);
  const answers: Answer[] = [];
  const click = async (): Promise<void> => {
    const [other] = await newProcesses(1);
    answers.push(await invoke(other, request));
  };
  const { result } = await withFaults('registerForEvent', { confirm: click }, handler =>
    invoke(handler, request),
  );
  expect(statuses([result, ...answers])).toEqual([201, 409]);
  expect(await lastHoldsOf(eventId)).toEqual([1, 0]);
  await expectSound(eventId, [userId], []);
});

test('a click that comes when the round of another one is over waits for its position, and acquires no hold', async () => {
  const [{ eventId, userIds }, userId] = [await aFullEvent(1), await aUser()];
  await crowd(eventId);
  const request = registration(eventId, userId);
  jest.spyOn(Math, 'random').mockReturnValue(0.5);
  const looked = Promise.withResolvers<void>();
  const second: Promise<Answer>[] = [];
  let [checks, click] = [0, async (): Promise<void> => {}];
  const faults = (call: Call) => {
    if (isCheckPerson(call)) checks += 1;
    // The first click has checked once, and the second one has looked whether it is registered, and looks again.
    if (checks === 3) looked.resolve();
    return isConfirm(call) && second.length === 0 ? click : undefined;
  };
  const { result } = await withFaults('registerForEvent', faults, async handler => {
    const [other] = await newProcesses(1);
    click = async () => {
      second.push(invoke(other, request));
      await looked.promise;
    };
    return [await invoke(handler, request), ...(await Promise.all(second))];
  });
  expect(statuses(result)).toEqual([201, 409]);
  expect(await lastHoldsOf(eventId)).toEqual([0, 1]);
  await expectSound(eventId, userIds, [userId]);
});

test('a click takes up the arrival of one that died while their round is open, so that both have one hold', async () => {
  const [eventId, userId] = [await anEvent(), await aUser()];
  expect((await inCrowd(eventId, userId, { readRound: 'dead' })).answer.status).toBe(500);
  expect((await inCrowd(eventId, userId)).answer.status).toBe(201);
  expect(await lastHoldsOf(eventId)).toEqual([1, 0]);
  await expectSound(eventId, [userId], []);
});

test('a click does not take up the hold of one that died when their round is over: others were answered since (rule 4)', async () => {
  const [{ eventId, userIds }, userId, other] = [await aFullEvent(1), await aUser(), await aUser()];
  expect((await inCrowd(eventId, userId, { confirm: 'dead' })).answer.status).toBe(500);
  expect((await register(eventId, other)).body.waitlistPosition).toBe(2);
  const { answer, calls } = await inCrowd(eventId, userId);
  expect(answer).toMatchObject({ status: 201, body: { waitlistPosition: 3 } });
  expect(namesIn(calls).filter(name => name === 'arrive')).toHaveLength(1);
  expect(await countsOf(eventId)).toEqual([1, 3]);
  expect(await holdOutcomeOf(eventId, 'queue', 1)).toBeUndefined();
  await sweepAll(eventId);
  expect(await holdOutcomeOf(eventId, 'queue', 1)).toBe('released');
  await expectSound(eventId, userIds, [other, userId]);
  expectProblem(await register(eventId, userId), 'ALREADY_WAITLISTED', expect.stringContaining('position 2'));
});
