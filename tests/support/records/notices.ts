import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { logOf } from '../api/log.ts';
import { recordHistory } from '../api/operations.ts';
import { coldStart } from './coldStart.ts';
import { deliver, recordsOf } from './streams.ts';

/** The entries that the changes of `work` add to the history. */
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

/** A new process with this environment sends the notices of a batch. `answer` may be the error that it threw. */
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
