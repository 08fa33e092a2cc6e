import { isCursor } from '../core/paging.ts';
import { instantOf } from '../domain/instants.ts';

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

/** Returns whether a date is not of the year 0000, which neither Python nor calendars know. */
export const commonEra = (text: string): boolean => !text.startsWith('0000-');

/** Returns whether a text is a time, as RFC 3339 writes it. */
export const instant = (text: string): boolean => instantOf(text) !== undefined;

export { isUnicode as unicode, isVisible as visible } from '../domain/texts.ts';
