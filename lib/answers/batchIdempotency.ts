import { batchGet } from '../dynamo/read.ts';
import { update } from '../dynamo/write.ts';
import * as answers from '../repositories/answers.ts';
import type { EntryOutcome, Refused } from './entryOutcome.ts';
import { firstAnswer, type IdempotentRequest, type Result } from './idempotency.ts';

/**
 * Returns the request of one entry of a batch. Its key belongs to the body too, so that no entry of another body ever
 * meets it. No client's key has a line break.
 */
export const entryRequest = (request: IdempotentRequest, index: number): IdempotentRequest => ({
  ...request,
  key: `${request.key}\n${request.fingerprint} ${index}`,
  isEntry: true,
});

/**
 * Begins a batch with a key, which from then on belongs to this body. `stored` is what a read found under the key.
 * Returns whether the batch was begun before.
 * @throws ApiError IDEMPOTENCY_KEY_REUSED
 */
export async function beginBatch(
  request: IdempotentRequest,
  stored: answers.Item | undefined,
): Promise<boolean> {
  if (firstAnswer(request, stored)) return true;
  const outcome = await update(answers.store(request.key, request.fingerprint, {}));
  return outcome.kind === 'refused' && firstAnswer(request, outcome.item) !== undefined;
}

type Replay<Value> = Result<EntryOutcome<Value>> | undefined;

const replayed = <Value>(request: IdempotentRequest, stored: answers.Item | undefined): Replay<Value> => {
  const first = firstAnswer(request, stored) as EntryOutcome<Value> | undefined;
  return first && { value: first, isReplay: true };
};

/** Returns the first answers to the entries of a batch, by index, where there are any. */
export async function firstAnswers<Value>(
  request: IdempotentRequest,
  count: number,
): Promise<Replay<Value>[]> {
  const entries = Array.from({ length: count }, (_, index) => entryRequest(request, index));
  const refs = entries.map(entry => answers.ref(entry.key));
  const found = await batchGet(refs, { consistent: true });
  return refs.map(ref => replayed<Value>(request, found(ref)));
}

/**
 * Stores the refusal of an entry, which changed nothing. Returns the first answer, which may be another one that came
 * first: then the entry was carried out by another run of the same batch.
 */
export async function storeRefusal<Value>(
  request: IdempotentRequest,
  refused: Refused,
): Promise<Result<EntryOutcome<Value>>> {
  const outcome = await update(answers.store(request.key, request.fingerprint, refused));
  const first = outcome.kind === 'refused' ? replayed<Value>(request, outcome.item) : undefined;
  return first ?? { value: refused, isReplay: false };
}
