import type { Answer } from '../tests/support/api/invoke.ts';

export const CAPACITY = 100;

/** Lambda gives a function so much time in serverless.yml. */
export const TIMEOUT_MS = 20_000;

/** The mode is off for transactions alone, and on for holds, as the service uses them. */
export type Mode = 'off' | 'on';

/** So many people register within `overMs`, 0 for all at once, spread evenly over the events. */
export type Scenario = { people: number; events: number; hasWaitlist: boolean; overMs: number };

export type Registered = { eventId: string; answer: Answer; ms: number };

/**
 * `registered` has the fastest answer first. This process computed for `busyMs` of `totalMs`. `broken` and `openHolds`
 * are what the database held in the end.
 */
export type Result = {
  registered: Registered[];
  totalMs: number;
  busyMs: number;
  broken: string[];
  openHolds: number;
};
