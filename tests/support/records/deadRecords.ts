import { createHash } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import type { DynamoDBRecord } from 'aws-lambda';
import { withServer } from '../../simulator/faultyDatabase.ts';

const REGION = 'eu-central-1';

/** What Lambda puts into a dead-letter queue when a consumer has failed too often with these records. */
export const deadLetter = (functionName: string, records: DynamoDBRecord[]): string =>
  JSON.stringify({
    requestContext: {
      requestId: 'an-invocation',
      functionArn: `arn:aws:lambda:${REGION}:000000000000:function:${functionName}:$LATEST`,
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 21,
    },
    DDBStreamBatchInfo: {
      shardId: shardOf(records),
      startSequenceNumber: records[0]?.dynamodb?.SequenceNumber,
      endSequenceNumber: records.at(-1)?.dynamodb?.SequenceNumber,
      batchSize: records.length,
      streamArn: records[0]?.eventSourceARN,
    },
  });

/** The embedded database has one shard a table, named after it. */
const shardOf = ([record]: DynamoDBRecord[]) => `shardId-00000001-${record?.eventSourceARN?.split('/')[1]}`;

/** Takes an invocation of a function, and says what it answers; a crash is thrown. */
export type Invoke = (functionName: string, payload: { Records: DynamoDBRecord[] }) => Promise<unknown>;

/** Runs `work` with an SQS that has these letters and a Lambda, and tells which of the letters are left. */
export async function withDeadLetters(
  letters: string[],
  invoke: Invoke,
  work: (environment: Record<string, string>) => Promise<unknown>,
): Promise<string[]> {
  const left = new Map(letters.map((Body, n) => [`receipt-${n}`, Body]));
  let visible = [...left].map(([ReceiptHandle, Body]) => ({
    MessageId: ReceiptHandle,
    ReceiptHandle,
    Body,
    MD5OfBody: createHash('md5').update(Body).digest('hex'),
  }));
  const answer: Record<string, (input: { ReceiptHandle: string }) => object> = {
    ReceiveMessage: () => {
      const Messages = visible.slice(0, 10);
      visible = visible.slice(10);
      return { Messages };
    },
    DeleteMessage: ({ ReceiptHandle }) => {
      left.delete(ReceiptHandle);
      return {};
    },
  };
  const queue: RequestListener = async (request, response) => {
    const operation = String(request.headers['x-amz-target']).replace('AmazonSQS.', '');
    const input = JSON.parse(await text(request));
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(answer[operation]?.(input)));
  };
  const lambda: RequestListener = async (request, response) => {
    const [, name = ''] = /function%3A([\w-]+)\/invocations/.exec(String(request.url)) ?? [];
    try {
      const result = await invoke(name, JSON.parse(await text(request)));
      response.writeHead(200).end(JSON.stringify(result));
    } catch (error) {
      response.writeHead(200, { 'x-amz-function-error': 'Unhandled' });
      response.end(JSON.stringify({ errorMessage: String(error) }));
    }
  };
  await withServer(queue, sqs =>
    withServer(lambda, url =>
      work({
        AWS_ENDPOINT_URL_SQS: sqs,
        AWS_ENDPOINT_URL_LAMBDA: url,
        AWS_ENDPOINT_URL_DYNAMODB_STREAMS: process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '',
        DEAD_RECORDS_URL: `${sqs}/000000000000/dead-records`,
      }),
    ),
  );
  return [...left.values()];
}
