import { isCursor } from '../core/paging.ts';
import { instantOf } from '../domain/instants.ts';
import { isTimeZone } from '../domain/zonedTime.ts';

/** Ajv takes these as the formats that schemas/ may name. */
export const cursor = isCursor;

/**
 * Returns whether a text is a real day of the calendar, as RFC 3339 writes it. JavaScript takes a day that a month does
 * not have for one of the next month.
 */
export const date = (text: string): boolean => {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};

/** Returns whether a text is a time of a real day, without an offset from UTC. */
export const localTime = (text: string): boolean =>
  /^[\d-]{10}T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/.test(text) && date(text.slice(0, 'YYYY-MM-DD'.length));

export const timeZone = isTimeZone;

/** Returns whether a date is not of the year 0000, which neither Python nor calendars know. */
export const commonEra = (text: string): boolean => !text.startsWith('0000-');

/** Returns whether a text is a time, as RFC 3339 writes it. */
export const instant = (text: string): boolean => instantOf(text) !== undefined;
const WEEK_MS = 7 * 86_400_000;

/** Returns whether a time has passed, and no more than a week ago. A text that is no time breaks another rule. */
export const recent = (text: string): boolean => {
  const time = instantOf(text);
  const agoMs = time === undefined ? 0 : Date.now() - time;
  return agoMs >= 0 && agoMs <= WEEK_MS;
};

export { isUnicode as unicode, isVisible as visible } from '../domain/texts.ts';
