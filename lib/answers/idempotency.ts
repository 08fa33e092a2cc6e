import { createHash } from 'node:crypto';
import { idempotencyKeyReused } from '../core/refusals.ts';
import { getSettled } from '../dynamo/read.ts';
import type { Refusal, Write } from '../dynamo/write.ts';
import * as answers from '../repositories/answers.ts';
import { done, type EntryOutcome, valueIn } from './entryOutcome.ts';

/** The value that a request led to, now or, as a replay, when it came first. */
export type Result<Value> = { value: Value; isReplay: boolean };

/**
 * A request that its client may send again, with its key, to get the first answer. One that is an entry of a batch has
 * an outcome of an entry as its first answer.
 */
export type IdempotentRequest = { key: string; fingerprint: string; isEntry?: true };

type Request = {
  headers: { 'idempotency-key'?: string | undefined };
  path?: object;
  body?: object;
  access: { caller?: { userId: string } | undefined };
};

/**
 * Identifies the request by its key, if it has one. The same operation, path and body make the same request. A key
 * belongs to the caller or, where nobody knows who that is, to the operation.
 */
export function identify(
  operation: string,
  { headers, path = {}, body = {}, access: { caller } }: Request,
): IdempotentRequest | undefined {
  const own = headers['idempotency-key'];
  if (own === undefined) return undefined;
  const key = `${caller ? `@${caller.userId}` : operation} ${own}`;
  const text = JSON.stringify([operation, sorted(path), sorted(body)]);
  return { key, fingerprint: createHash('sha256').update(text).digest('base64') };
}

/** The order of fields makes no other request, nor does that of fields within them. The order of a list does. */
const sorted = (fields: object): [string, unknown][] =>
  Object.entries(fields)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [name, sortedWithin(value)]);

function sortedWithin(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedWithin);
  return typeof value === 'object' && value !== null ? sorted(value) : value;
}

/** Makes the write that stores an answer under its request's key, in the transaction that makes it true. */
export const storeAnswer = (
  request: IdempotentRequest | undefined,
  value: object,
): Write<answers.Item> | undefined =>
  request && answers.store(request.key, request.fingerprint, request.isEntry ? done(value) : value);

/** Makes the write that replaces what is stored under a request's key. */
export const replaceAnswer = ({ key, fingerprint }: IdempotentRequest, value: object): Write<answers.Item> =>
  answers.replace(key, fingerprint, value);

/**
 * Returns the first answer to a request whose transaction was refused since its key has one. In a conflict about the
 * key the answer is read: another refusal may come from what the first request wrote.
 * @throws ApiError IDEMPOTENCY_KEY_REUSED
 */
export async function replayAfter<Value>(
  request: IdempotentRequest | undefined,
  refusal: Refusal<answers.Item> | undefined,
): Promise<Result<Value> | undefined> {
  if (refusal?.conditionFailed) return replay(request, refusal.item);
  return refusal?.conflicted ? settledReplay(request) : undefined;
}

/**
 * Returns the first answer to a request, once no transaction is under way that may store it.
 * @throws ApiError IDEMPOTENCY_KEY_REUSED
 */
export const settledReplay = async <Value>(
  request: IdempotentRequest | undefined,
): Promise<Result<Value> | undefined> =>
  request && replay(request, await getSettled(answers.ref(request.key)));

/**
 * Returns the first answer to a request, if its key has one.
 * @throws ApiError IDEMPOTENCY_KEY_REUSED
 * @throws RefusedBefore when the request is an entry of a batch that was refused
 */
export function replay<Value>(
  request: IdempotentRequest | undefined,
  stored: answers.Item | undefined,
): Result<Value> | undefined {
  const first = request && firstAnswer(request, stored);
  if (!first) return undefined;
  const value = request.isEntry ? valueIn(first as EntryOutcome<Value>) : (first as Value);
  return { value, isReplay: true };
}

/**
 * Returns what is stored as the first answer to a request, if its key has one.
 * @throws ApiError IDEMPOTENCY_KEY_REUSED
 */
export function firstAnswer(
  { fingerprint }: IdempotentRequest,
  stored: answers.Item | undefined,
): object | undefined {
  if (!stored || answers.isExpired(stored)) return undefined;
  if (stored.fingerprint !== fingerprint) throw idempotencyKeyReused();
  return JSON.parse(stored.result);
}
