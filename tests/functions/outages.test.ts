import * as registrations from '../../lib/repositories/registrations.ts';
import type { OperationId } from '../../schemas/requests.ts';
import {
  withDatabaseThatGivesOut,
  withForgetfulDatabase,
  withSilentDatabase,
  withStallingDatabase,
} from '../simulator/faultyDatabase.ts';
import { expectAnswer, expectProblem } from '../support/api/expectations.ts';
import { type Answer, invoke, type TestRequest } from '../support/api/invoke.ts';
import { logOf } from '../support/api/log.ts';
import { expectPeople, getEvent } from '../support/api/operations.ts';
import { coldStart } from '../support/records/coldStart.ts';
import { anEvent, aUser, stored } from '../support/records/records.ts';
import { aFullEvent, anUnfilledEvent } from '../support/records/unfinished.ts';

/** The answer of an operation whose database is at this URL, and the codes that it writes to the log. */
const answerAt = (operationId: OperationId, request: TestRequest) => async (url: string) => {
  let answer: Answer | undefined;
  const log = await logOf(() =>
    coldStart(operationId, { AWS_ENDPOINT_URL_DYNAMODB: url }, async handler => {
      answer = await invoke(handler, request);
    }),
  );
  if (!answer) throw new Error('There was no answer');
  return { answer, logged: log.map(({ code }) => code) };
};

describe('when the database gives out right after a change', () => {
  const afterOneChange = (operationId: OperationId, request: TestRequest) =>
    withDatabaseThatGivesOut(1, answerAt(operationId, request));

  test('a changed event is answered as it was changed', async () => {
    const eventId = await anEvent();
    const request = { path: { eventId }, body: { title: 'New' } };
    const { answer, logged } = await afterOneChange('updateEvent', request);
    expect(answer).toMatchObject({ status: 200, body: { eventId, title: 'New' } });
    expect(logged).toEqual(['BEST_EFFORT_FAILED']);
    expect((await getEvent(eventId)).body).toMatchObject({ title: 'New' });
  });

  test('a deleted event is gone before its registrations are', async () => {
    const { eventId, userIds } = await aFullEvent(3);
    const { answer, logged } = await afterOneChange('deleteEvent', { path: { eventId } });
    expectAnswer(answer, 204);
    expect(logged).toEqual([]);
    expectProblem(await getEvent(eventId), 'EVENT_NOT_FOUND');
    for (const userId of userIds) {
      expect(await stored(registrations.ref(eventId, userId))).toMatchObject({ eventId, userId });
    }
  });

  test('a raised capacity is answered as raised, even when seats could not be filled', async () => {
    const { eventId, userIds } = await aFullEvent(3);
    const request = { path: { eventId }, body: { capacity: 3 } };
    const { answer, logged } = await afterOneChange('updateEvent', request);
    expect(answer).toMatchObject({ status: 200, body: { capacity: 3, registeredCount: 1 } });
    expect(logged).toEqual(['BEST_EFFORT_FAILED']);
    await expectPeople(eventId, userIds.slice(0, 1), userIds.slice(1));
  });

  test('a person who joined the queue gets a 201, even when free seats could not be filled', async () => {
    const [{ eventId, userIds }, userId] = [await anUnfilledEvent(3, 2), await aUser()];
    const request = { path: { eventId }, body: { userId } };
    // The first transaction is refused, since people wait.
    const { answer, logged } = await withDatabaseThatGivesOut(2, answerAt('registerForEvent', request));
    expect(answer).toMatchObject({ status: 201, body: { status: 'waitlisted', waitlistPosition: 3 } });
    expect(logged).toEqual([]);
    await expectPeople(eventId, userIds.slice(0, 1), [...userIds.slice(1), userId]);
  });
});

test('a change whose answer was lost for good gets a 503 that leaves its outcome open', async () => {
  const [eventId, userId] = [await anEvent(), await aUser()];
  const request = { path: { eventId }, body: { userId } };
  const { answer } = await withForgetfulDatabase(answerAt('registerForEvent', request));
  expectProblem(answer, 'TRY_AGAIN');
  expect(answer.body.detail).toContain('not known whether anything was changed');
  await expectPeople(eventId, [userId], []);
});

test('a database answer that never ends is abandoned before the deadline of the request', async () => {
  const { answer, logged } = await withStallingDatabase(
    answerAt('getEvent', { path: { eventId: 'any' }, timeoutMs: 4000 }),
  );
  expectProblem(answer, 'TRY_AGAIN');
  expect(logged).toEqual(['TRY_AGAIN']);
});

test('a read that the database does not answer is made twice, and then given up, long before the deadline', async () => {
  let requests = 0;
  const { answer } = await withSilentDatabase(
    async url => {
      const calls = process.env.DYNAMODB_CALL_MS;
      process.env.DYNAMODB_CALL_MS = '1000';
      try {
        return await answerAt('getEvent', { path: { eventId: 'any' }, timeoutMs: 120_000 })(url);
      } finally {
        process.env.DYNAMODB_CALL_MS = calls;
      }
    },
    () => {
      requests += 1;
    },
  );
  expectProblem(answer, 'TRY_AGAIN');
  expect(requests).toBe(2);
});
