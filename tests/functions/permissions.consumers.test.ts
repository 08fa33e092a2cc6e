import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { requests } from '../../schemas/requests.ts';
import { FUNCTIONS, type Run, withPolicedDatabase } from '../simulator/policedDatabase.ts';
import { logOf } from '../support/api/log.ts';
import { passTime } from '../support/records/clock.ts';
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
  redriveRecords: { event: {}, answer: { handled: 0, failed: 0 } },
};

const logicalId = (key: string) => `${key.charAt(0).toUpperCase()}${key.slice(1)}LambdaFunction`;
const TABLES_WITH_STREAMS = ['Seats', 'Users', 'Registrations', 'History', 'Announcements'];

/** What no story with an empty queue needs: to remove a message, to read any stream, and to call its consumers. */
const UNUSED: Record<string, string[]> = {
  redriveRecords: [
    'sqs:DeleteMessage event-management-api-test-dead-records',
    ...TABLES_WITH_STREAMS.flatMap(name =>
      ['GetShardIterator', 'GetRecords'].map(action => `${action} \${${name}Table.StreamArn}`),
    ),
    ...Object.keys(CONSUMER_STORIES).map(key => `lambda:InvokeFunction ${logicalId(key)}`),
  ],
};

/** What Lambda does in the name of a function, which its code never does: it puts aside what a consumer gave up. */
const BY_LAMBDA = ['sqs:SendMessage event-management-api-test-dead-records'];

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
    police(key, BY_LAMBDA, run =>
      story(async (records, ...meanwhile) => {
        expect(await run(handler => deliver(handler, records), ...meanwhile)).toEqual(ALL_SENT);
      }),
    ),
);

test.each(Object.entries(OTHER_STORIES))(
  '%s may send every call that it makes, and its role allows no other',
  (key, { event, answer, between }) =>
    police(key, UNUSED[key] ?? [], async run => {
      const context = { getRemainingTimeInMillis: () => 900_000 } as Context;
      type Handler = (event: unknown, context: Context) => Promise<unknown>;
      const call = () => run(handler => (handler as Handler)(event, context));
      expect(await call()).toEqual(answer);
      await between?.();
      if (between) expect(await call()).toEqual(answer);
    }),
);
