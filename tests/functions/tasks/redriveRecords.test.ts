import type { DynamoDBRecord } from 'aws-lambda';
import { handler as recordHistory } from '../../../functions/streams/recordHistory.ts';
import type { InspectBucket } from '../../simulator/fakeBucket.ts';
import type { Invoke } from '../../simulator/fakeLambda.ts';
import { keepLog, logOf } from '../../support/api/log.ts';
import { listEventHistory } from '../../support/api/operations.ts';
import {
  anyRecords,
  crash,
  deadRecords,
  deadRecordsKey,
  handled,
  redrive,
  withRedrive,
} from '../../support/records/deadRecords.ts';
import { anEvent, registeredUsers } from '../../support/records/records.ts';
import { deliver, recordsOf } from '../../support/records/streams.ts';

/** The records of people who registered, and their event. */
async function registrationsOf(people: number) {
  const eventId = await anEvent({ capacity: people });
  const records = await recordsOf('registrations', () => registeredUsers(eventId, people));
  return { eventId, records };
}

const userIdOf = (record?: DynamoDBRecord) => record?.dynamodb?.Keys?.userId?.S;

async function historyOf(eventId: string): Promise<string[]> {
  const { body } = await listEventHistory(eventId);
  return body.map(({ userId }: { userId: string }) => userId);
}

const toConsumer: Invoke = (_name, { Records }) => deliver(recordHistory, Records);

test('hands the dead records, and no others, to their consumer again, and then removes their object', async () => {
  const { eventId, records } = await registrationsOf(4);
  const objects = deadRecords('recordHistory', [records.slice(1, 3)]);
  const called: string[] = [];
  const invoke: Invoke = (name, payload) => {
    called.push(name);
    return toConsumer(name, payload);
  };
  expect(await redrive(objects, invoke)).toEqual({ handled: 1, failed: 0, isComplete: true });
  expect([...objects]).toEqual([]);
  expect(called).toEqual(['recordHistory']);
  expect((await historyOf(eventId)).sort()).toEqual(records.slice(1, 3).map(userIdOf).sort());
});

test('says that there is nothing when the bucket is empty', async () => {
  expect(await redrive(new Map(), handled)).toEqual({ handled: 0, failed: 0, isComplete: true });
});

test('continues page by page until the bucket is empty, the oldest records first', async () => {
  const { eventId, records } = await registrationsOf(12);
  const objects = deadRecords(
    'recordHistory',
    records.map(record => [record]),
  );
  const given: unknown[] = [];
  const invoke: Invoke = (name, payload) => {
    given.push(...payload.Records.map(userIdOf));
    return toConsumer(name, payload);
  };
  expect(await redrive(objects, invoke)).toEqual({ handled: 12, failed: 0, isComplete: true });
  expect([...objects]).toEqual([]);
  expect(given).toEqual(records.map(userIdOf));
  expect(await historyOf(eventId)).toHaveLength(12);
});

test.each<[string, Invoke]>([
  ['crashes again', crash],
  ['reports a failure again', async () => ({ batchItemFailures: [{ itemIdentifier: 'a' }] })],
])('keeps the whole object when the consumer %s, and continues with the next', async (_name, fail) => {
  const objects = deadRecords('recordHistory', [anyRecords('a', 'b'), anyRecords('c')]);
  const invoke: Invoke = (name, payload) =>
    (payload.Records[0]?.dynamodb?.SequenceNumber === 'a' ? fail : handled)(name, payload);
  const [kept] = [...objects];
  expect(await redrive(objects, invoke)).toEqual({ handled: 1, failed: 1, isComplete: true });
  expect([...objects]).toEqual([kept]);
});

test('does no harm when it ends between the consumer and the removal: the next run handles the records again', async () => {
  const { eventId, records } = await registrationsOf(1);
  const objects = deadRecords('recordHistory', [records]);
  const inspect: InspectBucket = ({ operation }) =>
    operation === 'DeleteObject' ? 'AccessDenied' : undefined;
  let answer: unknown;
  const log = await logOf(async () => {
    answer = await redrive(objects, toConsumer, { inspect });
  });
  expect(answer).toEqual({ handled: 0, failed: 1, isComplete: true });
  expect(log).toEqual([expect.objectContaining({ code: 'REDRIVE_FAILED' })]);
  expect(await historyOf(eventId)).toHaveLength(1);
  expect(await redrive(objects, toConsumer)).toEqual({ handled: 1, failed: 0, isComplete: true });
  expect([...objects]).toEqual([]);
  expect(await historyOf(eventId)).toHaveLength(1);
});

test('does no harm when two runs meet', async () => {
  const { eventId, records } = await registrationsOf(6);
  const objects = deadRecords(
    'recordHistory',
    records.map(record => [record]),
  );
  const answers = await withRedrive(objects, toConsumer, run => Promise.all([run(), run()]));
  for (const answer of answers) expect(answer).toMatchObject({ failed: 0, isComplete: true });
  expect([...objects]).toEqual([]);
  expect((await historyOf(eventId)).sort()).toEqual(records.map(userIdOf).sort());
});

test('does not count an object that somebody removed since it was listed', async () => {
  const objects = deadRecords('recordHistory', [anyRecords('a'), anyRecords('b')]);
  const invoke: Invoke = async () => {
    objects.delete(deadRecordsKey(1));
    return { batchItemFailures: [] };
  };
  expect(await redrive(objects, invoke)).toEqual({ handled: 1, failed: 0, isComplete: true });
});

test('writes a line that says what it did', async () => {
  const log = keepLog();
  try {
    const environment = { POWERTOOLS_LOG_LEVEL: 'INFO' };
    await redrive(deadRecords('recordHistory', [anyRecords('a')]), handled, { environment });
    expect(log.lines()).toEqual([
      expect.objectContaining({ handled: 1, failed: 0, isComplete: true, durationMs: expect.any(Number) }),
    ]);
  } finally {
    log.stop();
  }
});
