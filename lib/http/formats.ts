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

/** Returns whether a text shows something. An empty text breaks another rule. */
export const visible = (text: string): boolean => text === '' || SHOWS_SOMETHING.test(text);
const SHOWS_SOMETHING = /[^\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Returns whether a text has no half of a surrogate pair. */
export const unicode = (text: string): boolean => text.isWellFormed();
