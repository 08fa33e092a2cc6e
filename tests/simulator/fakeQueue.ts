import { createHash } from 'node:crypto';
import type { RequestListener, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Answer } from '../support/api/invoke.ts';
import { withServer } from './faultyDatabase.ts';

type Input = { QueueUrl?: string; MessageBody?: string; SourceArn?: string } & Record<string, unknown>;

/** A call of an operation of SQS, such as `SendMessage`. */
export type QueueCall = { operation: string; input: Input };

type Queue = {
  /** The environment of a function that uses this queue. */
  environment: { AWS_ENDPOINT_URL_SQS: string; LATE_NOTICES_URL: string };
  calls: QueueCall[];
  /** The messages that were sent to the queue, parsed as JSON. */
  messages: () => Answer['body'][];
};

export const TASK_HANDLE = 'handle-of-the-move';

const md5 = (body: string) => createHash('md5').update(body).digest('hex');

/** The answers of SQS. */
const ANSWERS: Record<string, (input: Input) => object> = {
  SendMessage: ({ MessageBody = '' }) => ({
    MessageId: md5(MessageBody),
    MD5OfMessageBody: md5(MessageBody),
  }),
  ChangeMessageVisibility: () => ({}),
  ReceiveMessage: () => ({}),
  StartMessageMoveTask: () => ({ TaskHandle: TASK_HANDLE }),
};

/** Sees a call before the answer, and may refuse it with an exception of SQS. */
type Inspect = (call: QueueCall) => string | undefined;

/** Runs `work` with a server that speaks the protocol of SQS, and has one queue. */
export async function withQueue<Result>(
  work: (queue: Queue) => Promise<Result>,
  inspect: Inspect = () => undefined,
): Promise<Result> {
  const calls: QueueCall[] = [];
  const listener: RequestListener = async (request, response) => {
    const operation = String(request.headers['x-amz-target']).replace('AmazonSQS.', '');
    const call = { operation, input: JSON.parse(await text(request)) };
    const answer = ANSWERS[operation];
    const exception = answer ? inspect(call) : 'UnsupportedOperation';
    if (!answer || exception) return refuse(response, exception);
    calls.push(call);
    respond(response, 200, answer(call.input));
  };
  return withServer(listener, url => {
    const sent = () => calls.filter(({ operation }) => operation === 'SendMessage');
    return work({
      environment: { AWS_ENDPOINT_URL_SQS: url, LATE_NOTICES_URL: `${url}/000000000000/late-notices` },
      calls,
      messages: () => sent().map(({ input }) => JSON.parse(String(input.MessageBody))),
    });
  });
}

const respond = (response: ServerResponse, status: number, body: object) =>
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));

const refuse = (response: ServerResponse, exception: string | undefined) =>
  respond(response, 400, { __type: `com.amazonaws.sqs#${exception}`, message: 'Refused for a test' });
