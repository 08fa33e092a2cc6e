import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import type { DynamoDBRecord } from 'aws-lambda';
import { timeLeftMs } from '../core/deadline.ts';

const bucket = new S3Client({ requestHandler: { connectionTimeout: 1000, socketTimeout: 10_000 } });
const lambda = new LambdaClient({});

const { DEAD_RECORDS_BUCKET: Bucket } = process.env;

/** Lambda accepts 6 MB. */
const MAX_PAYLOAD_BYTES = 5_000_000;

/** Bounds a call by the time that is left. A consumer may need most of it. */
const untilDeadline = () => ({ abortSignal: AbortSignal.timeout(Math.max(0, Math.ceil(timeLeftMs()))) });

/** Records of a stream that a consumer gave up. */
export type DeadRecords = { functionArn: string; records: DynamoDBRecord[] };

/**
 * Yields the keys of all objects, or of those behind `startAfter`, in the order of keys: stream by stream, shard by
 * shard, and the oldest of a shard first. Lists of S3 are strongly consistent, so nothing is asked twice, and an end is
 * the end.
 */
export async function* keys(startAfter?: string): AsyncGenerator<string> {
  if (!Bucket) throw new Error('There is no bucket of records here: it is deployed with the service.');
  for await (const { Contents = [] } of paginateListObjectsV2(
    { client: bucket },
    { Bucket, StartAfter: startAfter },
  )) {
    for (const { Key } of Contents) if (Key) yield Key;
  }
}

/** Returns the records of an object, or `undefined` when somebody has removed it. */
export async function read(key: string): Promise<DeadRecords | undefined> {
  try {
    const { Body } = await bucket.send(new GetObjectCommand({ Bucket, Key: key }), untilDeadline());
    return recordsIn((await Body?.transformToString()) ?? '');
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

/** Parses what Lambda keeps of an invocation. AWS does not say whether the event in it is text or an object. */
function recordsIn(text: string): DeadRecords {
  try {
    const { requestContext, payload } = JSON.parse(text);
    const { Records } = typeof payload === 'string' ? JSON.parse(payload) : payload;
    // The role may call the function itself, and none of its versions.
    const functionArn = requestContext.functionArn.split(':').slice(0, 7).join(':');
    return { functionArn, records: [...Records] };
  } catch {
    // The error of the parser quotes the text, and so would the log.
    throw new Error('The object does not have the records of an invocation.');
  }
}

/** Delivers records to their consumer once more. Returns `true` when it handled all of them. */
export async function deliver({ functionArn, records }: DeadRecords): Promise<boolean> {
  let isHandled = true;
  for (const batch of batchesOf(records)) isHandled = (await invoke(functionArn, batch)) && isHandled;
  return isHandled;
}

/** Splits records so that Lambda accepts each part. */
function batchesOf(records: DynamoDBRecord[]): DynamoDBRecord[][] {
  const batches: DynamoDBRecord[][] = [];
  let room = 0;
  for (const record of records) {
    const bytes = Buffer.byteLength(JSON.stringify(record)) + 1;
    if (bytes > room) {
      batches.push([]);
      room = MAX_PAYLOAD_BYTES;
    }
    batches.at(-1)?.push(record);
    room -= bytes;
  }
  return batches;
}

async function invoke(FunctionName: string, Records: DynamoDBRecord[]): Promise<boolean> {
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify({ Records }) }),
    untilDeadline(),
  );
  if (FunctionError) return false;
  const answer = JSON.parse(Payload?.transformToString() || 'null');
  return (answer?.batchItemFailures ?? []).length === 0;
}

/** Removes an object whose records are handled. */
export async function remove(key: string): Promise<void> {
  await bucket.send(new DeleteObjectCommand({ Bucket, Key: key }), untilDeadline());
}
