import { logError } from './log.ts';

/**
 * Does what follows a change that is made already. A failure of it, or a lack of time, is no failure of the request: it
 * goes to the log, and the result is `undefined`.
 */
export async function bestEffort<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    logError('FOLLOW_UP_FAILED', error);
    return undefined;
  }
}
