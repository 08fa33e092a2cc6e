/** Days of the calendar, which are texts `YYYY-MM-DD`. */

export const DAY_MS = 86_400_000;

/**
 * Returns whether a text is a day that its month has, from 0000-01-01 to 9999-12-31. JavaScript takes one that a month
 * does not have for one of the next month.
 */
export function isRealDay(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Returns whether a day is not of the year 0000, which neither Python nor calendars know. */
export const isOfCommonEra = (day: string): boolean => !day.startsWith('0000-');

/** Returns whether a text is a day that events may have, from 0001-01-01 to 9999-12-31. */
export const isDay = (text: string): boolean => isRealDay(text) && isOfCommonEra(text);
