import { isThrottlingError, isTransientError } from '@smithy/core/retry';
import type { SdkError } from '@smithy/types';
import PQueue from 'p-queue';
import { ensureTimeLeft, pauseBeforeTry, type TooLate, timeLeftMs } from './deadline.ts';

/**
 * A call takes milliseconds. One that hangs is given up early enough to be tried again. DYNAMODB_CALL_MS sets another
 * limit where a database is slow to answer, or is held on purpose.
 */
export const LONGEST_CALL_MS = Number(process.env.DYNAMODB_CALL_MS ?? 2000);
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
  !isRefused(error) &&
  (reasonsOf(error).some(reason => CONTENTION.includes(reason)) ||
    (error as Error).name === 'TransactionConflictException' ||
    isThrottlingError(error as SdkError) ||
    isTransientError(error as SdkError));

/** Whether a transaction was cancelled only since others held its items. */
export const isConflict = (error: unknown): boolean =>
  !isRefused(error) && reasonsOf(error).includes('TransactionConflict');

/** What the database refused changed nothing. Its own failure, no answer, or "in progress" does not say. */
const isAnswered = (error: unknown) =>
  (error as SdkError).$fault === 'client' && (error as Error).name !== 'TransactionInProgressException';

/** What the SDK is told about a call: when it is given up, wherever it hangs. */
export type Send = { abortSignal: AbortSignal | undefined };

/**
 * Calls under way at once. More of them would not be answered sooner, but wait for the processor while their time runs
 * out: of a crowd, since `npm start` has one process for all requests where Lambda has one for each.
 */
export const MOST_CALLS = 24;
const calls = new PQueue({ concurrency: MOST_CALLS, timeout: LONGEST_CALL_MS });

/**
 * An urgent call goes first, then what was tried before. Nothing is waited for, in the queue or under way,
 * longer than the request may.
 */
function turn(tries: number, isUrgent: boolean) {
  const leftMs = timeLeftMs();
  return {
    priority: isUrgent ? Number.MAX_SAFE_INTEGER : tries,
    ...(Number.isFinite(leftMs) && { signal: AbortSignal.timeout(Math.max(0, Math.ceil(leftMs))) }),
  };
}

/** The queue made the call: who asked for it is not in the trace of its error by itself. */
function traced(error: Error): Error {
  const here = { stack: '' };
  Error.captureStackTrace(here, traced);
  error.stack += here.stack.slice(here.stack.indexOf('\n'));
  return error;
}

type Patience = {
  /** The refusal when the deadline comes before an answer that tells whether something was changed. */
  unknown?: TooLate;
  /** Which errors the caller has a better answer to than another try. */
  yieldsTo?: (error: unknown) => boolean;
  /** Whether the call goes before all that wait for their turn. */
  isUrgent?: boolean;
};

/**
 * The one retry policy: whatever may go away by itself is tried again until the request's deadline.
 * @throws ApiError TRY_AGAIN when there is no time left for another try, as everything may that calls this
 */
export async function persist<Result>(
  call: (options: Send) => Promise<Result>,
  { unknown, yieldsTo = () => false, isUrgent = false }: Patience = {},
): Promise<Result> {
  let lost: unknown;
  let tooLate: TooLate | undefined;
  for (let tries = 1; ; tries += 1) {
    ensureTimeLeft(SHORTEST_CALL_MS, lost, tooLate);
    let isSent = false;
    const makeCall = ({ signal }: { signal?: AbortSignal }) => {
      isSent = true;
      return call({ abortSignal: signal });
    };
    try {
      return await calls.add(makeCall, turn(tries, isUrgent));
    } catch (error) {
      if (!worthAnotherTry(error) || yieldsTo(error)) {
        throw traced(error as Error);
      }
      lost = error;
      if (isSent && !isAnswered(error)) tooLate = unknown;
      await pauseBeforeTry(tries, error, tooLate);
    }
  }
}
