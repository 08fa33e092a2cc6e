import { isCursor } from '../core/paging.ts';
import { DAY_MS, isOfCommonEra, isRealDay } from '../domain/days.ts';
import { instantOf } from '../domain/instants.ts';
import { isTimeZone } from '../domain/zonedTime.ts';

/** Ajv takes these as the formats that schemas/ may name. */
export const cursor = isCursor;

export const date = isRealDay;

/** Returns whether a text is a time of a real day, without an offset from UTC. */
export const localTime = (text: string): boolean =>
  /^[\d-]{10}T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/.test(text) && date(text.slice(0, 'YYYY-MM-DD'.length));

export const timeZone = isTimeZone;

export const commonEra = isOfCommonEra;

/** Returns whether a text is a time, as RFC 3339 writes it. */
export const instant = (text: string): boolean => instantOf(text) !== undefined;

const WEEK_MS = 7 * DAY_MS;
/** A clock may be ahead of that of the service by this time. */
const AHEAD_MS = 5 * 60_000;

/**
 * Returns whether a time has passed, by a clock that may be ahead, and no more than a week ago. A text that is no time
 * breaks another rule.
 */
export const recent = (text: string): boolean => {
  const time = instantOf(text);
  const agoMs = time === undefined ? 0 : Date.now() - time;
  return agoMs >= -AHEAD_MS && agoMs <= WEEK_MS;
};

export { isUnicode as unicode, isVisible as visible } from '../domain/texts.ts';
