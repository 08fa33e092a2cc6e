import PQueue from 'p-queue';
import { timeLeftMs } from '../core/deadline.ts';

/**
 * A call takes milliseconds. One that hangs is abandoned early enough to be tried again. DYNAMODB_CALL_MS sets another
 * limit where a database is slow to answer, or is stopped on purpose.
 */
export const MAX_CALL_MS = Number(process.env.DYNAMODB_CALL_MS ?? 2000);

/**
 * At most 24 calls run at once. With more, each would wait for the processor while its time runs out: `npm start` has
 * one process for all requests of a crowd, where Lambda has one for each.
 */
export const MAX_CALLS = 24;

const calls = new PQueue({ concurrency: MAX_CALLS });

/** The signal aborts a call, wherever it hangs. */
export type SendOptions = { abortSignal: AbortSignal | undefined };

/** An urgent call goes first, then the calls that were tried most often. */
type Turn = { tries: number; isUrgent: boolean; maxCallMs: number };

/**
 * Makes a call when its turn comes. The request's deadline bounds the wait and the call.
 * @throws whatever the call throws, and an error of the queue when the call takes longer than `maxCallMs`
 */
export async function enqueue<Result>(
  call: (options: SendOptions) => Promise<Result>,
  { tries, isUrgent, maxCallMs }: Turn,
): Promise<Result> {
  const leftMs = timeLeftMs();
  try {
    return await calls.add(({ signal }) => call({ abortSignal: signal }), {
      priority: isUrgent ? Number.MAX_SAFE_INTEGER : tries,
      timeout: maxCallMs,
      ...(Number.isFinite(leftMs) && { signal: AbortSignal.timeout(Math.max(0, Math.ceil(leftMs))) }),
    });
  } catch (error) {
    throw withCallersTrace(error as Error);
  }
}

/**
 * Adds the trace of the function that asked for the call. The queue makes the call, so the error's own trace does not
 * name that function.
 */
function withCallersTrace(error: Error): Error {
  const here = { stack: '' };
  Error.captureStackTrace(here, withCallersTrace);
  error.stack += here.stack.slice(here.stack.indexOf('\n'));
  return error;
}
