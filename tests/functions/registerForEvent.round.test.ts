import * as seats from '../../lib/repositories/seats.ts';
import { type Fault, withFaults } from '../simulator/callFaults.ts';
import { type Call, isConfirm, isRelease, namesIn } from '../simulator/callNames.ts';
import { expectProblem } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import { stateOf, updateEvent } from '../support/api/operations.ts';
import { expectSound, inCrowd, registration } from '../support/records/holds.ts';
import { anEvent, aUser, stored } from '../support/records/records.ts';
import {
  aCrowdedEvent,
  comeAtOnce,
  fencesAfter,
  someUsers,
  stopForgetting,
  touchesSeats,
} from '../support/records/rounds.ts';
import { violationsOf } from '../support/records/violations.ts';

const { jest } = import.meta;
beforeEach(stopForgetting);
afterEach(() => jest.restoreAllMocks());

/**
 * Somebody takes a seat of an event in a crowd, so that the process remembers the crowd. Then the event is edited, and
 * people come at once, in one round. Returns their answers and calls.
 */
async function oneRoundOf(eventId: string, userIds: string[], edit: object = {}) {
  const first = await aUser();
  const ofRound: Call[] = [];
  let watch: (call: Call) => Fault | undefined = () => undefined;
  const { result } = await withFaults(
    'registerForEvent',
    call => watch(call),
    async handler => {
      expect((await invoke(handler, registration(eventId, first))).status).toBe(201);
      await updateEvent(eventId, edit);
      const untilAllCame = fencesAfter(userIds.length);
      watch = call => {
        ofRound.push(call);
        return untilAllCame(call);
      };
      return comeAtOnce([handler], eventId, userIds);
    },
  );
  return { first, answers: result, calls: ofRound };
}

/**
 * Of a round the seats are touched by those alone who close it, or take it over. The last arrival may be carried out just
 * after the fences, and then has a round of its own.
 */
async function expectFewTouches(eventId: string, calls: Call[], people: number): Promise<void> {
  const names = namesIn(calls.filter(touchesSeats));
  expect(new Set(names)).toEqual(new Set(['readRound', 'commit']));
  expect(names.length).toBeLessThan(people);
  expect([2, 3]).toContain((await stored(seats.ref(eventId)))?.round);
}

describe('a crowd that comes at once, in one process,', () => {
  test('reads the seats less often than there are people, and writes them once', async () => {
    const [eventId, userIds] = [await aCrowdedEvent({ capacity: 21 }), await someUsers(40)];
    const { first, answers, calls } = await oneRoundOf(eventId, userIds);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    await expectFewTouches(eventId, calls, userIds.length);
    const positions = answers.flatMap(({ body }) => body.waitlistPosition ?? []).sort((a, b) => a - b);
    expect(positions).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    const { event, registrations } = await stateOf(eventId);
    expect(event).toMatchObject({ registeredCount: 21, waitlistCount: 20 });
    const registered = registrations.map(({ userId }: { userId: string }) => userId);
    expect(registered.sort()).toEqual([first, ...userIds].sort());
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test.each([
    ['EVENT_FULL', 'full', {}],
    ['EVENT_NOT_OPEN', 'closed', { status: 'cancelled' }],
  ] as const)(
    'is refused with %s without touching the seats, but for those who close it, at a %s event',
    async (code, _what, edit) => {
      const eventId = await aCrowdedEvent({ capacity: 1, hasWaitlist: false });
      const { first, answers, calls } = await oneRoundOf(eventId, await someUsers(16), edit);
      for (const answer of answers) expectProblem(answer, code);
      await expectFewTouches(eventId, calls, answers.length);
      expect(calls.some(call => isConfirm(call) || isRelease(call))).toBe(false);
      await expectSound(eventId, [first], []);
    },
  );
});

test('somebody who is registered, and somebody who is no user, are refused in a crowd without touching the seats', async () => {
  const [eventId, userId] = [await aCrowdedEvent(), await aUser()];
  const { result, calls } = await withFaults('registerForEvent', {}, async handler => {
    const come = (one: string) => invoke(handler, registration(eventId, one));
    return [await come(userId), await come(userId), await come('nobody')] as const;
  });
  expect(result[0].status).toBe(201);
  expectProblem(result[1], 'ALREADY_REGISTERED');
  expectProblem(result[2], 'USER_NOT_FOUND');
  const refusals = calls.slice(calls.findIndex(isConfirm) + 1);
  expect(namesIn(refusals)).toEqual(['checkPerson', 'BatchGetItem', 'checkPerson']);
  expect(refusals.filter(touchesSeats)).toEqual([]);
  await expectSound(eventId, [userId], []);
});

test.each([
  ['met others', 'conflict'],
  [
    'met an event without units',
    { cancelled: ['ThrottlingError', 'None', 'None', 'None'].map(Code => ({ Code })) },
  ],
] as const)(
  'a process that %s goes on by rounds, and sends no transaction about the seats',
  async (_what, fault) => {
    const [eventId, userIds] = [await anEvent({ capacity: 3 }), await someUsers(3)];
    const { result, calls } = await withFaults(
      'registerForEvent',
      { takeSeat: fault as Fault },
      async handler => {
        const answers = [];
        for (const userId of userIds) answers.push(await invoke(handler, registration(eventId, userId)));
        return answers;
      },
    );
    expect(result.map(({ status }) => status)).toEqual([201, 201, 201]);
    const decisive = namesIn(calls).filter(name => ['takeSeat', 'commit', 'confirm'].includes(name));
    expect(decisive).toEqual(['takeSeat', ...Array(3).fill(['commit', 'confirm']).flat()]);
    await expectSound(eventId, userIds, []);
  },
);

test('a process that met a crowd reads the event first for a minute, and then assumes a free seat again', async () => {
  const [eventId, userIds] = [await anEvent({ capacity: 4 }), await someUsers(3)];
  const { result, calls } = await withFaults('registerForEvent', { takeSeat: 'conflict' }, async handler => {
    const begun = Date.now();
    const statuses = [];
    for (const [n, passedMs] of [0, 2000, 60_000].entries()) {
      jest.spyOn(Date, 'now').mockReturnValue(begun + passedMs);
      statuses.push((await invoke(handler, registration(eventId, String(userIds[n])))).status);
    }
    return statuses;
  });
  expect(result).toEqual([201, 201, 201]);
  const names = namesIn(calls);
  expect(names.slice(names.indexOf('confirm') + 1)).toEqual(['readEvent', 'takeSeat', 'takeSeat']);
});

test.each([
  ['a commit that meets twenty transactions on the seats', 'commit', 'conflict'],
  ['a read of the event that is throttled twenty times', 'readRound', 'throttled'],
  ['an outcome that is throttled twenty times', 'publish', 'throttled'],
  ['an outcome that is left unwritten twenty times', 'publish', 'unprocessed'],
] as const)('%s is tried again at once, and gets through', async (_what, step, fault) => {
  const [eventId, userId] = [await anEvent(), await aUser()];
  // Every pause is the longest one that it can be. Those of other calls would outlast the request.
  jest.spyOn(Math, 'random').mockReturnValue(0.999);
  const { answer, calls } = await inCrowd(
    eventId,
    userId,
    { [step]: Array(20).fill(fault) },
    { timeoutMs: 10_000 },
  );
  expect([answer.status, namesIn(calls).filter(name => name === step).length]).toEqual([201, 21]);
  await expectSound(eventId, [userId], []);
});
