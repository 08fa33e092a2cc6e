import { randomUUID } from 'node:crypto';
import { callsOf } from '../simulator/calls.ts';
import { withDatabaseThatGivesOut, withSilentDatabase } from '../simulator/faultyDatabase.ts';
import { eventBody } from '../support/api/bodies.ts';
import { expectAnswer, expectBrokenRules, expectProblem, TIMESTAMP } from '../support/api/expectations.ts';
import { type Answer, invoke } from '../support/api/invoke.ts';
import { logOf } from '../support/api/log.ts';
import { deleteEvent, getEvent, settleEvents } from '../support/api/operations.ts';
import { stopClock } from '../support/records/clock.ts';
import { coldStart } from '../support/records/coldStart.ts';
import { anEvent, registeredUsers } from '../support/records/records.ts';

const { jest } = import.meta;

afterEach(() => jest.restoreAllMocks());

describe('200', () => {
  test('answers every field of an event', async () => {
    const body = eventBody({ capacity: 3, hasWaitlist: false, status: 'completed' });
    await anEvent(body);
    expectAnswer(await getEvent(body.eventId), 200, {
      ...body,
      waitlistEnabled: false,
      registeredCount: 0,
      waitlistCount: 0,
      checkedInCount: 0,
      isFull: false,
      availableSpots: 3,
      createdAt: expect.stringMatching(TIMESTAMP),
      updatedAt: expect.stringMatching(TIMESTAMP),
    });
  });

  test.each([
    [0, { registeredCount: 0, waitlistCount: 0, isFull: false, availableSpots: 2 }],
    [1, { registeredCount: 1, waitlistCount: 0, isFull: false, availableSpots: 1 }],
    [2, { registeredCount: 2, waitlistCount: 0, isFull: true, availableSpots: 0 }],
    [4, { registeredCount: 2, waitlistCount: 2, isFull: true, availableSpots: 0 }],
  ])('counts %i people for two seats', async (people, counts) => {
    const eventId = await anEvent({ capacity: 2 });
    await registeredUsers(eventId, people);
    expect((await getEvent(eventId)).body).toMatchObject(counts);
  });

  test('costs one call', async () => {
    const eventId = await anEvent();
    expect(await callsOf(() => getEvent(eventId))).toEqual(['BatchGetItem']);
  });
});

describe('404', () => {
  test('comes for an unknown event', async () => {
    expectProblem(await getEvent(randomUUID()), 'EVENT_NOT_FOUND', 'Event not found');
  });

  test('comes for a deleted event, at once and for good', async () => {
    const eventId = await anEvent();
    await registeredUsers(eventId, 2);
    await deleteEvent(eventId);
    expectProblem(await getEvent(eventId), 'EVENT_NOT_FOUND', 'Event not found');
    await settleEvents();
    expectProblem(await getEvent(eventId), 'EVENT_NOT_FOUND', 'Event not found');
  });

  test('distinguishes ids by case', async () => {
    const eventId = await anEvent({ eventId: `case-${randomUUID()}` });
    expectProblem(await getEvent(eventId.toUpperCase()), 'EVENT_NOT_FOUND', 'Event not found');
  });
});

describe('422', () => {
  test('refuses an id that no event can have, without asking the database', async () => {
    const calls = await callsOf(async () => expectBrokenRules(await getEvent('a.b'), ['/path/eventId']));
    expect(calls).toEqual([]);
  });
});

describe('500', () => {
  const table = 'no-such-table';
  let answer: Answer;
  let log: Answer['body'][];

  beforeAll(async () => {
    log = await logOf(() =>
      coldStart('getEvent', { SEATS_TABLE: table }, async broken => {
        answer = await invoke(broken, { path: { eventId: 'some-event' } });
      }),
    );
  });

  test('quotes the request id, and shows nothing of the cause', () => {
    expectProblem(answer, 'INTERNAL_ERROR');
    expect(answer.body.detail).toContain(answer.body.requestId);
    expect(Object.keys(answer.body)).toEqual(['type', 'title', 'status', 'detail', 'code', 'requestId']);
    const shown = JSON.stringify(answer);
    expect(shown).not.toMatch(/ResourceNotFound|dynamo|table|stack|some-event|\.ts|\bat /i);
    expect(shown).not.toContain(process.env.EVENTS_TABLE);
  });

  test('writes one line with the request id and the whole cause to the log', () => {
    expect(log).toEqual([
      expect.objectContaining({
        level: 'error',
        code: 'INTERNAL_ERROR',
        requestId: answer.body.requestId,
      }),
    ]);
    const [{ causes }] = log as [Answer['body']];
    expect(causes[0]).toMatchObject({
      name: 'ResourceNotFoundException',
      stack: expect.stringContaining('lib/dynamo'),
    });
  });
});

describe('503', () => {
  test('comes when the database has no capacity left, and the cause is logged', async () => {
    let requestId: string | undefined;
    const log = await logOf(() =>
      withDatabaseThatGivesOut(0, url =>
        coldStart('getEvent', { AWS_ENDPOINT_URL_DYNAMODB: url }, async throttled => {
          const answer = await invoke(throttled, { path: { eventId: 'some-event' } });
          expectProblem(answer, 'TRY_AGAIN');
          expect(answer.headers['retry-after']).toMatch(/^[1-9]\d*$/);
          expect(JSON.stringify(answer)).not.toMatch(/Throughput|Refused for a test/);
          requestId = answer.body.requestId;
        }),
      ),
    );
    expect(log).toEqual([expect.objectContaining({ code: 'TRY_AGAIN', requestId })]);
    const [{ causes }] = log as [Answer['body']];
    expect(causes.at(-1).name).toBe('ProvisionedThroughputExceededException');
  });

  test('comes before the deadline when the database never answers', async () => {
    const clock = stopClock();
    const log = await logOf(() =>
      withSilentDatabase(
        url =>
          coldStart('getEvent', { AWS_ENDPOINT_URL_DYNAMODB: url }, async silent => {
            const end = performance.now() + 10_000;
            const request = { path: { eventId: 'some-event' }, timeoutMs: 10_000 };
            const answer = await invoke(silent, request);
            expectProblem(answer, 'TRY_AGAIN');
            expect(answer.body.detail).toContain('nothing was changed');
            expect(performance.now()).toBeLessThan(end);
          }),
        clock.passLastTimeout,
      ),
    );
    const [{ causes }] = log as [Answer['body']];
    expect(causes.at(-1).name).toBe('TimeoutError');
  });
});
