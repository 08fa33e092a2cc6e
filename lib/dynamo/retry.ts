import { isThrottlingError, isTransientError } from '@smithy/core/retry';
import type { SdkError } from '@smithy/types';
import { ensureTimeLeft, pauseBeforeTry, type TooLate } from '../core/deadline.ts';
import { enqueue, type SendOptions } from './callQueue.ts';

/** A call that cannot end in time is not begun. */
const MIN_CALL_MS = 100;

const CONTENTION = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

/** Why each write of a cancelled transaction was cancelled; nothing for other errors. */
const reasonsOf = (error: unknown): string[] =>
  ((error as { CancellationReasons?: { Code?: string }[] }).CancellationReasons ?? []).map(
    ({ Code = 'None' }) => Code,
  );

/** Whether a condition of a transaction did not hold, which says more than a conflict beside it. */
export const isConditionFailure = (error: unknown): boolean =>
  reasonsOf(error).includes('ConditionalCheckFailed');

const isRetryable = (error: unknown): boolean =>
  !isConditionFailure(error) &&
  (reasonsOf(error).some(reason => CONTENTION.includes(reason)) ||
    (error as Error).name === 'TransactionConflictException' ||
    isThrottlingError(error as SdkError) ||
    isTransientError(error as SdkError));

/** Whether a transaction was cancelled for no other reason than that others held its items. */
export const isConflict = (error: unknown): boolean =>
  !isConditionFailure(error) && reasonsOf(error).includes('TransactionConflict');

/** Whether the database says by an error that nothing was changed. No answer, or "in progress", does not say so. */
const isDefinite = (error: unknown) =>
  (error as SdkError).$fault === 'client' && (error as Error).name !== 'TransactionInProgressException';

type RetryOptions = {
  /** The refusal when the deadline comes before an answer that tells whether something was changed. */
  unknown?: TooLate;
  /** Which errors the caller has a better answer to than another try. */
  yieldsTo?: (error: unknown) => boolean;
  /** Whether the call goes before all that wait for their turn. */
  isUrgent?: boolean;
};

/**
 * The one retry policy: a call that failed for a reason which may go away is made again until the request's deadline.
 * @throws ApiError TRY_AGAIN when there is no time left for another try, as every caller may
 */
export async function withRetries<Result>(
  call: (options: SendOptions) => Promise<Result>,
  { unknown, yieldsTo = () => false, isUrgent = false }: RetryOptions = {},
): Promise<Result> {
  let lost: unknown;
  let tooLate: TooLate | undefined;
  for (let tries = 1; ; tries += 1) {
    ensureTimeLeft(MIN_CALL_MS, lost, tooLate);
    let isSent = false;
    const send = (options: SendOptions) => {
      isSent = true;
      return call(options);
    };
    try {
      return await enqueue(send, { tries, isUrgent });
    } catch (error) {
      if (!isRetryable(error) || yieldsTo(error)) throw error;
      lost = error;
      if (isSent && !isDefinite(error)) tooLate = unknown;
      await pauseBeforeTry(tries, error, tooLate);
    }
  }
}
