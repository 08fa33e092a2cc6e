import * as users from '../../lib/repositories/users.ts';
import { withFaults } from '../simulator/callFaults.ts';
import { isCommit, isConfirm, namesIn } from '../simulator/callNames.ts';
import { invoke } from '../support/api/invoke.ts';
import { stateOf, unregister } from '../support/api/operations.ts';
import {
  countsOf,
  expectSound,
  holdInVain,
  holdOutcomeOf,
  inCrowd,
  registration,
} from '../support/records/holds.ts';
import { anEvent, aUser, registeredUsers, stored } from '../support/records/records.ts';
import { aFullEvent, raiseCapacity } from '../support/records/unfinished.ts';
import { violationsOf } from '../support/records/violations.ts';

const { jest } = import.meta;
afterEach(() => jest.restoreAllMocks());

/** The calls of a round that one person closes, at an event with four funnels that had no round before. */
const ROUND = ['arrive', 'readRound', ...Array(4).fill('fence'), 'commit', 'publish'];

describe('a hold', () => {
  test.each([
    ['a seat after a conflict', 0, 'takeSeat', 'seat', 1, 'Successfully registered for event'],
    [
      'a position in the queue after a conflict',
      3,
      'takeTicket',
      'queue',
      3,
      'Event is full. Added to waitlist at position 3',
    ],
  ] as const)('gives %s', async (_what, people, quiet, kind, number, sentence) => {
    const [{ eventId, userIds }, userId] = [await aFullEvent(people), await aUser()];
    const { answer, calls } = await inCrowd(eventId, userId);
    expect(namesIn(calls)).toEqual(['readEvent', quiet, 'checkPerson', ...ROUND, 'confirm']);
    const { message, ...row } = answer.body;
    expect([answer.status, message]).toEqual([201, sentence]);
    expect((await stateOf(eventId)).registrations.at(-1)).toEqual(row);
    expect(await stored(users.ref(userId))).toMatchObject({ registrationChanges: 2 });
    expect(await holdOutcomeOf(eventId, kind, number)).toBe('confirmed');
    const [seat = '', ...queue] = [...userIds, userId];
    await expectSound(eventId, [seat], queue);
  });

  test('is acquired at once by a second commit when somebody took a ticket meanwhile', async () => {
    const [{ eventId, userIds }, userId] = [await aFullEvent(1), await aUser()];
    const meanwhile = async () => userIds.push(...(await registeredUsers(eventId, 1)));
    const { answer, calls } = await inCrowd(eventId, userId, { commit: meanwhile });
    const again = ['commit', 'publish', 'confirm'];
    expect(namesIn(calls.slice(calls.findIndex(isCommit)))).toEqual(['commit', ...again]);
    expect(answer).toMatchObject({ status: 201, body: { waitlistPosition: 2 } });
    await expectSound(eventId, userIds.slice(0, 1), [...userIds.slice(1), userId]);
  });

  test('is for the queue when others began to wait since the check, even if a seat is free', async () => {
    const [eventId, userId] = [await anEvent({ capacity: 1 }), await aUser()];
    const wait = async () => {
      const [seat = ''] = await registeredUsers(eventId, 1);
      await holdInVain(eventId, 1);
      await unregister(eventId, seat);
    };
    expect((await inCrowd(eventId, userId, { arrive: wait })).answer.body.waitlistPosition).toBe(2);
  });

  test('is for the queue when others began to wait since the round was planned, even if a seat is free', async () => {
    const [eventId, userId] = [await anEvent({ capacity: 1 }), await aUser()];
    const wait = async () => {
      await registeredUsers(eventId, 2);
      await raiseCapacity(eventId, 2);
    };
    expect((await inCrowd(eventId, userId, { commit: wait })).answer.body.waitlistPosition).toBe(2);
  });

  test('is for a seat when one became free since the round was planned', async () => {
    const [{ eventId, userIds }, userId] = [await aFullEvent(1), await aUser()];
    await inCrowd(eventId, userId, { commit: () => unregister(eventId, String(userIds[0])) });
    await expectSound(eventId, [userId], []);
  });

  test('is acquired once when the commit conflicts with two transactions', async () => {
    const [eventId, userId] = [await anEvent(), await aUser()];
    const { answer, calls } = await inCrowd(eventId, userId, { commit: ['conflict', 'conflict'] });
    expect(calls.filter(isCommit)).toHaveLength(3);
    expect([answer.status, await countsOf(eventId)]).toEqual([201, [1, 0]]);
  });

  test.each([
    ['a seat', 0, [1, 0]],
    ['a position in the queue', 2, [1, 2]],
  ])('is recognised when the answer to its commit was lost: %s', async (_what, people, counts) => {
    const [{ eventId, userIds }, userId] = [await aFullEvent(people), await aUser()];
    const { answer, calls } = await inCrowd(eventId, userId, { commit: ['lost', 'lost'] });
    expect(calls.filter(isCommit)).toHaveLength(3);
    expect([answer.status, await countsOf(eventId)]).toEqual([201, counts]);
    const [seat = '', ...queue] = [...userIds, userId];
    await expectSound(eventId, [seat], queue);
  });

  test('is recognised when that answer was lost, even after others took the last seat', async () => {
    const [eventId, userId] = [await anEvent({ capacity: 2 }), await aUser()];
    const meanwhile = async () => {
      await registeredUsers(eventId, 1);
      await holdInVain(eventId, 3);
    };
    const { answer } = await inCrowd(eventId, userId, { commit: ['lost', meanwhile] });
    expect(answer).toMatchObject({ status: 201, body: { status: 'registered' } });
    expect(await countsOf(eventId)).toEqual([2, 3]);
    expect(await holdOutcomeOf(eventId, 'seat', 1)).toBe('confirmed');
  });

  test('keeps its position in the queue when that answer was lost and others came after it', async () => {
    const [{ eventId }, userId] = [await aFullEvent(2), await aUser()];
    const meanwhile = async () => {
      await registeredUsers(eventId, 2);
      await holdInVain(eventId, 1);
    };
    const { answer } = await inCrowd(eventId, userId, { commit: ['lost', meanwhile] });
    expect(answer).toMatchObject({ status: 201, body: { waitlistPosition: 2 } });
  });

  test('gives twelve people at once the five seats and the positions 1 to 7', async () => {
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
