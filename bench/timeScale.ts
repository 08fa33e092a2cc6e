import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import promises from 'node:timers/promises';

/** Makes a class of dates for which time passes more slowly by a factor from now on. */
function slowDate(times: number): DateConstructor {
  const begun = Date.now();
  const now = Date.now.bind(Date);
  class SlowDate extends Date {
    static override now = () => begun + Math.floor((now() - begun) / times);
    constructor(...time: []) {
      super(...(time.length > 0 ? time : ([SlowDate.now()] as unknown as [])));
    }
  }
  return SlowDate as DateConstructor;
}

/**
 * Slows the clocks and the timers of this process down by a factor. What is computed seems that much faster: two
 * thousand people who share one processor here come closer to those to whom Lambda gives one each.
 */
export function slowTimeDown(times: number): void {
  const now = performance.now.bind(performance);
  performance.now = () => now() / times;
  globalThis.Date = slowDate(times);
  const { setTimeout } = timers;
  const slow = (work: () => void, ms = 0, ...rest: []) => setTimeout(work, ms * times, ...rest);
  timers.setTimeout = globalThis.setTimeout = Object.assign(slow, setTimeout);
  const { setTimeout: sleep } = promises;
  promises.setTimeout = (ms = 0, ...rest) => sleep(ms * times, ...rest);
  const abortAfter = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = ms => abortAfter(Math.ceil(ms * times));
  // A module that imported it by name gets the slow one too.
  syncBuiltinESMExports();
}
