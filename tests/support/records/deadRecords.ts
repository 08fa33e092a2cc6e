import type { Context, DynamoDBRecord } from 'aws-lambda';
import { type InspectBucket, type Objects, withBucket } from '../../simulator/fakeBucket.ts';
import { type Invoke, withLambda } from '../../simulator/fakeLambda.ts';
import { coldStart } from './coldStart.ts';

const MAPPING = '14e0db71-5d35-4eb5-b481-8945cf9d10c2';

/** Records that nobody looks into. */
export const anyRecords = (...sequenceNumbers: string[]): DynamoDBRecord[] =>
  sequenceNumbers.map(SequenceNumber => ({ dynamodb: { SequenceNumber } }));

/** A consumer that handles whatever it gets. */
export const handled: Invoke = async () => ({ batchItemFailures: [] });

export const crash: Invoke = () => Promise.reject(new Error('Crashed'));

/** The key that Lambda gives to the object of a consumer that gave up at a second of a minute. */
export const deadRecordsKey = (second: number) => {
  const time = `2027-01-02T03.04.${String(second).padStart(2, '0')}`;
  return `aws/lambda/${MAPPING}/shardId-00000001-a/2027/01/02/${time}-0b4c6c1e-8d7a-4b57-9f6d-2a1f3c5e7d90`;
};

/** What Lambda keeps in S3 of an invocation that it gave up. */
export const invocationRecord = (functionName: string, records: DynamoDBRecord[]) => ({
  requestContext: {
    requestId: 'an-invocation',
    functionArn: `arn:aws:lambda:eu-central-1:000000000000:function:${functionName}`,
    condition: 'RetryAttemptsExhausted',
    approximateInvokeCount: 21,
  },
  responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
  version: '1.0',
  timestamp: '2027-01-02T03:04:05.678Z',
  DDBStreamBatchInfo: {
    shardId: 'shardId-00000001-a',
    startSequenceNumber: records[0]?.dynamodb?.SequenceNumber,
    endSequenceNumber: records.at(-1)?.dynamodb?.SequenceNumber,
    batchSize: records.length,
    streamArn: records[0]?.eventSourceARN,
  },
  payload: JSON.stringify({ Records: records }),
});

/** A bucket with an object for each of these batches, the oldest first. */
export const deadRecords = (functionName: string, batches: DynamoDBRecord[][]): Objects =>
  new Map(
    batches.map((records, second) => [
      deadRecordsKey(second),
      JSON.stringify(invocationRecord(functionName, records)),
    ]),
  );

type Run = (input?: unknown) => Promise<unknown>;

type Options = {
  inspect?: InspectBucket;
  /** What the function's environment has besides. */
  environment?: Record<string, string>;
  remainingMs?: number;
};

/** Runs `work` with redriveRecords, which has this bucket and this Lambda. */
export const withRedrive = <Result>(
  objects: Objects,
  invoke: Invoke,
  work: (run: Run) => Promise<Result>,
  { inspect = () => undefined, environment = {}, remainingMs = 30_000 }: Options = {},
): Promise<Result> =>
  withLambda(
    invoke,
    () => undefined,
    AWS_ENDPOINT_URL_LAMBDA =>
      withBucket(objects, inspect, AWS_ENDPOINT_URL_S3 => {
        const endpoints = {
          AWS_ENDPOINT_URL_LAMBDA,
          AWS_ENDPOINT_URL_S3,
          DEAD_RECORDS_BUCKET: 'dead-records',
        };
        const context = { getRemainingTimeInMillis: () => remainingMs } as Context;
        return coldStart('tasks/redriveRecords', { ...environment, ...endpoints }, handler =>
          work((input = {}) =>
            (handler as (input: unknown, context: Context) => Promise<unknown>)(input, context),
          ),
        );
      }),
  );

/** The answer of a run of redriveRecords. */
export const redrive = (objects: Objects, invoke: Invoke, options: Options = {}): Promise<unknown> =>
  withRedrive(objects, invoke, run => run(), options);
