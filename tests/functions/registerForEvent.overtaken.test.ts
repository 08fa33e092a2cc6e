import type { ErrorCode } from '../../lib/core/errors.ts';
import * as registrations from '../../lib/repositories/registrations.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { answerWith } from '../simulator/callFaults.ts';
import { type Call, isConfirm, isTakeSeat, namesOf } from '../simulator/callNames.ts';
import { expectProblem } from '../support/api/expectations.ts';
import { deleteEvent, deleteUser, register, updateEvent } from '../support/api/operations.ts';
import { stopClock } from '../support/records/clock.ts';
import {
  countsOf,
  expectSound,
  holdOutcomeOf,
  inCrowd,
  registration,
  sweepAll,
} from '../support/records/holds.ts';
import { anEvent, aUser, registeredUsers, stored } from '../support/records/records.ts';
import { violationsOf } from '../support/records/violations.ts';

const { jest } = import.meta;
afterEach(() => jest.restoreAllMocks());

describe('a request that is overtaken gets the true refusal, and leaves nothing behind,', () => {
  const closes = async (eventId: string) => updateEvent(eventId, { status: 'cancelled' });

  test.each<
    [string, 'commit' | 'confirm', (eventId: string, userId: string) => Promise<unknown>, ErrorCode, number]
  >([
    ['when the last seat went', 'commit', eventId => registeredUsers(eventId, 1), 'EVENT_FULL', 1],
    ['when the event was closed', 'commit', closes, 'EVENT_NOT_OPEN', 0],
    ['when the event was deleted', 'commit', deleteEvent, 'EVENT_NOT_FOUND', 0],
    ['when they were deleted', 'confirm', (_, userId) => deleteUser(userId), 'USER_NOT_FOUND', 0],
    ['when they registered meanwhile', 'confirm', register, 'ALREADY_REGISTERED', 1],
  ])('%s', async (_what, call, happens, code, people) => {
    const eventId = await anEvent({ capacity: call === 'confirm' ? 2 : 1, hasWaitlist: false });
    const userId = await aUser();
    const { answer, calls } = await inCrowd(eventId, userId, { [call]: () => happens(eventId, userId) });
    expectProblem(answer, code);
    expect(await stored(seats.ref(eventId))).toMatchObject({ registeredCount: people, waitlistCount: 0 });
    const row = await stored(registrations.ref(eventId, userId));
    expect(row?.status).toBe(happens === register ? 'registered' : undefined);
    expect(calls.some(isConfirm)).toBe(call === 'confirm');
    if (call === 'confirm') expect(await holdOutcomeOf(eventId, 'seat', 1)).toBe('released');
    expect(await violationsOf(eventId)).toEqual([]);
  });

  const LIFE_MS = 60_000;

  /** A request confirms no hold in the last second of its life, and releases it in the first half of that second. */
  const TOO_LATE_TO_CONFIRM_MS = LIFE_MS - 900;

  /** A round is due to be closed after this time. */
  const ROUND_MS = 50;

  /** Makes a request, and what is to be told of its calls: when it confirms its hold the second time, it is too late. */
  function aLateRequest(eventId: string, userId: string) {
    const clock = stopClock();
    let tries = 0;
    const watch = (call: Call) => {
      if (namesOf(call).includes('lookForOutcome')) clock.pass(ROUND_MS);
      if (isConfirm(call)) tries += 1;
      if (isConfirm(call) && tries === 2) clock.pass(TOO_LATE_TO_CONFIRM_MS);
    };
    return { request: { ...registration(eventId, userId), timeoutMs: LIFE_MS }, watch };
  }

  test('with an open outcome when its hold could not be released', async () => {
    const [eventId, userId] = [await anEvent({ capacity: 1 }), await aUser()];
    const { request, watch } = aLateRequest(eventId, userId);
    const faults = (call: Call) => {
      watch(call);
      return call.operation === 'TransactWriteItems' ? 'conflict' : undefined;
    };
    const { answer, calls } = await answerWith('registerForEvent', request, faults);
    expect(calls.filter(isConfirm).length).toBeGreaterThan(1);
    expectProblem(answer, 'TRY_AGAIN', expect.stringContaining('not known'));
    expect(await countsOf(eventId)).toEqual([1, 0]);
    await sweepAll(eventId);
    await expectSound(eventId, [], []);
  });

  test('with a 503 when there was no time left to confirm the hold', async () => {
    const [eventId, userId] = [await anEvent(), await aUser()];
    const { request, watch } = aLateRequest(eventId, userId);
    const faults = (call: Call) => {
      watch(call);
      return isTakeSeat(call) || isConfirm(call) ? 'conflict' : undefined;
    };
    const { answer, logged } = await answerWith('registerForEvent', request, faults);
    expectProblem(answer, 'TRY_AGAIN');
    expect(logged).toEqual(['TRY_AGAIN']);
    expect(await holdOutcomeOf(eventId, 'seat', 1)).toBe('released');
    await expectSound(eventId, [], []);
  });
});
