import type { Answer } from '../tests/support/api/invoke.ts';

export const CAPACITY = 100;

/** A function has 20 seconds in serverless.yml. */
export const TIMEOUT_MS = 20_000;

/**
 * How a crowd registers: by transactions alone, by the service in one process for all, as `npm start` has it, or by the
 * service with an instance for each concurrent request, as Lambda has it.
 */
export const MODES = ['transactions', 'one process', 'instances'] as const;
export type Mode = (typeof MODES)[number];

/** A number of people who register within `overMs`, spread evenly over the events. With 0 they come all at once. */
export type Scenario = { people: number; events: number; hasWaitlist: boolean; overMs: number };

/** The answer that a person got at an event, after `ms` milliseconds, `atMs` after the crowd began to come. */
export type Registered = { eventId: string; answer: Answer; ms: number; atMs: number };

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
