import {
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { ensureTimeLeft } from '../core/deadline.ts';

const queue = new SQSClient({});
const streams = new DynamoDBStreamsClient({});
const lambda = new LambdaClient({});

const { DEAD_RECORDS_URL: QueueUrl } = process.env;

/** Records of a stream that a consumer gave up. `receipt` is that of the message about them. */
export type DeadRecords = {
  receipt: string;
  functionArn: string;
  streamArn: string;
  shardId: string;
  first: string;
  last: string;
};

/**
 * Takes some of the messages about records that consumers gave up, or none. A message that is not removed in time may
 * be taken again.
 */
export async function take(): Promise<DeadRecords[]> {
  if (!QueueUrl) throw new Error('There is no queue of records here: it is deployed with the service.');
  const { Messages = [] } = await queue.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
  );
  return Messages.map(({ Body = '', ReceiptHandle = '' }) => {
    const { requestContext, DDBStreamBatchInfo: batch } = JSON.parse(Body);
    return {
      receipt: ReceiptHandle,
      functionArn: requestContext.functionArn.replace(/:\$LATEST$/, ''),
      streamArn: batch.streamArn,
      shardId: batch.shardId,
      first: batch.startSequenceNumber,
      last: batch.endSequenceNumber,
    };
  });
}

/** Reads the records from the stream, which has them for 24 hours. */
export async function read({ streamArn, shardId, first, last }: DeadRecords): Promise<StreamRecord[]> {
  const start = await streams.send(
    new GetShardIteratorCommand({
      StreamArn: streamArn,
      ShardId: shardId,
      ShardIteratorType: 'AT_SEQUENCE_NUMBER',
      SequenceNumber: first,
    }),
  );
  const records: StreamRecord[] = [];
  for (let ShardIterator = start.ShardIterator; ShardIterator; ) {
    ensureTimeLeft();
    const page = await streams.send(new GetRecordsCommand({ ShardIterator }));
    for (const record of page.Records ?? []) {
      records.push(record);
      if (record.dynamodb?.SequenceNumber === last) return records;
    }
    ShardIterator = page.NextShardIterator;
  }
  return records;
}

/** Delivers records to their consumer once more. Returns `true` when it handled all of them. */
export async function deliver({ functionArn }: DeadRecords, Records: StreamRecord[]): Promise<boolean> {
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: functionArn, Payload: JSON.stringify({ Records }) }),
  );
  if (FunctionError) return false;
  const answer = JSON.parse(Payload?.transformToString() || 'null');
  return (answer?.batchItemFailures ?? []).length === 0;
}

/** Removes the message about handled records from the queue. */
export async function remove({ receipt }: DeadRecords): Promise<void> {
  await queue.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receipt }));
}
