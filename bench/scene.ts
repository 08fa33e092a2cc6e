import type { Answer } from '../tests/support/api/invoke.ts';

export const CAPACITY = 100;

/** What Lambda gives a function, as in serverless.yml. */
export const TIMEOUT_MS = 20_000;

/** Without numbers, by transactions alone, or as the product does it. */
export type Mode = 'off' | 'on';

/** People who register within `overMs`, 0 for all at once, spread evenly over so many events. */
export type Scene = { people: number; events: number; hasWaitlist: boolean; overMs: number };

export type Registered = { eventId: string; answer: Answer; ms: number };

/**
 * What a crowd was answered, the fastest first; in which time, and how much of it this process computed; and what the
 * database was found to hold then.
 */
export type Result = {
  registered: Registered[];
  totalMs: number;
  busyMs: number;
  broken: string[];
  openHolds: number;
};
