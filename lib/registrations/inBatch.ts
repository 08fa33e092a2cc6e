import { beginBatch, entryRequest, firstAnswers, storeRefusal } from '../answers/batchIdempotency.ts';
import { done, type EntryOutcome, type Refused, RefusedBefore } from '../answers/entryOutcome.ts';
import { type IdempotentRequest, identify, type Result } from '../answers/idempotency.ts';
import { unlessHidden } from '../answers/visibleEvent.ts';
import { MAX_PAUSE_MS, timeLeftMs } from '../core/deadline.ts';
import { eventNotFound, nothingChanged } from '../core/refusals.ts';
import { happened } from '../core/usage.ts';
import type { FindSight } from '../domain/drafts.ts';
import { batchGet } from '../dynamo/read.ts';
import { type Problem, problemBody, problemOf } from '../http/problem.ts';
import * as answers from '../repositories/answers.ts';
import * as seats from '../repositories/seats.ts';
import { CONFIRMING_MS } from './confirmHold.ts';

/** A batch of a request, about one event. The problems of its entries quote `requestId`. */
export type Batch = {
  eventId: string;
  request: IdempotentRequest | undefined;
  requestId: string;
  findSight: FindSight;
};

type Request = Parameters<typeof identify>[1] & {
  path: { eventId: string };
  access: { findSight: FindSight };
};

/** Makes the batch of a request. */
export const batchOf = (operation: string, request: Request, requestId: string): Batch => ({
  eventId: request.path.eventId,
  request: identify(operation, request),
  requestId,
  findSight: request.access.findSight,
});

/** The answer to an entry has the status `status`, and its registration or a problem. */
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
 * Carries out the entries of a batch one after another, in the order given. A refused entry does not stop the others.
 * Once the deadline refuses one, the others are refused with TRY_AGAIN at once.
 *
 * With a key each entry has a first answer of its own. A registration is stored with what made it, a refusal by itself,
 * and the one that comes first stays. So runs of the same batch, beside each other or after the death of one, make each
 * registration once and tell the same. A 500 or 503 is not stored, so that the same request goes on there.
 * @throws ApiError EVENT_NOT_FOUND, IDEMPOTENCY_KEY_REUSED
 */
export async function inBatch<Entry extends { userId: string }, Value extends object>(
  batch: Batch,
  entries: Entry[],
  { status, carryOut }: Work<Entry, Value>,
): Promise<Result<EntryAnswer<Value>[]>> {
  const { request, requestId } = batch;
  const firsts = await begin<Value>(batch, entries.length);
  const results: Result<EntryOutcome<Value>>[] = [];
  let late: Refused | undefined;
  for (const [index, entry] of entries.entries()) {
    const own = request && entryRequest(request, index);
    const result: Result<EntryOutcome<Value>> =
      firsts[index] ??
      (late ? { value: late, isReplay: false } : await outcomeOf(() => carryOut(entry, own), own, requestId));
    if (isTooLate(result.value)) late ??= refusedBy(problemBody(nothingChanged(), requestId));
    results.push(result);
  }
  const failed = results.filter(({ value }) => isFailure(value)).length;
  if (failed > 0) happened('entriesFailed', failed);
  const value = results.map(({ value: outcome }, index): EntryAnswer<Value> => {
    const userId = entries[index]?.userId ?? '';
    if (outcome.kind === 'refused')
      return { userId, status: outcome.problem.status, problem: outcome.problem };
    return { userId, status, registration: outcome.value };
  });
  return { value, isReplay: results.every(({ isReplay }) => isReplay) };
}

/** Reads whether the event is there, and begins the batch. Returns the answers that its entries have already. */
async function begin<Value>(
  { eventId, request, findSight }: Batch,
  count: number,
): Promise<(Result<EntryOutcome<Value>> | undefined)[]> {
  const stored = request && answers.ref(request.key);
  const found = await batchGet([seats.ref(eventId), ...(stored ? [stored] : [])], { consistent: true });
  const first = stored && found(stored);
  const isBegun = first !== undefined && !answers.isExpired(first);
  // The answer to a key stays when the event is deleted, and so do those to the entries of a batch.
  const event = await unlessHidden(seats.unlessDeleted(found(seats.ref(eventId))), findSight);
  if (!isBegun && !event) throw eventNotFound();
  return request && (await beginBatch(request, first)) ? firstAnswers(request, count) : [];
}

async function outcomeOf<Value>(
  carryOut: () => Promise<Result<Value>>,
  request: IdempotentRequest | undefined,
  requestId: string,
): Promise<Result<EntryOutcome<Value>>> {
  try {
    const { value, isReplay } = await carryOut();
    return { value: done(value), isReplay };
  } catch (error) {
    if (error instanceof RefusedBefore) return { value: error.refused, isReplay: true };
    const refused = refusedBy(problemOf(error, requestId));
    if (!request || isFailure(refused)) return { value: refused, isReplay: false };
    // The storing of a refusal may fail too, which is told in place of the refusal.
    return storeRefusal<Value>(request, refused).catch(failure => ({
      value: refusedBy(problemOf(failure, requestId)),
      isReplay: false,
    }));
  }
}

const refusedBy = (problem: Problem): Refused => ({ kind: 'refused', problem });

/** Returns whether an entry met what another try may not meet. */
const isFailure = (outcome: EntryOutcome<unknown>): boolean =>
  outcome.kind === 'refused' && outcome.problem.status >= 500;

/** The deadline refuses an entry in this time before its end only: the longest pause, and what registering reserves. */
const LAST_ENTRY_MS = MAX_PAUSE_MS + CONFIRMING_MS;

/** Returns whether the deadline refused an entry. */
const isTooLate = (outcome: EntryOutcome<unknown>): boolean =>
  outcome.kind === 'refused' && outcome.problem.code === 'TRY_AGAIN' && timeLeftMs() < LAST_ENTRY_MS;
