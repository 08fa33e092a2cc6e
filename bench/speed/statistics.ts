import { percentile } from '../figures.ts';

/** The median of the rounds, and the quarters below and above which the others lie. */
export type Summary = { median: number; low: number; high: number };

const sorted = (values: number[]): number[] => [...values].sort((one, other) => one - other);

export const medianOf = (values: number[]): number => percentile(sorted(values), 0.5);

export function summaryOf(values: number[]): Summary {
  const inOrder = sorted(values);
  return {
    median: percentile(inOrder, 0.5),
    low: percentile(inOrder, 0.25),
    high: percentile(inOrder, 0.75),
  };
}

/**
 * Returns how many times as large `values` are as `base`: the median over the rounds, of which each is compared with
 * itself, so that what else the machine does in a round counts in both.
 */
export const ratioOf = (values: number[], base: number[]): Summary =>
  summaryOf(values.slice(0, base.length).map((value, round) => value / (base[round] ?? Number.NaN)));

/** Writes a median with its quarters. */
export const spread = ({ median, low, high }: Summary): string =>
  `${median.toFixed(1)} (${low.toFixed(1)}–${high.toFixed(1)})`;
