import { CROWDED_MS } from '../repositories/seats.ts';

/** So long after a crowd a process is wary, since it may have served nobody while the crowd went on. */
const WARY_MS = 60_000;

/** Makes a memory of the events at which this process met a crowd. Only speed depends on it. */
function memoryOfCrowds() {
  /** The time, in milliseconds since 1970, when a crowd was met at an event last. */
  const crowds = new Map<string, number>();
  return {
    remembers: (eventId: string, forMs = CROWDED_MS): boolean =>
      Date.now() - (crowds.get(eventId) ?? 0) < forMs,
    remember(eventId: string): void {
      const now = Date.now();
      for (const [other, at] of crowds) if (now - at >= WARY_MS) crowds.delete(other);
      crowds.set(eventId, now);
    },
  };
}

const registering = memoryOfCrowds();

/** Returns whether this process met a crowd that registers at the event a moment ago. */
export const remembersCrowd = (eventId: string): boolean => registering.remembers(eventId);

/**
 * Returns whether this process met a crowd that registers at the event within the last minute. Speed: it then reads the
 * event before it sends a transaction there, since a refused one costs units that the commits of rounds need.
 */
export const isWaryOf = (eventId: string): boolean => registering.remembers(eventId, WARY_MS);

/**
 * Remembers a crowd for a moment. Speed: requests at this event register by rounds meanwhile, since a transaction would
 * be refused, and would be in the way of the rounds.
 */
export const rememberCrowd = (eventId: string): void => registering.remember(eventId);

const leaving = memoryOfCrowds();

/** Returns whether this process met a crowd that leaves the event a moment ago. */
export const remembersLeavers = (eventId: string): boolean => leaving.remembers(eventId);

/** Remembers for a moment that people leave an event at once. Speed: those who follow go together with others. */
export const rememberLeavers = (eventId: string): void => leaving.remember(eventId);
