import { DAY_MS } from './days.ts';

/** Times of places: a local time, such as `2027-05-01T19:00`, is an instant in a time zone only. */

/** Returns the offset of a time zone from UTC at an instant. Both are in milliseconds. */
export type OffsetAt = (instant: number) => number;

/** JavaScript knows these too, and not by what they mean to most people: its BST is the time of Bangladesh. */
const NOT_IANA =
  /^(?:systemv\/.*|act|aet|agt|art|ast|bet|bst|cat|cnt|cst|ctt|eat|ect|iet|ist|jst|mit|net|nst|plt|pnt|prt|pst|sst|vst)$/i;

/** Returns whether this is the name of a time zone of IANA, in any case. An offset, such as `+02:00`, is not. */
export function isTimeZone(name: string): boolean {
  if (!/^[a-z][\w+/-]{1,63}$/i.test(name) || NOT_IANA.test(name)) return false;
  try {
    return Boolean(Intl.DateTimeFormat('en-US', { timeZone: name }));
  } catch {
    return false;
  }
}

/** Returns whether the clocks of a time zone always show UTC. */
export const isUtc = (timeZone: string): boolean =>
  Intl.DateTimeFormat('en-US', { timeZone }).resolvedOptions().timeZone === 'UTC';

/** Returns the offsets of a time zone. */
export function offsetsOf(timeZone: string): OffsetAt {
  const format = Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  return instant => {
    // Its text ends with GMT, GMT+01:00 or, before there were zones, GMT+00:53:28.
    const text = format.format(instant);
    const [, sign, ...parts] = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(text) ?? [];
    const [hours, minutes, seconds] = parts.map((part = '0') => Number(part));
    const size = sign ? Date.UTC(1970, 0, 1, hours, minutes, seconds) : 0;
    return sign === '-' ? -size : size;
  };
}

/** Returns a local time in milliseconds, as if it were one of UTC. */
export const clockTime = (local: string): number => Date.parse(`${local}Z`);

/** Clocks show a time first at this instant, and so many times in all. */
export type Moment = { instant: number; times: number };

/**
 * Returns when clocks show a time. If they go back over it, they show it twice. If they skip it, they never do, and the
 * instant is the one at which they would have.
 */
export function momentOf(clock: number, offsetAt: OffsetAt): Moment {
  // Clocks never changed twice within two days, and differ from UTC by less than one.
  const offsets = [offsetAt(clock - DAY_MS), offsetAt(clock + DAY_MS)];
  const isShown = (instant: number) => instant + offsetAt(instant) === clock;
  const instants = [...new Set(offsets.map(offset => clock - offset))];
  const shown = instants.filter(isShown);
  return { instant: shown.length > 0 ? Math.min(...shown) : Math.max(...instants), times: shown.length };
}

/** The clocks of a zone change at an instant from one offset to another. */
export type Transition = { instant: number; before: number; after: number };

/** Clocks never changed twice within so long. */
const STEP_MS = 3 * DAY_MS;

/** Returns when the clocks of a zone change between two instants. */
export function transitionsBetween(from: number, to: number, offsetAt: OffsetAt): Transition[] {
  const found: Transition[] = [];
  for (let start = from; start < to; start += STEP_MS) {
    const end = Math.min(start + STEP_MS, to);
    const [before, after] = [offsetAt(start), offsetAt(end)];
    if (before !== after) found.push({ instant: changeBetween(start, end, offsetAt), before, after });
  }
  return found;
}

/** Finds, by halves and to the second, when the offset of `end` begins. */
function changeBetween(start: number, end: number, offsetAt: OffsetAt): number {
  const after = offsetAt(end);
  let [before, since] = [start, end];
  while (since - before > 1000) {
    const middle = before + Math.floor((since - before) / 2000) * 1000;
    if (offsetAt(middle) === after) since = middle;
    else before = middle;
  }
  return since;
}
