import type { Context, DynamoDBRecord, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { requests } from '../../schemas/requests.ts';
import { FUNCTIONS, type Run, withPolicedDatabase } from '../simulator/policedDatabase.ts';
import { logOf } from '../support/api/log.ts';
import {
  deleteEvent,
  deleteUser,
  register,
  settleEvents,
  unregister,
  updateEvent,
} from '../support/api/operations.ts';
import { passTime } from '../support/records/clock.ts';
import { holdInVain, letTimePass } from '../support/records/holds.ts';
import { ALL_SENT, entriesOf } from '../support/records/notices.ts';
import { anEvent, aUser, registeredUsers } from '../support/records/records.ts';
import { deliver, recordsOf } from '../support/records/streams.ts';
import { aCompletedEvent, aFullEvent, anUnfilledEvent, reactivate } from '../support/records/unfinished.ts';
import { withReceiver } from '../support/servers/receiver.ts';

const { jest } = import.meta;

type Meanwhile = Parameters<Run>[1];
/** Has the consumer handle a batch, which it must do whole. */
type Tell = (records: DynamoDBRecord[], ...meanwhile: Meanwhile[]) => Promise<void>;

const leaves =
  (eventId: string, userId = '') =>
  () =>
    unregister(eventId, userId);

/** For each consumer of a stream the changes that make it send every kind of call that it can. */
const STREAM_STORIES: Record<string, (tell: Tell) => Promise<void>> = {
  async settleEvent(tell) {
    for (const meanwhile of [[], [settleEvents]]) {
      const { eventId } = await aFullEvent(35);
      await tell(await recordsOf('seats', () => deleteEvent(eventId)), ...meanwhile);
    }
    const over = await aCompletedEvent();
    await tell(await recordsOf('seats', () => reactivate(over)));
    const { eventId, userIds } = await anUnfilledEvent(6, 3);
    const newcomer = await aUser();
    const records = await recordsOf('seats', () => register(eventId, newcomer));
    await tell(records, leaves(eventId, userIds[1]), leaves(eventId, userIds[0]));
    const unfilled = await anUnfilledEvent(3, 2);
    await tell(await recordsOf('registrations', () => registeredUsers(unfilled.eventId, 1)));
  },
  async removeDeletedUser(tell) {
    const alone = await aUser();
    await tell(await recordsOf('users', () => deleteUser(alone)));
    const [wanted, cancelled, gone] = [await aFullEvent(4), await aFullEvent(0), await aFullEvent(0)];
    const [seat = '', head = '', next = ''] = wanted.userIds;
    for (const { eventId } of [cancelled, gone]) await register(eventId, seat);
    await updateEvent(cancelled.eventId, { status: 'cancelled' });
    await tell(await recordsOf('users', () => deleteUser(head)));
    await deleteEvent(gone.eventId);
    await tell(await recordsOf('users', () => deleteUser(seat)), leaves(wanted.eventId, next), settleEvents);
    const over = await aFullEvent(1);
    await updateEvent(over.eventId, { status: 'completed' });
    await tell(await recordsOf('users', () => deleteUser(String(over.userIds[0]))));
  },
  async recordHistory(tell) {
    const { eventId } = await aFullEvent(0);
    const happenings = async () => {
      const [seat = ''] = await registeredUsers(eventId, 3);
      await unregister(eventId, seat);
      await deleteEvent(eventId);
      await settleEvents();
    };
    await tell(await recordsOf('registrations', happenings));
    await tell(await recordsOf('registrations', aCompletedEvent));
  },
  async announceCancellation(tell) {
    const { eventId } = await aFullEvent(3);
    const changes = async () => {
      await updateEvent(eventId, { status: 'cancelled' });
      await updateEvent(eventId, { status: 'active' });
      await deleteEvent(eventId);
    };
    await tell(await recordsOf('seats', changes));
  },
  async sendNotices(tell) {
    await tell(await entriesOf(() => aFullEvent(2)));
  },
};

/** Numbers of this event were taken, and never landed. */
let crowded: string;

/** What the others are called with, and how they must answer; and what has to happen before they are called again. */
const OTHER_STORIES: Record<string, { event: unknown; answer: unknown; between?: () => Promise<void> }> = {
  auditEvent: {
    event: {},
    answer: expect.objectContaining({ violations: [], isComplete: true }),
  },
  releaseStaleHolds: {
    event: {},
    answer: { eventsLookedAt: expect.any(Number), holdsReleased: expect.any(Number) },
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
    ...Object.keys(STREAM_STORIES).map(key => `lambda:InvokeFunction ${logicalId(key)}`),
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
  const told = [...Object.keys(requests), ...Object.keys(STREAM_STORIES), ...Object.keys(OTHER_STORIES)];
  expect(Object.keys(FUNCTIONS).sort()).toEqual(told.sort());
});

test.each(Object.entries(STREAM_STORIES))(
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
