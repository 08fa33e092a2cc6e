import { isThrottlingError, isTransientError } from '@smithy/core/retry';
import type { SdkError } from '@smithy/types';
import { ensureTimeLeft, pauseBeforeTry, type TooLate } from '../core/deadline.ts';
import { nothingChanged } from '../core/refusals.ts';
import { addUsage } from '../core/usage.ts';
import { enqueue, MAX_CALL_MS, type SendOptions } from './callQueue.ts';

/** A call that cannot end in time is not made. */
const MIN_CALL_MS = 100;

const CONTENTION = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

/** Returns the reason for each write of a cancelled transaction, and nothing for other errors. */
const reasonsOf = (error: unknown): string[] =>
  ((error as { CancellationReasons?: { Code?: string }[] }).CancellationReasons ?? []).map(
    ({ Code = 'None' }) => Code,
  );

/**
 * Returns whether a condition failed, which counts for more than a conflict beside it. Another try fails too, though the
 * SDK takes any error for a temporary one while the clock of this process is wrong by minutes.
 */
export const isConditionFailure = (error: unknown): boolean =>
  (error as Error).name === 'ConditionalCheckFailedException' ||
  reasonsOf(error).includes('ConditionalCheckFailed');

const isRetryable = (error: unknown): boolean =>
  !isConditionFailure(error) &&
  (reasonsOf(error).some(reason => CONTENTION.includes(reason)) ||
    (error as Error).name === 'TransactionConflictException' ||
    isThrottlingError(error as SdkError) ||
    isTransientError(error as SdkError));

/** Returns whether a transaction was cancelled only because others held its items, or used up what they have. */
export const isContention = (error: unknown): boolean =>
  !isConditionFailure(error) && reasonsOf(error).some(reason => CONTENTION.includes(reason));

/** Returns whether others held an item of a call. */
const isConflict = (error: unknown): boolean =>
  (error as Error).name === 'TransactionConflictException' ||
  reasonsOf(error).includes('TransactionConflict');

/** Returns whether an error means that nothing was changed. A lost answer and "in progress" do not mean that. */
const isDefinite = (error: unknown) =>
  (error as SdkError).$fault === 'client' && (error as Error).name !== 'TransactionInProgressException';

/** Returns whether there was no answer at all. */
const isSilence = (error: unknown): boolean => (error as SdkError).$metadata?.httpStatusCode === undefined;

/**
 * A read gives up within three seconds when the database does not answer: one that hangs is made twice. Its client may ask
 * again, since it changes nothing. A write uses all the time of its request, so that its outcome is known if it can be.
 */
const MAX_READ_MS = 0.7 * MAX_CALL_MS;
const GIVE_UP_READ_AFTER_MS = MAX_CALL_MS;

/** What a caller wants of the tries of a call. */
export type RetryOptions = {
  /** Makes the refusal when the deadline comes and it is unknown whether something was changed. */
  unknown?: TooLate;
  /** Returns whether the caller answers this error better than another try would. */
  yieldsTo?: (error: unknown) => boolean;
  /** An urgent call goes before all that wait for their turn. */
  isUrgent?: boolean;
  /** No pause before another try is longer. */
  maxPauseMs?: number;
  /** The call changes nothing. */
  isRead?: boolean;
};

/** A call for which many people wait goes first, and makes way for others only for an instant. */
export const FIRST: RetryOptions = { isUrgent: true, maxPauseMs: 10 };

/**
 * Repeats a call that failed for a temporary reason, until the request's deadline. This is the only retry policy for
 * calls of the database.
 * @throws ApiError TRY_AGAIN when there is no time left for another try
 */
export async function withRetries<Result>(
  call: (options: SendOptions) => Promise<Result>,
  { unknown, yieldsTo = () => false, isUrgent = false, maxPauseMs, isRead = false }: RetryOptions = {},
): Promise<Result> {
  let lost: unknown;
  const begunAt = performance.now();
  const maxCallMs = isRead ? MAX_READ_MS : MAX_CALL_MS;
  let tooLate: TooLate | undefined;
  for (let tries = 1; ; tries += 1) {
    ensureTimeLeft(MIN_CALL_MS, lost, tooLate);
    let isSent = false;
    const send = (options: SendOptions) => {
      isSent = true;
      return call(options);
    };
    try {
      return await enqueue(send, { tries, isUrgent, maxCallMs });
    } catch (error) {
      if (isConflict(error)) addUsage({ conflicts: 1 });
      if (!isRetryable(error) || yieldsTo(error)) throw error;
      lost = error;
      const hasWaitedMs = performance.now() - begunAt;
      if (isRead && isSilence(error) && hasWaitedMs > GIVE_UP_READ_AFTER_MS) throw nothingChanged(error);
      addUsage({ retries: 1 });
      if (isSent && !isDefinite(error)) tooLate = unknown;
      await pauseBeforeTry(tries, { cause: error, tooLate, ...(maxPauseMs && { maxPauseMs }) });
    }
  }
}
