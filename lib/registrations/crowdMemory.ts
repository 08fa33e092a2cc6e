import { CROWDED_MS } from '../repositories/seats.ts';

/** Makes a memory of the events at which this process met a crowd a moment ago. Only speed depends on it. */
function memoryOfCrowds() {
  /** The time, in milliseconds since 1970, when a crowd was met at an event last. */
  const crowds = new Map<string, number>();
  return {
    remembers: (eventId: string): boolean => Date.now() - (crowds.get(eventId) ?? 0) < CROWDED_MS,
    remember(eventId: string): void {
      const now = Date.now();
      for (const [other, at] of crowds) if (now - at >= CROWDED_MS) crowds.delete(other);
      crowds.set(eventId, now);
    },
  };
}

const registering = memoryOfCrowds();

/** Returns whether this process met a crowd that registers at the event a moment ago. */
export const remembersCrowd = (eventId: string): boolean => registering.remembers(eventId);

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
