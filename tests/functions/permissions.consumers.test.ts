import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { requests } from '../../schemas/requests.ts';
import type { Objects } from '../simulator/fakeBucket.ts';
import { FUNCTIONS, type Run, withPolicedDatabase } from '../simulator/policedDatabase.ts';
import { logOf } from '../support/api/log.ts';
import { passTime } from '../support/records/clock.ts';
import { deadRecordsKey, invocationRecord } from '../support/records/deadRecords.ts';
import { holdInVain, letTimePass } from '../support/records/holds.ts';
import { ALL_SENT } from '../support/records/notices.ts';
import { anEvent, registeredUsers } from '../support/records/records.ts';
import { deliver } from '../support/records/streams.ts';
import { withReceiver } from '../support/servers/receiver.ts';
import { CONSUMER_STORIES } from '../support/stories/consumers.ts';

const { jest } = import.meta;

/** Holds of this event were acquired, and never confirmed. */
let crowded: string;

/** What the others are called with, and how they must answer; and what has to happen before they are called again. */
const OTHER_STORIES: Record<string, { event: unknown; answer: unknown; between?: () => Promise<void> }> = {
  auditEvent: {
    event: {},
    answer: expect.objectContaining({ violations: [], isComplete: true }),
  },
  releaseStaleHolds: {
    event: {},
    answer: { eventsSwept: expect.any(Number), holdsReleased: expect.any(Number) },
    between: () => letTimePass(crowded),
  },
  resendNotices: {
    event: {
      Records: [
        {
          messageId: 'message',
          receiptHandle: 'receipt',
          body: JSON.stringify({
            id: 'a',
            type: 'event.updated',
            timestamp: '2027-01-01T00:00:00.000Z',
            data: {},
          }),
          attributes: { ApproximateReceiveCount: '1' },
        },
      ],
    } as SQSEvent,
    answer: { batchItemFailures: [{ itemIdentifier: 'message' }] } satisfies SQSBatchResponse,
  },
  redriveNotices: { event: {}, answer: { task: expect.any(String) } },
  redriveRecords: {
    event: {},
    answer: { handled: Object.keys(CONSUMER_STORIES).length, failed: 0, isComplete: true },
  },
};

/** What Lambda does in the name of a consumer, whose code never does it: it keeps the records that were given up. */
const CONSUMERS_BY_LAMBDA = ['s3:ListBucket DeadRecordsBucket', 's3:PutObject DeadRecordsBucket/*'];

const TASKS_BY_LAMBDA = ['sqs:SendMessage event-management-api-test-dead-tasks'];
/** What Lambda does in the name of a task that a schedule calls: it keeps the call that failed. */
const BY_LAMBDA: Record<string, string[]> = {
  auditEvent: TASKS_BY_LAMBDA,
  releaseStaleHolds: TASKS_BY_LAMBDA,
};

/** A bucket with records that each consumer gave up. */
const aBucket = (): Objects =>
  new Map(
    Object.keys(CONSUMER_STORIES).map((key, second) => [
      deadRecordsKey(second),
      JSON.stringify(invocationRecord(key, [{}])),
    ]),
  );

/** A receiver that accepts nothing, and outlasts all patience: every notice is late. */
const refuse = () => {
  passTime(20_000);
  return 500;
};

/** Runs a story, whose function must need all that it is granted, except for `unused`. */
const police = (key: string, unused: string[], story: (run: Run) => Promise<void>) =>
  withReceiver(refuse, ({ environment }) =>
    logOf(() =>
      withPolicedDatabase(
        key,
        async (run, { granted, used }) => {
          await story(run);
          expect([...used, ...unused].sort()).toEqual([...granted].sort());
        },
        environment,
        aBucket(),
      ),
    ),
  );

// What is prepared goes to the database itself: a client keeps the address that it met at its first call.
beforeAll(async () => {
  crowded = await anEvent({ capacity: 1 });
  await registeredUsers(await anEvent({ capacity: 1 }), 2);
  await holdInVain(crowded, 2);
  await letTimePass(crowded);
});

afterEach(() => jest.restoreAllMocks());

test('every function has a story, here or among those with a route', () => {
  const told = [...Object.keys(requests), ...Object.keys(CONSUMER_STORIES), ...Object.keys(OTHER_STORIES)];
  expect(Object.keys(FUNCTIONS).sort()).toEqual(told.sort());
});

test.each(Object.entries(CONSUMER_STORIES))(
  '%s may send every call that it makes, and its role allows no other',
  (key, story) =>
    police(key, CONSUMERS_BY_LAMBDA, run =>
      story(async (records, ...meanwhile) => {
        expect(await run(handler => deliver(handler, records), ...meanwhile)).toEqual(ALL_SENT);
      }),
    ),
);

test.each(Object.entries(OTHER_STORIES))(
  '%s may send every call that it makes, and its role allows no other',
  (key, { event, answer, between }) =>
    police(key, BY_LAMBDA[key] ?? [], async run => {
      const context = { getRemainingTimeInMillis: () => 900_000 } as Context;
      type Handler = (event: unknown, context: Context) => Promise<unknown>;
      const call = () => run(handler => (handler as Handler)(event, context));
      expect(await call()).toEqual(answer);
      await between?.();
      if (between) expect(await call()).toEqual(answer);
    }),
);
