import type { Units } from '../../tests/simulator/unitBuckets.ts';

/** The ways to register at an event that sells out, and the function of each. */
export const WAYS = {
  service: 'functions/registerForEvent.ts',
  'plain transactions': 'bench/transactionsOnly.ts',
  'plain holds': 'bench/plainHolds.ts',
} as const;
export type Way = keyof typeof WAYS;

/**
 * Returns the ways of a list.
 * @throws Error when a way is not one of them
 */
export const waysOf = (list: string): Way[] =>
  list.split(',').map(name => {
    if (Object.hasOwn(WAYS, name)) return name as Way;
    throw new Error(`There is no way "${name}" to register. The ways are: ${Object.keys(WAYS).join(', ')}.`);
  });

/**
 * How it begins: fresh, when there is no instance yet; or warm, when the instances have just served a short crowd at the
 * same event.
 */
export const STARTS = ['fresh', 'warm'] as const;
export type Start = (typeof STARTS)[number];

/** Twice as many people come as there are seats, each at a random time within so many milliseconds. */
export const PEOPLE_PER_SEAT = 2;
export const OVER_MS = 6000;

/** A run. `seats` are those at full scale. Time is slowed by the factor `slow`. */
export type Sellout = { seats: number; start: Start; way: Way; scale: number; slow: number; seed: number };

/** The people who come at full scale. */
export const peopleOf = ({ seats }: Pick<Sellout, 'seats'>): number => seats * PEOPLE_PER_SEAT;

/** Returns how many of something there are in the model, of which there are so many at full scale. */
export const scaledCount = (count: number, { scale }: Pick<Sellout, 'scale'>): number =>
  Math.max(1, Math.round(count / scale));

/** An answer: how long it took, and when it came after the crowd had begun to come, in milliseconds of the model. */
export type TimedAnswer = { status: number; waitMs: number; atMs: number };

/**
 * What became of a run. `answers` are those of the people in the model. `newInstances` of all `instances` were started
 * while it was measured. `busy` is the part of the time in which the busier one of two processes, that of the functions
 * and that of the model, computed.
 */
export type Outcome = {
  sellout: Sellout;
  answers: TimedAnswer[];
  consumed: Units;
  instances: number;
  newInstances: number;
  busy: number;
  broken: string[];
  openHolds: number;
  overtakers: number;
};
