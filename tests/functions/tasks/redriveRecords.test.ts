import type { Context } from 'aws-lambda';
import { handler as recordHistory } from '../../../functions/streams/recordHistory.ts';
import { logOf } from '../../support/api/log.ts';
import { listEventHistory } from '../../support/api/operations.ts';
import { coldStart } from '../../support/records/coldStart.ts';
import { deadLetter, type Invoke, withDeadLetters } from '../../support/records/deadRecords.ts';
import { anEvent, registeredUsers } from '../../support/records/records.ts';
import { deliver, recordsOf } from '../../support/records/streams.ts';

const context = { getRemainingTimeInMillis: () => 30_000 } as Context;

/** What the function tells, and the letters that are left in the queue. */
async function redrive(letters: string[], invoke: Invoke) {
  let counts: unknown;
  const left = await withDeadLetters(letters, invoke, environment =>
    coldStart('tasks/redriveRecords', environment, async handler => {
      counts = await (handler as (event: unknown, context: Context) => Promise<unknown>)({}, context);
    }),
  );
  return { counts, left };
}

/** The records of people who registered, and their event. */
async function registrationsOf(people: number) {
  const eventId = await anEvent({ capacity: people });
  const records = await recordsOf('registrations', () => registeredUsers(eventId, people));
  return { eventId, records };
}

const toConsumer: Invoke = (_name, { Records }) => deliver(recordHistory, Records);

test('hands the dead records, and no others, to their consumer again, and then removes them from the queue', async () => {
  const { eventId, records } = await registrationsOf(4);
  const [, second, third] = records;
  const letter = deadLetter('recordHistory', records.slice(1, 3));
  const called: string[] = [];
  const invoke: Invoke = (name, payload) => {
    called.push(name);
    return toConsumer(name, payload);
  };
  expect(await redrive([letter], invoke)).toEqual({ counts: { handled: 1, failed: 0 }, left: [] });
  expect(called).toEqual(['recordHistory']);
  const { body } = await listEventHistory(eventId);
  expect(body.map(({ userId }: { userId: string }) => userId).sort()).toEqual(
    [second, third].map(record => record?.dynamodb?.Keys?.userId?.S).sort(),
  );
});

test('continues until the queue is empty', async () => {
  const { eventId, records } = await registrationsOf(12);
  const letters = records.map(record => deadLetter('recordHistory', [record]));
  expect(await redrive(letters, toConsumer)).toEqual({ counts: { handled: 12, failed: 0 }, left: [] });
  expect((await listEventHistory(eventId)).body).toHaveLength(12);
});

test.each<[string, Invoke]>([
  ['crashes again', () => Promise.reject(new Error('Crashed'))],
  [
    'reports failures again',
    async (_name, { Records }) => ({
      batchItemFailures: [{ itemIdentifier: Records[0]?.dynamodb?.SequenceNumber }],
    }),
  ],
])('leaves records in the queue when the consumer %s', async (_name, invoke) => {
  const { records } = await registrationsOf(1);
  const letter = deadLetter('recordHistory', records);
  expect(await redrive([letter], invoke)).toEqual({ counts: { handled: 0, failed: 1 }, left: [letter] });
});

test('leaves and logs records that the stream no longer has, and continues with the next', async () => {
  const { eventId, records } = await registrationsOf(1);
  const letter = deadLetter('recordHistory', records);
  const gone = letter.replaceAll('-registrations', '-forgotten');
  let told: unknown;
  const log = await logOf(async () => {
    told = await redrive([gone, letter], toConsumer);
  });
  expect(told).toEqual({ counts: { handled: 1, failed: 1 }, left: [gone] });
  expect(log).toEqual([expect.objectContaining({ code: 'REDRIVE_FAILED' })]);
  expect((await listEventHistory(eventId)).body).toHaveLength(1);
});
