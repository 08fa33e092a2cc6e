import { logError } from './log.ts';

/**
 * Does work whose failure must not fail its caller. A failure, or a lack of time, is logged, and the result is
 * `undefined`.
 */
export async function bestEffort<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    logError('BEST_EFFORT_FAILED', error);
    return undefined;
  }
}
