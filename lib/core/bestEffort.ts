import { logError } from './log.ts';

/**
 * Does work that follows a committed change. A failure, or a lack of time, does not fail the request: it is logged,
 * and the result is `undefined`.
 */
export async function bestEffort<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    logError('BEST_EFFORT_FAILED', error);
    return undefined;
  }
}
