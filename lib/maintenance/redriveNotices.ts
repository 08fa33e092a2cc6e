import * as lateNotices from '../repositories/lateNotices.ts';

/** Sends all notices again that were given up. Returns the handle of the move, which goes on by itself. */
export const redriveNotices = (): Promise<string> => lateNotices.redrive();
