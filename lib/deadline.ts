import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from './errors.ts';

/** Time kept back from the deadline, to turn "too late" into an answer before Lambda ends the process. */
const ANSWERING_MS = 500;
const LONGEST_PAUSE_MS = 1000;
const FIRST_PAUSE_MS = 25;

const deadlines = new AsyncLocalStorage<number>();

/**
 * Runs `work` with the time that its request has left, in milliseconds, or with less inside another deadline.
 * Outside, there is no deadline.
 */
export function withDeadline<Result>(remainingMs: number, work: () => Result): Result {
  const deadline = performance.now() + remainingMs - ANSWERING_MS;
  return deadlines.run(Math.min(deadline, deadlines.getStore() ?? Number.POSITIVE_INFINITY), work);
}

/** Milliseconds that the request has left for work. */
export const timeLeftMs = (): number =>
  (deadlines.getStore() ?? Number.POSITIVE_INFINITY) - performance.now();

const NOTHING_CHANGED = 'The service is busy and nothing was changed. Please try again.';

/** What to say when a change was asked for and no answer came. */
export const NOT_KNOWN =
  'The database did not answer in time, and it is not known whether anything was changed. Please look, and try again.';

const tryAgain = (detail: string, cause: unknown) =>
  new ApiError('TRY_AGAIN', detail, { headers: { 'Retry-After': '1' }, cause });

/** What a request ends with that may have changed something before `cause` stopped it. */
export const notKnown = (cause: unknown): ApiError => tryAgain(NOT_KNOWN, cause);

/** @throws ApiError TRY_AGAIN when the request will have no time left in `laterMs` milliseconds */
export function ensureTimeLeft(laterMs = 0, cause?: unknown, detail = NOTHING_CHANGED): void {
  if (timeLeftMs() < laterMs) throw tryAgain(detail, cause);
}

/** Runs `work` with a deadline that comes so many milliseconds before that of the request, for what follows it. */
export const keepingBack = <Result>(keptMs: number, work: () => Result): Result =>
  deadlines.run((deadlines.getStore() ?? Number.POSITIVE_INFINITY) - keptMs, work);

/**
 * Waits before try number `tries` (from 1 up), with full jitter: a random time under a doubling bound, so that
 * a crowd that collided once spreads out instead of colliding again.
 * @throws ApiError TRY_AGAIN when the request has no time left for it
 */
export async function pauseBeforeTry(tries: number, cause?: unknown, detail?: string): Promise<void> {
  const pauseMs = Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1));
  ensureTimeLeft(pauseMs, cause, detail);
  await sleep(pauseMs);
}
