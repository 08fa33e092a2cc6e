/** Whether a text is a point in time as the service writes it: ISO 8601, UTC, in a year from 0001 to 9999. */
export function isInstant(text: string): boolean {
  const time = new Date(text);
  if (!/^\d{4}-/.test(text) || text < '0001' || Number.isNaN(time.getTime())) return false;
  return time.toISOString() === text;
}

/** Whether a text is a day of the calendar, `YYYY-MM-DD`, from 0001-01-01 to 9999-12-31. */
export const isDay = (text: string): boolean => isInstant(`${text}T00:00:00.000Z`);

/** Whether a text is an eventId or a userId. */
export const isId = (text: string): boolean => /^[\w-]{1,128}$/.test(text);

/** Sorts events by date, and those of one day by id. */
export const dateEventId = (date: string, eventId: string) => `${date}#${eventId}`;
export const dateOf = ({ dateEventId }: { dateEventId: string }) => dateEventId.slice(0, 10);

/** Whether a `dateEventId` may be this. */
export const isDateEventId = (text: string): boolean =>
  text[10] === '#' && isDay(text.slice(0, 10)) && isId(text.slice(11));
