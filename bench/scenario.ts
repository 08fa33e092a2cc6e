import type { Answer } from '../tests/support/api/invoke.ts';

export const CAPACITY = 100;

/** A function has 20 seconds in serverless.yml. */
export const TIMEOUT_MS = 20_000;

/** The mode of a run: off for transactions alone, and on for holds, as the service uses them. */
export type Mode = 'off' | 'on';

/** A number of people who register within `overMs`, spread evenly over the events. With 0 they come all at once. */
export type Scenario = { people: number; events: number; hasWaitlist: boolean; overMs: number };

/** The answer that a person got at an event, after `ms` milliseconds. */
export type Registered = { eventId: string; answer: Answer; ms: number };

/**
 * The result of a run. `registered` has the fastest answer first. This process computed for `busyMs` of `totalMs`.
 * `broken` and `openHolds` are what the database held in the end.
 */
export type Result = {
  registered: Registered[];
  totalMs: number;
  busyMs: number;
  broken: string[];
  openHolds: number;
};
