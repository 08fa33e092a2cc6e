import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiError } from './errors.ts';
import { nothingChanged } from './refusals.ts';

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

/** The refusal of a request that has no time left, for the cause of that. */
export type TooLate = (cause?: unknown) => ApiError;

/** @throws ApiError TRY_AGAIN when the request will have no time left in `laterMs` milliseconds */
export function ensureTimeLeft(laterMs = 0, cause?: unknown, tooLate: TooLate = nothingChanged): void {
  if (timeLeftMs() < laterMs) throw tooLate(cause);
}

/** Runs `work` with a deadline that comes so many milliseconds before that of the request, for what follows it. */
export const reservingTime = <Result>(reservedMs: number, work: () => Result): Result =>
  deadlines.run((deadlines.getStore() ?? Number.POSITIVE_INFINITY) - reservedMs, work);

/**
 * Waits before try number `tries` (from 1 up), with full jitter: a random time under a doubling bound, so that
 * a crowd that collided once spreads out instead of colliding again.
 * @throws ApiError TRY_AGAIN when the request has no time left for it
 */
export async function pauseBeforeTry(tries: number, cause?: unknown, tooLate?: TooLate): Promise<void> {
  const pauseMs = Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1));
  ensureTimeLeft(pauseMs, cause, tooLate);
  await sleep(pauseMs);
}
