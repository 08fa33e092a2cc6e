import { batchGet } from '../dynamo/read.ts';
import { update } from '../dynamo/write.ts';
import * as answers from '../repositories/answers.ts';
import { type IdempotentRequest, type Result, replay } from './idempotency.ts';

/**
 * Returns the request of one entry of a batch. Its key belongs to the body too, so that no entry of another body ever
 * meets it. No client's key has a line break.
 */
export const entryRequest = (
  request: IdempotentRequest | undefined,
  index: number,
): IdempotentRequest | undefined =>
  request && { ...request, key: `${request.key}\n${request.fingerprint} ${index}` };

/**
 * Begins a batch with a key, which from then on belongs to this body. `stored` is what a read found under the key.
 * Returns whether the batch was begun before.
 * @throws ApiError IDEMPOTENCY_KEY_REUSED
 */
export async function beginBatch(
  request: IdempotentRequest,
  stored: answers.Item | undefined,
): Promise<boolean> {
  if (replay(request, stored)) return true;
  const outcome = await update(answers.store(request.key, request.fingerprint, {}));
  return outcome.kind === 'refused' && replay(request, outcome.item) !== undefined;
}

/** Returns the first answers to the entries of a batch, by index, where there are any. */
export async function firstAnswers<Value>(
  request: IdempotentRequest,
  count: number,
): Promise<(Result<Value> | undefined)[]> {
  const entries = Array.from({ length: count }, (_, index) => entryRequest(request, index));
  const refs = entries.map(entry => answers.ref(entry?.key ?? ''));
  const found = await batchGet(refs, { consistent: true });
  return entries.map((entry, index) => {
    const ref = refs[index];
    return replay<Value>(entry, ref && found(ref));
  });
}

/**
 * Stores the answer to an entry that changed nothing. Returns the first answer, which may be another one that came
 * first: then the entry was carried out by another run of the same batch.
 */
export async function storeFirst<Value>(request: IdempotentRequest, value: object): Promise<Result<Value>> {
  const outcome = await update(answers.store(request.key, request.fingerprint, value));
  const first = outcome.kind === 'refused' ? replay<Value>(request, outcome.item) : undefined;
  return first ?? { value: value as Value, isReplay: false };
}
