import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { logOf } from '../api/log.ts';
import { recordHistory } from '../api/operations.ts';
import { coldStart } from './coldStart.ts';
import { deliver, recordsOf } from './streams.ts';

/** What is added to the history by the changes of registrations that `work` makes. */
export async function entriesOf(work: () => Promise<unknown>): Promise<DynamoDBRecord[]> {
  await recordHistory();
  const records = await recordsOf('history', async () => {
    await work();
    await recordHistory();
  });
  return records.filter(({ eventName }) => eventName === 'INSERT');
}

export const idsOf = (records: DynamoDBRecord[]) =>
  records.map(({ dynamodb }) => String(dynamodb?.NewImage?.entryId?.S));

type Sent = { answer: DynamoDBBatchResponse | Error; logged: string[] };

/** Has a new process, in such an environment, send the notices of a batch. `answer` is the error that it threw, if any. */
export async function sendNotices(
  records: DynamoDBRecord[],
  environment: Record<string, string>,
  timeoutMs?: number,
): Promise<Sent> {
  let answer: Sent['answer'] | undefined;
  const log = await logOf(() =>
    coldStart('streams/sendNotices', environment, async handler => {
      answer = await deliver(handler, records, timeoutMs).catch(error => error);
    }),
  );
  if (!answer) throw new Error('There was no answer');
  return { answer, logged: log.map(({ code }) => code) };
}

export const ALL_SENT = { batchItemFailures: [] };
