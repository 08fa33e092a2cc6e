import { isRealDay } from './days.ts';

const RFC_3339 = /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

const [FIRST, LAST] = [Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59.999Z')];

/**
 * Returns the time that a text names as RFC 3339 writes it, in milliseconds since 1970, or `undefined` when it names none
 * of the years 1 to 9999. A fraction of a millisecond is left out. A leap second has no number of its own here, and is
 * none.
 */
export function instantOf(text: string): number | undefined {
  const upper = text.toUpperCase();
  const time = RFC_3339.test(upper) && isRealDay(upper.slice(0, 10)) ? Date.parse(upper) : Number.NaN;
  return time >= FIRST && time <= LAST ? time : undefined;
}

/** Returns a time, in milliseconds since 1970, in ISO 8601, UTC. */
export const textOf = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** Returns the later of two times, as `textOf` writes them. */
export const latest = (one: string, other: string): string => (one > other ? one : other);

/** Returns the time that is a millisecond after another one. */
export const justAfter = (time: string): string => textOf(Date.parse(time) + 1);
