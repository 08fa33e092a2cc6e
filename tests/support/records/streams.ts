import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { TABLES } from '../../../lib/dynamo/client.ts';
import { withDatabaseThatGivesOut } from '../../simulator/faultyDatabase.ts';
import { logOf } from '../api/log.ts';
import { coldStart, type HandlerPath } from './coldStart.ts';

export type Table = keyof typeof TABLES;

type Consumer = (event: DynamoDBStreamEvent, context: Context) => Promise<DynamoDBBatchResponse>;

const endpoint = process.env.AWS_ENDPOINT_URL_DYNAMODB;
const database = new DynamoDBClient({ endpoint });
const streams = new DynamoDBStreamsClient({ endpoint });

/** The records of each shard that were read so far. */
const known = new Map<string, DynamoDBRecord[]>();

/** All records of the stream of a table so far, oldest first. */
export async function allRecords(table: Table): Promise<DynamoDBRecord[]> {
  const { Table: found } = await database.send(new DescribeTableCommand({ TableName: TABLES[table] }));
  const StreamArn = found?.LatestStreamArn;
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const records: DynamoDBRecord[] = [];
  for (const { ShardId } of StreamDescription?.Shards ?? [])
    records.push(...(await recordsIn(StreamArn, ShardId)));
  return records;
}

/** All records of a shard so far. Those that were read before are not read again. */
async function recordsIn(
  StreamArn: string | undefined,
  ShardId: string | undefined,
): Promise<DynamoDBRecord[]> {
  // Two readers at once must not add the same records.
  const records = [...(known.get(`${StreamArn} ${ShardId}`) ?? [])];
  const SequenceNumber = records.at(-1)?.dynamodb?.SequenceNumber;
  const start = SequenceNumber
    ? ({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber } as const)
    : ({ ShardIteratorType: 'TRIM_HORIZON' } as const);
  let { ShardIterator } = await streams.send(new GetShardIteratorCommand({ StreamArn, ShardId, ...start }));
  while (ShardIterator) {
    const page = await streams.send(new GetRecordsCommand({ ShardIterator }));
    records.push(...(page.Records ?? []).map(record => asLambdaGives(record, StreamArn)));
    ShardIterator = page.Records?.length ? page.NextShardIterator : undefined;
  }
  known.set(`${StreamArn} ${ShardId}`, records);
  return records;
}

/** The SDK has a date where Lambda gives seconds since 1970. */
function asLambdaGives(record: StreamRecord, eventSourceARN: string | undefined): DynamoDBRecord {
  const timeMs = record.dynamodb?.ApproximateCreationDateTime?.getTime() ?? 0;
  const dynamodb = { ...record.dynamodb, ApproximateCreationDateTime: Math.floor(timeMs / 1000) };
  return { ...record, eventSourceARN, dynamodb } as DynamoDBRecord;
}

/** The records in the stream of a table of the changes that `work` makes. */
export async function recordsOf(table: Table, work: () => Promise<unknown>): Promise<DynamoDBRecord[]> {
  const before = await allRecords(table);
  await work();
  return (await allRecords(table)).slice(before.length);
}

/** Calls a consumer with one batch, as Lambda does. */
export function deliver(
  handler: unknown,
  records: DynamoDBRecord[],
  timeoutMs = 60_000,
): Promise<DynamoDBBatchResponse> {
  const deadline = performance.now() + timeoutMs;
  const context = {
    awsRequestId: 'test-batch',
    getRemainingTimeInMillis: () => deadline - performance.now(),
  } as Context;
  // Lambda makes the event from JSON, so that a consumer cannot change later deliveries.
  return (handler as Consumer)({ Records: structuredClone(records) }, context);
}

/** Calls a consumer with one batch in a process whose database and time end after so many transactions. */
export async function deliverToDying(
  path: HandlerPath,
  records: DynamoDBRecord[],
  transactions: number,
): Promise<void> {
  const log = await logOf(() =>
    withDatabaseThatGivesOut(transactions, url =>
      coldStart(path, { AWS_ENDPOINT_URL_DYNAMODB: url }, handler =>
        expect(deliver(handler, records)).rejects.toThrow('All records failed processing'),
      ),
    ),
  );
  expect(log).toContainEqual(expect.objectContaining({ code: 'RECORD_FAILED' }));
}

export const sequenceNumbersOf = (records: DynamoDBRecord[]) =>
  records.map(({ dynamodb }) => String(dynamodb?.SequenceNumber)).sort();

/** The sequence numbers of the changes of a batch that a consumer reports as failed. */
export const failuresOf = (answer: DynamoDBBatchResponse | Error) => {
  if (answer instanceof Error) throw answer;
  return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort();
};

/** The batch size of serverless.yml. */
export const BATCH_SIZE = 100;

const consumed = new Map<unknown, Map<Table, number>>();

/**
 * Runs a consumer over all changes of a table that it has not consumed yet, and over those that it makes itself. If the
 * consumer fails, this throws, and the next call delivers the batch again.
 */
export async function consume(handler: unknown, table: Table): Promise<void> {
  const positions = consumed.get(handler) ?? new Map<Table, number>();
  consumed.set(handler, positions);
  for (let position = positions.get(table) ?? 0; ; ) {
    const records = (await allRecords(table)).slice(position);
    if (records.length === 0) return;
    for (let start = 0; start < records.length; start += BATCH_SIZE) {
      const batch = records.slice(start, start + BATCH_SIZE);
      const { batchItemFailures } = await deliver(handler, batch);
      if (batchItemFailures.length > 0)
        throw new Error(`${batchItemFailures.length} changes of ${table} failed`);
      position += batch.length;
      positions.set(table, position);
    }
  }
}

const itemKey = ({ dynamodb }: DynamoDBRecord) =>
  JSON.stringify(Object.entries(dynamodb?.Keys ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The records in an order that depends on the seed. Records of one item stay in their order. */
export function shuffled(records: DynamoDBRecord[], seed: number): DynamoDBRecord[] {
  const lines = [...Map.groupBy(records, itemKey).values()];
  let state = seed;
  const below = (bound: number) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * bound);
  };
  return records.map(() => {
    const left = lines.filter(line => line.length > 0);
    return left[below(left.length)]?.shift() as DynamoDBRecord;
  });
}
