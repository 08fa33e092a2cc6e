import { type ICalDateTimeValue, type ICalEventData, ICalEventTransparency } from 'ical-generator';
import { clockTime, isUtc, type Moment, momentOf, type OffsetAt, offsetsOf } from '../domain/zonedTime.ts';
import type { Event } from './eventAnswer.ts';
import { timeZoneComponent } from './timeZoneComponent.ts';

type Zone = { name: string; isUtc: boolean; offsetAt: OffsetAt; years: Set<string> };

/** The time zones of a calendar by their names in small letters, since programs may ignore case. */
export type Zones = Map<string, Zone>;

/** Returns when an event is, as the library has it, and adds its time zone. Without times it is a whole day. */
export function whenOf({ date, startsAt, endsAt, timeZone }: Event, zones: Zones): ICalEventData {
  if (!startsAt || !endsAt || !timeZone) {
    // It blocks nobody.
    return { allDay: true, transparency: ICalEventTransparency.TRANSPARENT, start: new Date(date) };
  }
  const zone = zones.get(timeZone.toLowerCase()) ?? newZone(timeZone);
  const transparency = ICalEventTransparency.OPAQUE;
  const [start, end] = [momentIn(zone, startsAt), momentIn(zone, endsAt)];
  if (zone.isUtc || ((isUnclear(start, zone) || isUnclear(end, zone)) && haveFourDigits(start, end))) {
    return { transparency, start: new Date(start.instant), end: new Date(end.instant) };
  }
  for (const local of [startsAt, endsAt]) zone.years.add(local.slice(0, 'YYYY'.length));
  zones.set(timeZone.toLowerCase(), zone);
  return { transparency, timezone: zone.name, start: asGiven(startsAt), end: asGiven(endsAt) };
}

/** Returns the descriptions of time zones. */
export const componentsOf = (zones: Zones): string[] =>
  [...zones.values()].map(({ name, years, offsetAt }) => timeZoneComponent(name, years, offsetAt));

const newZone = (name: string): Zone => ({
  name,
  isUtc: isUtc(name),
  offsetAt: offsetsOf(name),
  years: new Set(),
});

const momentIn = ({ offsetAt }: Zone, local: string) => momentOf(clockTime(local), offsetAt);

const MINUTE_MS = 60_000;

/** Today zones differ from UTC by so much. */
const [LEAST_OFFSET, GREATEST_OFFSET] = [-720 * MINUTE_MS, 840 * MINUTE_MS];

/**
 * Some programs take a time that clocks show twice for the second one, and do not know offsets such as there were before
 * there were zones. Such a time is written in UTC.
 */
function isUnclear({ instant, times }: Moment, { offsetAt }: Zone): boolean {
  const offset = offsetAt(instant);
  return times > 1 || offset % MINUTE_MS !== 0 || offset < LEAST_OFFSET || offset > GREATEST_OFFSET;
}

/** Calendars have the years 0001 to 9999. An event of these may begin in the year 0 of UTC, or end in 10000. */
const haveFourDigits = (start: Moment, end: Moment) =>
  start.instant >= clockTime('0001-01-01T00:00') && end.instant <= clockTime('9999-12-31T23:59:59');

/** Makes a local time that the library writes as it is, like one of Day.js. It would convert a Date. */
function asGiven(local: string): ICalDateTimeValue {
  const [day = '', time = ''] = local.replaceAll(/[-:]/g, '').split('T');
  return {
    isValid: () => true,
    toDate: () => new Date(clockTime(local)),
    toJSON: () => local,
    format: pattern => (pattern === 'HHmmss' ? time.padEnd(pattern.length, '0') : day),
  };
}
