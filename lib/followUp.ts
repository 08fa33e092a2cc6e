import { logError } from './log.ts';

/**
 * Does what follows a change that is made already. What fails of it, or has no time left, is no failure of the
 * request: it goes to the log, and `undefined` says so.
 */
export async function followUp<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    logError('FOLLOW_UP_FAILED', error);
    return undefined;
  }
}
