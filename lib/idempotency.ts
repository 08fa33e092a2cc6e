import { createHash } from 'node:crypto';
import { getSettled } from './dynamo/read.ts';
import type { Outcome, Write } from './dynamo/write.ts';
import { idempotencyKeyReused } from './refusals.ts';
import type { AnswerItem } from './repositories/answers.ts';
import * as answers from './repositories/answers.ts';

/** What a request led to, now or when it came first. */
export type Result<Value> = { value: Value; isReplay: boolean };

/** The request of a client that may send it again, under a key, to hear the first answer once more. */
export type Keyed = { key: string; fingerprint: string } | undefined;

type Request = { headers: { 'idempotency-key'?: string | undefined }; path?: object; body?: object };

/** The key of a request, if it has one. The same operation, path and body make the same request. */
export function keyed(operation: string, { headers, path = {}, body = {} }: Request): Keyed {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  const text = JSON.stringify([operation, sorted(path), sorted(body)]);
  return { key, fingerprint: createHash('sha256').update(text).digest('base64') };
}

const sorted = (fields: object) => Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));

/** The write, last in the transaction that makes a result, that keeps it. */
export const keeping = (request: Keyed, value: object): Write[] =>
  request ? [answers.keep(request.key, request.fingerprint, value)] : [];

/**
 * The first answer to a request that was refused since its key has one. When others held that one, it is looked for:
 * what else refused the request may be what it led to.
 * @throws ApiError IDEMPOTENCY_KEY_REUSED
 */
export async function replayAfter<Value>(
  request: Keyed,
  { refusals }: Outcome & { committed: false },
): Promise<Result<Value> | undefined> {
  const refusal = refusals.at(-1);
  if (!request || !refusal) return undefined;
  if (refusal.refused) return replay(request, refusal.found as AnswerItem | undefined);
  if (!refusal.unseen) return undefined;
  return settledReplay(request);
}

/**
 * The first answer to a request, when no transaction is under way any more that may keep it.
 * @throws ApiError IDEMPOTENCY_KEY_REUSED
 */
export const settledReplay = async <Value>(request: Keyed): Promise<Result<Value> | undefined> =>
  request && replay(request, await getSettled(answers.ref(request.key)));

/**
 * The first answer to a request, if its key has one.
 * @throws ApiError IDEMPOTENCY_KEY_REUSED
 */
export function replay<Value>(request: Keyed, kept: AnswerItem | undefined): Result<Value> | undefined {
  if (!request || !kept || answers.isExpired(kept)) return undefined;
  if (kept.fingerprint === request.fingerprint)
    return { value: JSON.parse(kept.result) as Value, isReplay: true };
  throw idempotencyKeyReused();
}
