import { DAY_MS, isDay } from './days.ts';

/**
 * These fields of an event begin with a day, `YYYY-MM-DD`, and move with its date: the date itself, instants in UTC, and
 * local date-times. A local time stays the same on the clock.
 */
export const MOVING_FIELDS = ['date', 'opensAt', 'closesAt', 'leaveUntil', 'startsAt', 'endsAt'] as const;

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00.000Z`) / DAY_MS;

/** Returns the number of days from one day to another. */
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from);

/** Moves a text that begins with a day. Returns `undefined` when no year from 0001 to 9999 has the other day. */
export function movedBy(days: number, text: string): string | undefined {
  const time = new Date((dayNumber(text.slice(0, 10)) + days) * DAY_MS);
  const day = Number.isNaN(time.getTime()) ? '' : time.toISOString().slice(0, 10);
  return isDay(day) ? `${day}${text.slice(10)}` : undefined;
}

/** An event as it is on another date. `out` names the fields that would be out of the calendar there. */
export type Move<Fields> = { moved: Fields; out: string[] };

/** Moves an event to another date, and all its times by the same number of days. */
export function movedTo<Fields extends { date: string }>(date: string, event: Fields): Move<Fields> {
  const days = daysBetween(event.date, date);
  const moved: Fields & Partial<Record<string, unknown>> = { ...event };
  const out: string[] = [];
  for (const field of MOVING_FIELDS) {
    const text = moved[field];
    if (typeof text !== 'string') continue;
    const to = movedBy(days, text);
    if (to === undefined) out.push(field);
    else Object.assign(moved, { [field]: to });
  }
  return { moved, out };
}
