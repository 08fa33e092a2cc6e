import { beginBatch, entryRequest, firstAnswers, storeFirst } from '../answers/batchIdempotency.ts';
import type { IdempotentRequest, Result } from '../answers/idempotency.ts';
import { unlessHidden } from '../answers/visibleEvent.ts';
import { eventNotFound } from '../core/refusals.ts';
import type { Look } from '../domain/drafts.ts';
import { batchGet } from '../dynamo/read.ts';
import { type Problem, problemOf } from '../http/problem.ts';
import * as answers from '../repositories/answers.ts';
import * as seats from '../repositories/seats.ts';

/** A batch of a request, about one event. `requestId` is quoted by the problems of its entries. */
export type Batch = {
  eventId: string;
  request: IdempotentRequest | undefined;
  requestId: string;
  look: Look;
};

type Refused = { kind: 'refused'; problem: Problem };

/** What became of an entry. A registration has no `kind`. */
type Outcome<Value> = (Value & { kind?: undefined }) | Refused;

/** The answer to an entry: its registration under the status `status`, or a problem. */
export type EntryAnswer<Value> = {
  userId: string;
  status: number;
  registration?: Value;
  problem?: Problem;
};

type Work<Entry, Value> = {
  status: number;
  /** Carries out one entry, in transactions that change all of it or nothing. */
  carryOut: (entry: Entry, request: IdempotentRequest | undefined) => Promise<Result<Value>>;
};

/**
 * Carries out the entries of a batch one after another, in the order given. What refuses one entry does not stop the
 * others, and those for which no time is left are refused with TRY_AGAIN.
 *
 * With a key each entry has a first answer of its own: a registration is stored with what made it, a refusal by itself,
 * and whichever comes first stays. So runs of the same batch, beside each other or after the death of one, make each
 * registration once and tell the same. What was refused for lack of time is not stored: the same request goes on there.
 * @throws ApiError EVENT_NOT_FOUND, IDEMPOTENCY_KEY_REUSED
 */
export async function inBatch<Entry extends { userId: string }, Value extends object>(
  batch: Batch,
  entries: Entry[],
  { status, carryOut }: Work<Entry, Value>,
): Promise<Result<EntryAnswer<Value>[]>> {
  const { request, requestId } = batch;
  const firsts = await begin<Value>(batch, entries.length);
  const results: Result<Outcome<Value>>[] = [];
  for (const [index, entry] of entries.entries()) {
    const own = entryRequest(request, index);
    results.push(firsts[index] ?? (await outcomeOf(() => carryOut(entry, own), own, requestId)));
  }
  const value = results.map(({ value: outcome }, index): EntryAnswer<Value> => {
    const userId = entries[index]?.userId ?? '';
    if (outcome.kind === 'refused')
      return { userId, status: outcome.problem.status, problem: outcome.problem };
    return { userId, status, registration: outcome };
  });
  return { value, isReplay: results.every(({ isReplay }) => isReplay) };
}

/** Reads whether the event is there, and begins the batch. Returns the answers that its entries have already. */
async function begin<Value>(
  { eventId, request, look }: Batch,
  count: number,
): Promise<(Result<Outcome<Value>> | undefined)[]> {
  const stored = request && answers.ref(request.key);
  const found = await batchGet([seats.ref(eventId), ...(stored ? [stored] : [])], { consistent: true });
  const first = stored && found(stored);
  const isBegun = first !== undefined && !answers.isExpired(first);
  // What a batch did before its event was deleted is told nevertheless, as the answer to any key is.
  const event = await unlessHidden(seats.unlessDeleted(found(seats.ref(eventId))), look);
  if (!isBegun && !event) throw eventNotFound();
  return request && (await beginBatch(request, first)) ? firstAnswers(request, count) : [];
}

async function outcomeOf<Value>(
  carryOut: () => Promise<Result<Value>>,
  request: IdempotentRequest | undefined,
  requestId: string,
): Promise<Result<Outcome<Value>>> {
  try {
    return (await carryOut()) as Result<Outcome<Value>>;
  } catch (error) {
    const refused: Refused = { kind: 'refused', problem: problemOf(error, requestId) };
    if (!request || isPassing(refused)) return { value: refused, isReplay: false };
    return storeRefusal(request, refused, requestId);
  }
}

/** A refusal that another try may not meet is not stored. */
const isPassing = ({ problem }: Refused) => problem.status >= 500;

async function storeRefusal<Value>(
  request: IdempotentRequest,
  refused: Refused,
  requestId: string,
): Promise<Result<Outcome<Value>>> {
  try {
    return await storeFirst<Outcome<Value>>(request, refused);
  } catch (error) {
    return { value: { kind: 'refused', problem: problemOf(error, requestId) }, isReplay: false };
  }
}
