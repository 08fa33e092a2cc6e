import {
  ChangeMessageVisibilityCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';

const client = new SQSClient({
  requestHandler: { connectionTimeout: 1000, requestTimeout: 5000, throwOnRequestTimeout: true },
});

const { LATE_NOTICES_URL: QueueUrl, DEAD_NOTICES_ARN: SourceArn } = process.env;

/** A developer's machine has no queue. */
export const isThere = Boolean(QueueUrl);

/** Puts a notice into the queue, as JSON. */
export async function put(notice: object): Promise<void> {
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(notice) }));
}

/**
 * Hides a notice in the queue for `VisibilityTimeout` seconds. `ReceiptHandle` is that of the last time it was taken.
 */
export async function postpone(ReceiptHandle: string, VisibilityTimeout: number): Promise<void> {
  await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
}

/**
 * Moves all notices that were given up back into the queue. Returns the handle of the move, which goes on by itself.
 */
export async function redrive(): Promise<string> {
  if (!SourceArn) throw new Error('There is no queue of notices here: it is deployed with the service.');
  const { TaskHandle } = await client.send(new StartMessageMoveTaskCommand({ SourceArn }));
  return String(TaskHandle);
}
