/** Numbers from 0 to 1, without 1: the same ones for the same seed (mulberry32). */
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

/** Independent numbers for part `n` of what one seed drives: none of them moves when another part draws more. */
export const randomOfPart = (seed: number, n: number): Random =>
  randomFrom(Math.imul(seed | 0, 0x9e3779b1) + Math.imul(n + 1, 0x85ebca6b));

/** Half of all durations are shorter than `p50`, and one in a hundred is longer than `p99`. */
export type Durations = { p50: number; p99: number };

/** How many standard deviations above its mean one in a hundred of normally distributed numbers is. */
const NORMAL_P99 = 2.326;

/** A duration whose logarithm is normally distributed, as those of networks and databases nearly are. */
export function durationOf({ p50, p99 }: Durations, random: Random): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return p50 * Math.exp((normal * Math.log(p99 / p50)) / NORMAL_P99);
}
