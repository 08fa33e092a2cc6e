import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import promises from 'node:timers/promises';

/**
 * Has the clock of this process, and its timers, go so many times slower. What is computed seems that much faster: two
 * thousand people who share one processor here are nearer to those whom Lambda gives one each.
 */
export function slowDown(times: number): void {
  const now = performance.now.bind(performance);
  performance.now = () => now() / times;
  const { setTimeout } = timers;
  const slow = (work: () => void, ms = 0, ...rest: []) => setTimeout(work, ms * times, ...rest);
  timers.setTimeout = globalThis.setTimeout = Object.assign(slow, setTimeout);
  const { setTimeout: sleep } = promises;
  promises.setTimeout = (ms = 0, ...rest) => sleep(ms * times, ...rest);
  // Whoever has imported it by its name gets the slow one too.
  syncBuiltinESMExports();
}
