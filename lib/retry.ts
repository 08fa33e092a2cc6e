import { isThrottlingError, isTransientError } from '@smithy/core/retry';
import type { SdkError } from '@smithy/types';
import { ensureTimeLeft, pauseBeforeTry, timeLeftMs } from './deadline.ts';

/** A call takes milliseconds. One that hangs is given up early enough to be tried again. */
const LONGEST_CALL_MS = 2000;

const CONTENTION = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

/** Why each write of a cancelled transaction was cancelled; nothing for other errors. */
const reasonsOf = (error: unknown): string[] =>
  ((error as { CancellationReasons?: { Code?: string }[] }).CancellationReasons ?? []).map(
    ({ Code = 'None' }) => Code,
  );

/** Whether a condition of a transaction did not hold, which says more than a conflict beside it. */
export const isRefused = (error: unknown): boolean => reasonsOf(error).includes('ConditionalCheckFailed');

const worthAnotherTry = (error: unknown): boolean =>
  error instanceof Error &&
  !isRefused(error) &&
  (reasonsOf(error).some(reason => CONTENTION.includes(reason)) ||
    error.name === 'TransactionConflictException' ||
    isThrottlingError(error as SdkError) ||
    isTransientError(error as SdkError));

const NO_ANSWER =
  'The database did not answer in time, and it is not known whether anything was changed. Please look, and try again.';

/** What the database refused changed nothing. Its own failure, or no answer, does not say. */
const isAnswered = (error: unknown) => (error as SdkError).$fault === 'client';

/** The time limit of a call, in milliseconds, which ends before the request's deadline does. */
export type Send = { requestTimeout: number };

/**
 * The one retry policy: whatever may go away by itself is tried again until the request's deadline.
 * @throws ApiError TRY_AGAIN when there is no time left for another try
 */
export async function persist<Result>(call: (options: Send) => Promise<Result>): Promise<Result> {
  let lost: unknown;
  let detail: string | undefined;
  for (let tries = 1; ; tries += 1) {
    ensureTimeLeft(0, lost, detail);
    try {
      return await call({ requestTimeout: Math.ceil(Math.min(LONGEST_CALL_MS, timeLeftMs())) });
    } catch (error) {
      if (!worthAnotherTry(error)) throw error;
      lost = error;
      if (!isAnswered(error)) detail = NO_ANSWER;
      await pauseBeforeTry(tries, error, detail);
    }
  }
}
