/** Random numbers from 0 up to but not including 1, which depend on the seed only (mulberry32). */
export type Random = () => number;

export function randomFrom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Random numbers for part `n` of a seed. They do not depend on how many numbers other parts draw. */
export const randomOfPart = (seed: number, n: number): Random =>
  randomFrom(Math.imul(seed | 0, 0x9e3779b1) + Math.imul(n + 1, 0x85ebca6b));

/** Half of all durations are shorter than `p50`, and one in a hundred is longer than `p99`. */
export type Durations = { p50: number; p99: number };

/** One in a hundred normally distributed numbers is more than so many standard deviations above the mean. */
const NORMAL_P99 = 2.326;

/** A duration with a normally distributed logarithm, like most durations of networks and databases. */
export function durationOf({ p50, p99 }: Durations, random: Random): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return p50 * Math.exp((normal * Math.log(p99 / p50)) / NORMAL_P99);
}
