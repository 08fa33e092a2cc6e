import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import promises from 'node:timers/promises';

/**
 * Slows the clock and the timers of this process down by a factor. What is computed seems that much faster: two
 * thousand people who share one processor here come closer to those to whom Lambda gives one each.
 */
export function slowTimeDown(times: number): void {
  const now = performance.now.bind(performance);
  performance.now = () => now() / times;
  const { setTimeout } = timers;
  const slow = (work: () => void, ms = 0, ...rest: []) => setTimeout(work, ms * times, ...rest);
  timers.setTimeout = globalThis.setTimeout = Object.assign(slow, setTimeout);
  const { setTimeout: sleep } = promises;
  promises.setTimeout = (ms = 0, ...rest) => sleep(ms * times, ...rest);
  // A module that imported it by name gets the slow one too.
  syncBuiltinESMExports();
}
