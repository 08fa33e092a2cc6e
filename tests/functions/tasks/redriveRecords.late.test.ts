import type { Objects } from '../../simulator/fakeBucket.ts';
import type { Invoke } from '../../simulator/fakeLambda.ts';
import { logOf } from '../../support/api/log.ts';
import { stopClock } from '../../support/records/clock.ts';
import {
  anyRecords,
  deadRecords,
  deadRecordsKey,
  handled,
  withRedrive,
} from '../../support/records/deadRecords.ts';

const { jest } = import.meta;

const RUN_MS = 900_000;

const objectsWith = (...sequenceNumbers: string[]): Objects =>
  deadRecords(
    'recordHistory',
    sequenceNumbers.map(one => anyRecords(one)),
  );

/** What a run answers, and which errors it logs. */
async function redrive(objects: Objects, invoke: Invoke, input: object = {}) {
  let answer: unknown;
  const log = await logOf(async () => {
    answer = await withRedrive(objects, invoke, run => run(input), { remainingMs: RUN_MS });
  });
  return { answer, log };
}

afterEach(() => jest.restoreAllMocks());

test('ends with its time, says that it is not complete, and the next run may begin where it was', async () => {
  const clock = stopClock();
  const objects = objectsWith('a', 'b', 'c', 'd');
  const invoke: Invoke = async (_name, { Records: [record] }) => {
    const { SequenceNumber = '' } = record?.dynamodb ?? {};
    if (SequenceNumber === 'b') clock.pass(RUN_MS);
    return { batchItemFailures: SequenceNumber === 'a' ? [{ itemIdentifier: 'a' }] : [] };
  };
  expect(await redrive(objects, invoke)).toEqual({
    answer: { handled: 0, failed: 1, isComplete: false, startAfter: deadRecordsKey(0) },
    log: [],
  });
  expect([...objects.keys()]).toEqual([0, 1, 2, 3].map(deadRecordsKey));
  jest.restoreAllMocks();
  expect(await redrive(objects, handled, { startAfter: deadRecordsKey(0) })).toEqual({
    answer: { handled: 3, failed: 0, isComplete: true },
    log: [],
  });
  expect([...objects.keys()]).toEqual([deadRecordsKey(0)]);
});

test('a consumer that outlasts a run does not keep it from its answer, and its records stay', async () => {
  const clock = stopClock();
  const objects = objectsWith('a');
  const invoke: Invoke = () => {
    clock.passLastTimeout();
    return new Promise(() => {});
  };
  expect(await redrive(objects, invoke)).toEqual({
    answer: { handled: 0, failed: 0, isComplete: false },
    log: [],
  });
  expect(objects.size).toBe(1);
});

test.each([1, null, ['a'], {}])('refuses to begin after %j', async startAfter => {
  await expect(redrive(objectsWith('a'), handled, { startAfter })).rejects.toThrow(
    'The input breaks a rule: /startAfter must be a string',
  );
});
