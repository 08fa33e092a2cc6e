import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiError } from './errors.ts';
import { nothingChanged } from './refusals.ts';

/** This time is reserved at the end, so that "too late" becomes an answer before Lambda ends the process. */
const ANSWERING_MS = 500;
/** No pause before another try is longer. */
export const MAX_PAUSE_MS = 1000;
const FIRST_PAUSE_MS = 25;

const deadlines = new AsyncLocalStorage<number>();

/**
 * Runs `work` with a deadline shortly before `remainingMs` milliseconds have passed. An earlier deadline that surrounds
 * it stays in force. Code that no deadline surrounds has unlimited time.
 */
export function withDeadline<Result>(remainingMs: number, work: () => Result): Result {
  const deadline = performance.now() + remainingMs - ANSWERING_MS;
  return deadlines.run(Math.min(deadline, deadlines.getStore() ?? Number.POSITIVE_INFINITY), work);
}

/** Returns how many milliseconds the request has left for work. */
export const timeLeftMs = (): number =>
  (deadlines.getStore() ?? Number.POSITIVE_INFINITY) - performance.now();

/** Makes the refusal of a request that has no time left. `cause` is what used the time up. */
export type TooLate = (cause?: unknown) => ApiError;

/** @throws ApiError TRY_AGAIN when the request will have no time left in `laterMs` milliseconds */
export function ensureTimeLeft(laterMs = 0, cause?: unknown, tooLate: TooLate = nothingChanged): void {
  if (timeLeftMs() < laterMs) throw tooLate(cause);
}

/** Runs `work` with a deadline that is `reservedMs` milliseconds before that of the request. */
export const reservingTime = <Result>(reservedMs: number, work: () => Result): Result =>
  deadlines.run((deadlines.getStore() ?? Number.POSITIVE_INFINITY) - reservedMs, work);

type Pause = { cause?: unknown; tooLate?: TooLate | undefined; maxPauseMs?: number };

/**
 * Waits before the next try. `tries` counts the failed ones, from 1. The pause is random below a doubling bound (full
 * jitter), so that requests which collided once spread out.
 * @throws ApiError TRY_AGAIN when the request has no time left for it
 */
export async function pauseBeforeTry(
  tries: number,
  { cause, tooLate, maxPauseMs = MAX_PAUSE_MS }: Pause = {},
): Promise<void> {
  const pauseMs = Math.random() * Math.min(maxPauseMs, FIRST_PAUSE_MS * 2 ** (tries - 1));
  ensureTimeLeft(pauseMs, cause, tooLate);
  await sleep(pauseMs);
}

/**
 * Waits for a time.
 * @throws ApiError TRY_AGAIN when the request has no time left for it
 */
export async function pause(pauseMs: number): Promise<void> {
  ensureTimeLeft(pauseMs);
  await sleep(pauseMs);
}
