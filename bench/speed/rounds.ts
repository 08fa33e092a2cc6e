import { performance } from 'node:perf_hooks';
import { progress } from '../progress.ts';

/** How many rounds there are, and after how long no further one begins. */
export type Budget = { rounds: number; ms: number };

/**
 * Runs rounds one after the other, until there were enough of them or their time is used up. At least one is run.
 * Each round measures everything once, so that what else the machine does hits all alike.
 */
export async function inRounds(
  what: string,
  { rounds, ms }: Budget,
  run: (round: number) => Promise<void>,
): Promise<void> {
  const begun = performance.now();
  for (let round = 0; round < rounds; round += 1) {
    if (round > 0 && performance.now() - begun > ms) {
      progress(`  ${what}: no more rounds, their time is used up`);
      return;
    }
    await run(round);
    const seconds = Math.round((performance.now() - begun) / 1000);
    progress(`  ${what}: round ${round + 1} of ${rounds}, ${seconds} s`);
  }
}

/** Returns a list that begins with another of its elements in each round, so that none always comes first. */
export const rotated = <One>(list: readonly One[], round: number): One[] =>
  list.map((_, n) => list[(n + round) % list.length] as One);
