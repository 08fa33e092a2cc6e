import { createHash } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import type { DynamoDBRecord } from 'aws-lambda';
import { withServer } from '../../simulator/faultyDatabase.ts';

const REGION = 'eu-central-1';

/** The letter that Lambda puts into a dead-letter queue after a consumer has failed too often with these records. */
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

/** The embedded database has one shard for each table, which is named after the table. */
const shardOf = ([record]: DynamoDBRecord[]) => `shardId-00000001-${record?.eventSourceARN?.split('/')[1]}`;

/** Invokes a function and returns its answer. A crash is thrown. */
export type Invoke = (functionName: string, payload: { Records: DynamoDBRecord[] }) => Promise<unknown>;

/** Runs `work` with an SQS that has these letters, and a Lambda. Returns the letters that are left. */
export async function withDeadLetters(
  letters: string[],
  invoke: Invoke,
  work: (environment: Record<string, string>) => Promise<unknown>,
): Promise<string[]> {
  const queue = new DeadLetterQueue(letters);
  await withServer(queue.listener, sqs =>
    withServer(lambdaOf(invoke), url =>
      work({
        AWS_ENDPOINT_URL_SQS: sqs,
        AWS_ENDPOINT_URL_LAMBDA: url,
        AWS_ENDPOINT_URL_DYNAMODB_STREAMS: process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '',
        DEAD_RECORDS_URL: `${sqs}/000000000000/dead-records`,
      }),
    ),
  );
  return queue.left;
}

/** An SQS that receives each message once. */
class DeadLetterQueue {
  readonly #bodies: Map<string, string>;
  #visible: string[];

  constructor(letters: string[]) {
    this.#bodies = new Map(letters.map((body, n) => [`receipt-${n}`, body]));
    this.#visible = [...this.#bodies.keys()];
  }

  get left(): string[] {
    return [...this.#bodies.values()];
  }

  #receive(): object {
    const Messages = this.#visible.splice(0, 10).map(receipt => {
      const Body = String(this.#bodies.get(receipt));
      const MD5OfBody = createHash('md5').update(Body).digest('hex');
      return { MessageId: receipt, ReceiptHandle: receipt, Body, MD5OfBody };
    });
    return { Messages };
  }

  readonly listener: RequestListener = async (request, response) => {
    const operation = String(request.headers['x-amz-target']).replace('AmazonSQS.', '');
    const { ReceiptHandle } = JSON.parse(await text(request));
    if (operation === 'DeleteMessage') this.#bodies.delete(ReceiptHandle);
    const answer = operation === 'ReceiveMessage' ? this.#receive() : {};
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer));
  };
}

const lambdaOf =
  (invoke: Invoke): RequestListener =>
  async (request, response) => {
    const [, name = ''] = /function%3A([\w-]+)\/invocations/.exec(String(request.url)) ?? [];
    try {
      const result = await invoke(name, JSON.parse(await text(request)));
      response.writeHead(200).end(JSON.stringify(result));
    } catch (error) {
      response.writeHead(200, { 'x-amz-function-error': 'Unhandled' });
      response.end(JSON.stringify({ errorMessage: String(error) }));
    }
  };
