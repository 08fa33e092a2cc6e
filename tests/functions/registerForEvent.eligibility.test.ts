import type { ErrorCode } from '../../lib/core/errors.ts';
import * as seats from '../../lib/repositories/seats.ts';
import * as users from '../../lib/repositories/users.ts';
import { answerWith } from '../simulator/callFaults.ts';
import { namesIn } from '../simulator/callNames.ts';
import { callsOf } from '../simulator/calls.ts';
import { expectAlike, expectProblem } from '../support/api/expectations.ts';
import { register, stateOf, updateEvent } from '../support/api/operations.ts';
import { aFullEventWithoutQueue, registration } from '../support/records/holds.ts';
import { anEvent, aUser, stored } from '../support/records/records.ts';
import { aFullEvent, aHalfDeletedEvent } from '../support/records/unfinished.ts';
import { violationsOf } from '../support/records/violations.ts';

const { jest } = import.meta;
afterEach(() => jest.restoreAllMocks());

describe('without others in the way', () => {
  test.each<[string, string[], () => Promise<string>]>([
    ['a seat of an event that the process does not know', ['BatchGetItem'], () => anEvent()],
    ['a refusal', [], aFullEventWithoutQueue],
  ])('%s costs one transaction, beside the calls %j, and no hold', async (_what, before, prepare) => {
    const [eventId, userId] = [await prepare(), await aUser()];
    expect(await callsOf(() => register(eventId, userId))).toEqual([...before, 'TransactWriteItems']);
    expect(await stored(seats.ref(eventId))).not.toHaveProperty('sweep');
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test('a position in the queue costs a read and one transaction, and no hold', async () => {
    const { eventId } = await aFullEvent(1);
    for (const position of [1, 2]) {
      const request = registration(eventId, await aUser());
      const { answer, calls } = await answerWith('registerForEvent', request, {});
      expect(answer.body.waitlistPosition).toBe(position);
      expect(namesIn(calls)).toEqual(['readEvent', 'takeTicket']);
    }
    expect(await stored(seats.ref(eventId))).not.toHaveProperty('sweep');
    expect(await violationsOf(eventId)).toEqual([]);
  });
});

describe('a request that checks first gets the usual refusal, and leaves nothing behind:', () => {
  const personAt = async (people: number, fields: object = {}): Promise<[string, string?]> => {
    const { eventId, userIds } = await aFullEvent(people);
    await updateEvent(eventId, fields);
    return [eventId, userIds.at(-1)];
  };

  test.each<[ErrorCode, string, () => Promise<[eventId: string, userId?: string]>]>([
    ['USER_NOT_FOUND', 'an unknown user', async () => [await anEvent(), 'nobody']],
    ['USER_NOT_FOUND', 'an unknown user and an unknown event', async () => ['nowhere', 'nobody']],
    ['EVENT_NOT_FOUND', 'an unknown event', async () => ['nowhere']],
    ['EVENT_NOT_FOUND', 'a deleted event', async () => [(await aHalfDeletedEvent()).eventId]],
    ['ALREADY_REGISTERED', 'a seat at a closed event', () => personAt(1, { status: 'cancelled' })],
    ['ALREADY_WAITLISTED', 'a position in the queue', () => personAt(3)],
    ['EVENT_FULL', 'a full event', async () => [await aFullEventWithoutQueue()]],
    ['EVENT_NOT_OPEN', 'a closed event', async () => [await anEvent({ status: 'completed' })]],
  ])('%s: %s', async (code, _what, prepare) => {
    const [eventId, userId = await aUser()] = await prepare();
    const items = () => Promise.all([stored(seats.ref(eventId)), stored(users.ref(userId))]);
    const before = [...(await items()), await stateOf(eventId)];
    const request = registration(eventId, userId);
    const { answer, calls } = await answerWith('registerForEvent', request, {});
    expectProblem(answer, code);
    expectAlike(answer, await register(eventId, userId));
    expect(namesIn(calls)[0]).toBe('readEvent');
    expect(namesIn(calls)).not.toContain('takeSeat');
    expect([...(await items()), await stateOf(eventId)]).toEqual(before);
  });
});
