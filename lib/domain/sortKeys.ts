import { isDay } from './days.ts';

/** Returns whether a text is a time as the service writes it: ISO 8601, UTC, from the year 0001 to 9999. */
export function isInstant(text: string): boolean {
  const time = new Date(text);
  if (!/^\d{4}-/.test(text) || text < '0001' || Number.isNaN(time.getTime())) return false;
  return time.toISOString() === text;
}

/** Returns whether a text is an eventId or a userId. */
export const isId = (text: string): boolean => /^[\w-]{1,128}$/.test(text);

/** Makes the key that sorts events by date, and those of one day by id. */
export const dateEventId = (date: string, eventId: string) => `${date}#${eventId}`;

/** Returns whether a text may be a `dateEventId`. */
export const isDateEventId = (text: string): boolean =>
  text[10] === '#' && isDay(text.slice(0, 10)) && isId(text.slice(11));
