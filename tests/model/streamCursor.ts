import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord } from 'aws-lambda';
import { TABLES } from '../../lib/dynamo/client.ts';
import { deliver, type Table } from '../support/records/streams.ts';

const endpoint = process.env.AWS_ENDPOINT_URL_DYNAMODB;
const database = new DynamoDBClient({ endpoint });
const streams = new DynamoDBStreamsClient({ endpoint });

/** Returns the changes of a table since the last call, in their order. */
export type Cursor = () => Promise<DynamoDBRecord[]>;

/** Reads a stream from its start. It reads each change once, so that runs do not become slower. */
export async function cursorOf(table: Table): Promise<Cursor> {
  const { Table: found } = await database.send(new DescribeTableCommand({ TableName: TABLES[table] }));
  const StreamArn = found?.LatestStreamArn;
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const [shard, ...others] = StreamDescription?.Shards ?? [];
  if (!shard || others.length > 0) throw new Error(`The order of the changes of ${table} is not known`);
  const start = { StreamArn, ShardId: shard.ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
  let { ShardIterator } = await streams.send(new GetShardIteratorCommand(start));
  return async () => {
    const records: DynamoDBRecord[] = [];
    for (;;) {
      const page = await streams.send(new GetRecordsCommand({ ShardIterator }));
      ShardIterator = page.NextShardIterator;
      if (!page.Records?.length) return records;
      records.push(...(page.Records as unknown as DynamoDBRecord[]));
    }
  };
}

const BATCH_SIZE = 100;

/** Runs a consumer over all new changes, and over those that it makes itself. Returns all of them. */
export async function drain(handler: unknown, ...cursors: Cursor[]): Promise<DynamoDBRecord[]> {
  const drained: DynamoDBRecord[] = [];
  for (;;) {
    const records = (await Promise.all(cursors.map(cursor => cursor()))).flat();
    if (records.length === 0) return drained;
    drained.push(...records);
    for (let start = 0; start < records.length; start += BATCH_SIZE) {
      const { batchItemFailures } = await deliver(handler, records.slice(start, start + BATCH_SIZE));
      if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} changes failed`);
    }
  }
}
