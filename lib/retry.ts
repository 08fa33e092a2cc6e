import { isThrottlingError, isTransientError } from '@smithy/core/retry';
import type { SdkError } from '@smithy/types';
import { ensureTimeLeft, pauseBeforeTry, timeLeftMs } from './deadline.ts';

/** A call takes milliseconds. One that hangs is given up early enough to be tried again. */
const LONGEST_CALL_MS = 2000;
/** One that cannot end in time is not begun. */
const SHORTEST_CALL_MS = 100;

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

/** What the database refused changed nothing. Its own failure, no answer, or "in progress" does not say. */
const isAnswered = (error: unknown) =>
  (error as SdkError).$fault === 'client' && (error as Error).name !== 'TransactionInProgressException';

/** What the SDK is told about a call: when it was given up. */
export type Send = { abortSignal: AbortSignal };

/** Gives a call up after `timeoutMs`, wherever it hangs: connecting, waiting, or in the middle of its answer. */
async function withTimeout<Result>(
  timeoutMs: number,
  call: (options: Send) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(Object.assign(new Error(`No answer within ${timeoutMs} ms`), { name: 'TimeoutError' }));
      controller.abort();
    }, timeoutMs);
  });
  try {
    return await Promise.race([call({ abortSignal: controller.signal }), late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The one retry policy: whatever may go away by itself is tried again until the request's deadline. `unknown` is
 * what to say when it comes before an answer that tells whether something was changed.
 * @throws ApiError TRY_AGAIN when there is no time left for another try, as everything may that calls this
 */
export async function persist<Result>(
  call: (options: Send) => Promise<Result>,
  unknown?: string,
): Promise<Result> {
  let lost: unknown;
  let detail: string | undefined;
  for (let tries = 1; ; tries += 1) {
    ensureTimeLeft(SHORTEST_CALL_MS, lost, detail);
    try {
      return await withTimeout(Math.ceil(Math.min(LONGEST_CALL_MS, timeLeftMs())), call);
    } catch (error) {
      if (!worthAnotherTry(error)) throw error;
      lost = error;
      if (!isAnswered(error)) detail = unknown;
      await pauseBeforeTry(tries, error, detail);
    }
  }
}
