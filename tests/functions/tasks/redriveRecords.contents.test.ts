import type { DynamoDBRecord } from 'aws-lambda';
import type { Invoke } from '../../simulator/fakeLambda.ts';
import { logOf } from '../../support/api/log.ts';
import {
  anyRecords,
  crash,
  deadRecords,
  deadRecordsKey,
  handled,
  invocationRecord,
  redrive,
} from '../../support/records/deadRecords.ts';

describe('records that are too large for one call', () => {
  const MEGABYTE = 1024 * 1024;
  const large = anyRecords('a', 'b', 'c', 'd', 'e', 'f', 'g').map(record => ({
    dynamodb: { ...record.dynamodb, NewImage: { text: { S: 'ä'.repeat(MEGABYTE) } } },
  }));
  const sequenceNumbersOf = (records: DynamoDBRecord[]) =>
    records.map(({ dynamodb }) => dynamodb?.SequenceNumber);

  test('are handed over in several calls', async () => {
    const objects = deadRecords('recordHistory', [large]);
    const calls: unknown[][] = [];
    const invoke: Invoke = async (_name, { Records }) => {
      calls.push(sequenceNumbersOf(Records));
      return { batchItemFailures: [] };
    };
    expect(await redrive(objects, invoke)).toEqual({ handled: 1, failed: 0, isComplete: true });
    expect([...objects]).toEqual([]);
    expect(calls.length).toBeGreaterThan(1);
    expect(calls.flat()).toEqual(sequenceNumbersOf(large));
  });

  test('are all tried, and all kept when one call fails', async () => {
    const objects = deadRecords('recordHistory', [large]);
    const given: unknown[] = [];
    const invoke: Invoke = async (name, payload) => {
      given.push(...sequenceNumbersOf(payload.Records));
      return (given.length > 2 ? handled : crash)(name, payload);
    };
    expect(await redrive(objects, invoke)).toEqual({ handled: 0, failed: 1, isComplete: true });
    expect(objects.size).toBe(1);
    expect(given).toEqual(sequenceNumbersOf(large));
  });
});

test('reads records that are there as an object, and not as text', async () => {
  const records = anyRecords('a');
  const whole = { ...invocationRecord('recordHistory', records), payload: { Records: records } };
  const objects = new Map([[deadRecordsKey(0), JSON.stringify(whole)]]);
  const given: unknown[] = [];
  const invoke: Invoke = async (_name, { Records }) => {
    given.push(...Records);
    return { batchItemFailures: [] };
  };
  expect(await redrive(objects, invoke)).toEqual({ handled: 1, failed: 0, isComplete: true });
  expect(given).toEqual(records);
});

test.each([':$LATEST', ':provisioned'])(
  'calls the function itself when the invocation was of its version %s',
  async version => {
    const objects = deadRecords(`recordHistory${version}`, [anyRecords('a')]);
    const called: string[] = [];
    const invoke: Invoke = async name => {
      called.push(name);
      return { batchItemFailures: [] };
    };
    expect(await redrive(objects, invoke)).toEqual({ handled: 1, failed: 0, isComplete: true });
    expect(called).toEqual(['recordHistory']);
  },
);

test.each(['canary', '{"payload":"canary"}', '{"requestContext":{},"payload":"{}"}'])(
  'keeps an object with the text %s, logs its key and not what it contains, and continues with the next',
  async unknown => {
    const objects = deadRecords('recordHistory', [[], anyRecords('a')]).set(deadRecordsKey(0), unknown);
    let answer: unknown;
    const log = await logOf(async () => {
      answer = await redrive(objects, handled);
    });
    expect(answer).toEqual({ handled: 1, failed: 1, isComplete: true });
    expect([...objects]).toEqual([[deadRecordsKey(0), unknown]]);
    expect(log).toEqual([expect.objectContaining({ code: 'REDRIVE_FAILED' })]);
    expect(JSON.stringify(log)).toContain(deadRecordsKey(0));
    expect(JSON.stringify(log)).not.toContain('canary');
  },
);
