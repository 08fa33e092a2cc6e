import type { Answer } from '../tests/support/api/invoke.ts';

/** A function has 20 seconds in serverless.yml. */
export const TIMEOUT_MS = 20_000;

/**
 * How a crowd registers: by transactions alone; by holds alone, which are plain updates, with an instance for each
 * concurrent request; by the service in one process for all, as `npm start` has it; or by the service with an instance
 * for each concurrent request, as Lambda has it.
 */
export const MODES = ['transactions', 'plain holds', 'one process', 'instances'] as const;
export type Mode = (typeof MODES)[number];

/** A number of people who register within `overMs`, spread evenly over the events. With 0 they come all at once. */
export type Scenario = { people: number; events: number; hasWaitlist: boolean; overMs: number };

/** A person who comes to an event, so many milliseconds after a crowd begins to come. */
export type Arrival = { eventId: string; userId: string; atMs: number };

/** The answer that a person got at an event. Both times are those of `performance.now()`. */
export type Registered = {
  eventId: string;
  userId: string;
  answer: Answer;
  sentAt: number;
  answeredAt: number;
};

/** Returns for how long people waited for their answers, the shortest time first. */
export const waitsOf = (registered: Registered[]): number[] =>
  registered.map(({ sentAt, answeredAt }) => answeredAt - sentAt).sort((one, other) => one - other);

/**
 * The result of a scenario, whose first crowd began to come at `begunAt`. This process computed for `busyMs` of
 * `totalMs`. `broken` and `openHolds` are what the database held in the end.
 */
export type Result = {
  registered: Registered[];
  begunAt: number;
  totalMs: number;
  busyMs: number;
  broken: string[];
  openHolds: number;
};
