import type { ErrorCode } from '../../lib/core/errors.ts';
import { violationsOf } from '../../lib/maintenance/audit.ts';
import * as seats from '../../lib/repositories/seats.ts';
import * as users from '../../lib/repositories/users.ts';
import {
  answerWith,
  type Call,
  isConfirm,
  isHold,
  isTakeSeat,
  namesIn,
  withFaults,
} from '../simulator/callFaults.ts';
import { callsOf } from '../simulator/calls.ts';
import { expectProblem } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import {
  deleteEvent,
  deleteUser,
  register,
  stateOf,
  unregister,
  updateEvent,
} from '../support/api/operations.ts';
import { stopClock } from '../support/records/clock.ts';
import {
  aFullEventWithoutQueue,
  countsOf,
  expectSound,
  holdInVain,
  holdOutcomeOf,
  inCrowd,
  registration,
  sweepAll,
} from '../support/records/holds.ts';
import { anEvent, aUser, registeredUsers, stored } from '../support/records/records.ts';
import { aFullEvent, aHalfDeletedEvent } from '../support/records/unfinished.ts';

const { jest } = import.meta;

afterEach(() => jest.restoreAllMocks());

const BY_HOLD = ['takeSeat', 'readEvent', 'hold', 'confirm'];

describe('without others in the way', () => {
  test.each<[string, () => Promise<string>]>([
    ['a seat', () => anEvent()],
    ['a refusal', aFullEventWithoutQueue],
  ])('%s costs one transaction, and no hold', async (_what, prepare) => {
    const [eventId, userId] = [await prepare(), await aUser()];
    expect(await callsOf(() => register(eventId, userId))).toEqual(['TransactWriteItems']);
    expect(await stored(seats.ref(eventId))).not.toHaveProperty('sweep');
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test('a place in the queue costs three calls for the first person, and for those who come after them', async () => {
    const { eventId } = await aFullEvent(1);
    for (const position of [1, 2]) {
      const request = registration(eventId, await aUser());
      const { answer, calls } = await answerWith('registerForEvent', request, {});
      expect(answer.body.waitlistPosition).toBe(position);
      expect(namesIn(calls)).toEqual(['takeSeat', 'hold', 'confirm']);
    }
    expect(await violationsOf(eventId)).toEqual([]);
  });
});

describe('a hold', () => {
  test.each([
    ['a seat', 0, 'seat', 1, 'Successfully registered for event'],
    ['a place', 3, 'queue', 3, 'Event is full. Added to waitlist at position 3'],
  ] as const)('gives %s after the first conflict', async (_what, people, kind, number, sentence) => {
    const [{ eventId, userIds }, userId] = [await aFullEvent(people), await aUser()];
    const { answer, calls } = await inCrowd(eventId, userId);
    expect(namesIn(calls)).toEqual(BY_HOLD);
    const { message, ...row } = answer.body;
    expect([answer.status, message]).toEqual([201, sentence]);
    expect((await stateOf(eventId)).registrations.at(-1)).toEqual(row);
    expect(await stored(users.ref(userId))).toMatchObject({ registrationCount: 1 });
    expect(await holdOutcomeOf(eventId, kind, number)).toBe('confirmed');
    const [seat = '', ...queue] = [...userIds, userId];
    await expectSound(eventId, [seat], queue);
  });

  test('is acquired by a second update when another hold was the first one meanwhile', async () => {
    const [{ eventId, userIds }, userId] = [await aFullEvent(1), await aUser()];
    const meanwhile = async () => userIds.push(...(await registeredUsers(eventId, 1)));
    const request = registration(eventId, userId);
    const { answer, calls } = await answerWith('registerForEvent', request, { hold: meanwhile });
    expect(namesIn(calls)).toEqual(['takeSeat', 'hold', 'hold', 'confirm']);
    expect(answer).toMatchObject({ status: 201, body: { waitlistPosition: 2 } });
    await expectSound(eventId, userIds.slice(0, 1), [...userIds.slice(1), userId]);
  });

  test('is for the queue when others came to wait since the look, though a seat is free', async () => {
    const [eventId, userId] = [await anEvent({ capacity: 1 }), await aUser()];
    const wait = async () => {
      const [seat = ''] = await registeredUsers(eventId, 1);
      await holdInVain(eventId, 1);
      await unregister(eventId, seat);
    };
    expect((await inCrowd(eventId, userId, { hold: wait })).answer.body.waitlistPosition).toBe(2);
  });

  test('is for a seat when one became free since the look', async () => {
    const [{ eventId, userIds }, userId] = [await aFullEvent(1), await aUser()];
    await inCrowd(eventId, userId, { hold: () => unregister(eventId, String(userIds[0])) });
    await expectSound(eventId, [userId], []);
  });

  test('is acquired once, though the update meets transactions of others twice', async () => {
    const [eventId, userId] = [await anEvent(), await aUser()];
    const { answer, calls } = await inCrowd(eventId, userId, { hold: ['conflict', 'conflict'] });
    expect(calls.filter(isHold)).toHaveLength(3);
    expect([answer.status, await countsOf(eventId)]).toEqual([201, [1, 0]]);
  });

  test.each([
    ['a seat', 0, [1, 0]],
    ['a place', 2, [1, 2]],
  ])('is known again when the answer that told it was lost: %s', async (_what, people, counts) => {
    const [{ eventId, userIds }, userId] = [await aFullEvent(people), await aUser()];
    const { answer, calls } = await inCrowd(eventId, userId, { hold: ['lost', 'lost'] });
    expect(calls.filter(isHold)).toHaveLength(3);
    expect([answer.status, await countsOf(eventId)]).toEqual([201, counts]);
    const [seat = '', ...queue] = [...userIds, userId];
    await expectSound(eventId, [seat], queue);
  });

  test('is known again when others acquired holds, and took the last seat, since its answer was lost', async () => {
    const [eventId, userId] = [await anEvent({ capacity: 2 }), await aUser()];
    const meanwhile = async () => {
      await registeredUsers(eventId, 1);
      await holdInVain(eventId, 3);
    };
    const { answer } = await inCrowd(eventId, userId, { hold: ['lost', meanwhile] });
    expect(answer).toMatchObject({ status: 201, body: { status: 'registered' } });
    expect(await countsOf(eventId)).toEqual([2, 3]);
    expect(await holdOutcomeOf(eventId, 'seat', 1)).toBe('confirmed');
  });

  test('tells the place in the queue that it has, though others came behind it since its answer was lost', async () => {
    const [{ eventId }, userId] = [await aFullEvent(2), await aUser()];
    const meanwhile = async () => {
      await registeredUsers(eventId, 2);
      await holdInVain(eventId, 1);
    };
    const { answer } = await inCrowd(eventId, userId, { hold: ['lost', meanwhile] });
    expect(answer).toMatchObject({ status: 201, body: { waitlistPosition: 2 } });
  });

  test('gives twelve people at once for five seats five seats and the places 1 to 7', async () => {
    const eventId = await anEvent({ capacity: 5 });
    const userIds = await Promise.all(Array.from({ length: 12 }, () => aUser()));
    const { result, calls } = await withFaults(
      'registerForEvent',
      call => (call.operation === 'TransactWriteItems' && !isConfirm(call) ? 'conflict' : undefined),
      handler => Promise.all(userIds.map(userId => invoke(handler, registration(eventId, userId)))),
    );
    expect(calls.filter(isConfirm)).toHaveLength(12);
    const rows = result.map(({ body: { message, ...row } }) => row);
    expect(rows.map(row => row.waitlistPosition).sort()).toEqual([
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      ...Array(5).fill(null),
    ]);
    const { event, registrations } = await stateOf(eventId);
    expect(event).toMatchObject({ registeredCount: 5, waitlistCount: 7 });
    expect(registrations).toEqual(expect.arrayContaining(rows));
    expect(await violationsOf(eventId)).toEqual([]);
  });
});

describe('someone who looks first is told what others are, and leaves nothing behind:', () => {
  const personAt = async (people: number, fields: object = {}): Promise<[string, string?]> => {
    const { eventId, userIds } = await aFullEvent(people);
    await updateEvent(eventId, fields);
    return [eventId, userIds.at(-1)];
  };
  test.each<[ErrorCode, string, () => Promise<[eventId: string, userId?: string]>]>([
    ['USER_NOT_FOUND', 'an unknown user', async () => [await anEvent(), 'nobody']],
    ['USER_NOT_FOUND', 'that before an unknown event', async () => ['nowhere', 'nobody']],
    ['EVENT_NOT_FOUND', 'an unknown event', async () => ['nowhere']],
    ['EVENT_NOT_FOUND', 'a deleted event', async () => [(await aHalfDeletedEvent()).eventId]],
    ['ALREADY_REGISTERED', 'a seat at a closed event', () => personAt(1, { status: 'cancelled' })],
    ['ALREADY_WAITLISTED', 'a place in the queue', () => personAt(3)],
    ['EVENT_FULL', 'a full event', async () => [await aFullEventWithoutQueue()]],
    ['EVENT_NOT_OPEN', 'a closed event', async () => [await anEvent({ status: 'completed' })]],
  ])('%s: %s', async (code, _what, prepare) => {
    const [eventId, userId = await aUser()] = await prepare();
    const items = () => Promise.all([stored(seats.ref(eventId)), stored(users.ref(userId))]);
    const before = [...(await items()), await stateOf(eventId)];
    const request = registration(eventId, userId);
    const { answer, calls } = await answerWith('registerForEvent', request, { takeSeat: 'conflict' });
    expectProblem(answer, code);
    expect(answer).toEqual(await register(eventId, userId));
    const [attempt, check] = namesIn(calls);
    expect([attempt, check]).toEqual(['takeSeat', 'readEvent']);
    expect([...(await items()), await stateOf(eventId)]).toEqual(before);
  });
});

describe('who is overtaken is told the truth, and leaves nothing behind,', () => {
  const closes = async (eventId: string) => updateEvent(eventId, { status: 'cancelled' });
  test.each<
    [string, 'hold' | 'confirm', (eventId: string, userId: string) => Promise<unknown>, ErrorCode, number]
  >([
    ['when the last seat went', 'hold', eventId => registeredUsers(eventId, 1), 'EVENT_FULL', 1],
    ['when the event was closed', 'hold', closes, 'EVENT_NOT_OPEN', 0],
    ['when the event was deleted', 'hold', deleteEvent, 'EVENT_NOT_FOUND', 0],
    ['when they were deleted', 'confirm', (_, userId) => deleteUser(userId), 'USER_NOT_FOUND', 0],
    ['when they registered meanwhile', 'confirm', register, 'ALREADY_REGISTERED', 1],
  ])('%s', async (_what, call, happens, code, people) => {
    const eventId = await anEvent({ capacity: call === 'confirm' ? 2 : 1, hasWaitlist: false });
    const userId = await aUser();
    const { answer, calls } = await inCrowd(eventId, userId, { [call]: () => happens(eventId, userId) });
    expectProblem(answer, code);
    expect(await stored(seats.ref(eventId))).toMatchObject({ registeredCount: people, waitlistCount: 0 });
    const user = await stored(users.ref(userId));
    expect(user?.registrationCount).toBe(happens === register ? 1 : 0);
    expect(calls.some(isConfirm)).toBe(call === 'confirm');
    if (call === 'confirm') expect(await holdOutcomeOf(eventId, 'seat', 1)).toBe('released');
    expect(await violationsOf(eventId)).toEqual([]);
  });

  const LIFE_MS = 60_000;
  /** A request confirms no hold in the last second of its life, and releases it in the first half of that second. */
  const TOO_LATE_TO_CONFIRM_MS = LIFE_MS - 900;

  /** Makes a request, and what is to be called when it confirms its hold: the second time it is too late. */
  function aLateRequest(eventId: string, userId: string) {
    const clock = stopClock();
    let tries = 0;
    const confirming = () => {
      tries += 1;
      if (tries === 2) clock.pass(TOO_LATE_TO_CONFIRM_MS);
    };
    return { request: { ...registration(eventId, userId), timeoutMs: LIFE_MS }, confirming };
  }

  test('and never that nothing was changed, when their hold could not be released', async () => {
    const [eventId, userId] = [await anEvent({ capacity: 1 }), await aUser()];
    const { request, confirming } = aLateRequest(eventId, userId);
    const faults = (call: Call) => {
      if (isConfirm(call)) confirming();
      return call.operation === 'TransactWriteItems' ? 'conflict' : undefined;
    };
    const { answer, calls } = await answerWith('registerForEvent', request, faults);
    expect(calls.filter(isConfirm).length).toBeGreaterThan(1);
    expectProblem(answer, 'TRY_AGAIN', expect.stringContaining('not known'));
    expect(await countsOf(eventId)).toEqual([1, 0]);
    await sweepAll(eventId);
    await expectSound(eventId, [], []);
  });

  test('when there was no time left to confirm the hold', async () => {
    const [eventId, userId] = [await anEvent(), await aUser()];
    const { request, confirming } = aLateRequest(eventId, userId);
    const faults = (call: Call) => {
      if (isConfirm(call)) confirming();
      return isTakeSeat(call) || isConfirm(call) ? 'conflict' : undefined;
    };
    const { answer, logged } = await answerWith('registerForEvent', request, faults);
    expectProblem(answer, 'TRY_AGAIN');
    expect(logged).toEqual(['TRY_AGAIN']);
    expect(await holdOutcomeOf(eventId, 'seat', 1)).toBe('released');
    await expectSound(eventId, [], []);
  });
});
