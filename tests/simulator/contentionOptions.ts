import type { Durations } from './random.ts';
import type { Limits } from './unitBuckets.ts';

/**
 * The durations of calls in AWS in milliseconds, from "Distributed Transactions at Scale in Amazon DynamoDB" (USENIX
 * ATC 2023). A p99 that is not in the paper has the spread of transactions.
 */
export const MEASURED = {
  transaction: { p50: 25, p99: 93 },
  /** A cancelled transaction ends before its commit. */
  cancellation: { p50: 12.5, p99: 46.5 },
  write: { p50: 7.6, p99: 28 },
  read: { p50: 4, p99: 15 },
} satisfies Record<string, Durations>;

export type ContentionOptions = {
  /** The durations may be changed at any time. */
  durations?: Partial<Record<keyof typeof MEASURED, Durations>>;
  /**
   * Tells a transaction in conflict about its other conditions, as AWS does. This costs a call of the engine for each
   * conflict. The default is true.
   */
  tellsOfConditions?: boolean;
  /** The units of a partition. The default is what AWS gives. */
  limits?: Partial<Limits>;
};
