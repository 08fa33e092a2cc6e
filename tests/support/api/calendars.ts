import ICAL from 'ical.js';
import type { Answer } from './invoke.ts';

/** One event as a calendar program reads it. */
export type Entry = {
  uid: string;
  day: string;
  summary: string;
  description: string;
  location: string;
  status: string;
  sequence: number;
  stamp: string;
  lastModified: string;
  transparency: string;
};

/** An event with times, as a calendar program reads it: the instants follow from what the calendar says of its zone. */
export type TimedEntry = Pick<Entry, 'uid' | 'summary' | 'sequence' | 'transparency'> & {
  start: number;
  end: number;
  /** What is written, such as `Europe/Berlin 20270501T190000`, or `20270501T170000Z`. */
  startsAt: string;
  endsAt: string;
};

/** The properties of a whole calendar. */
export type Feed = {
  name: string;
  olderName: string;
  url: string;
  refreshSeconds: number;
  description: string | null;
};

const MAX_OCTETS = 75;

/** The events in an answer, which must be a calendar (RFC 5545). The parser is not that of the service. */
export const entriesIn = (answer: Answer): Entry[] =>
  calendarIn(answer).getAllSubcomponents('vevent').map(entryOf);

/** The events with times in an answer, which must be a calendar. Each time zone that they name is described once. */
export function timedEntriesIn(answer: Answer): TimedEntry[] {
  const calendar = calendarIn(answer);
  const zones = calendar
    .getAllSubcomponents('vtimezone')
    .map(zone => String(zone.getFirstPropertyValue('tzid')));
  const entries = calendar.getAllSubcomponents('vevent').filter(isTimed).map(timedEntryOf);
  const named = entries
    .flatMap(({ startsAt, endsAt }) => [startsAt, endsAt])
    .filter(time => time.includes(' '));
  expect(zones.sort()).toEqual([...new Set(named.map(time => time.split(' ')[0]))].sort());
  return entries;
}

const isTimed = (component: ICAL.Component) => component.getFirstProperty('dtstart')?.type === 'date-time';

function timedEntryOf(component: ICAL.Component): TimedEntry {
  const event = new ICAL.Event(component);
  const written = (name: string) => {
    const property = component.getFirstProperty(name);
    const [, value] = property?.toICALString().split(/:(?=[^:]*$)/) ?? [];
    const zone = property?.getFirstParameter('tzid');
    return zone ? `${zone} ${value}` : String(value);
  };
  return {
    uid: event.uid,
    summary: event.summary,
    sequence: event.sequence,
    transparency: String(component.getFirstPropertyValue('transp')),
    start: instantOf(event.startDate),
    end: instantOf(event.endDate),
    startsAt: written('dtstart'),
    endsAt: written('dtend'),
  };
}

/** The instant that ical.js takes a time for. Its own function has the years before 100 in the 20th century. */
function instantOf(time: ICAL.Time): number {
  const { year, month, day, hour, minute, second } = time.convertToZone(ICAL.Timezone.utcTimezone);
  return new Date(Date.UTC(2000, month - 1, day, hour, minute, second)).setUTCFullYear(year, month - 1, day);
}

/** The properties of an answer, which must be a calendar (RFC 7986). */
export function feedIn(answer: Answer): Feed {
  const calendar = calendarIn(answer);
  const propertyOf = (name: string) => calendar.getFirstPropertyValue(name);
  const textOf = (name: string) => unescaped(String(propertyOf(name) ?? ''));
  const description = propertyOf('description');
  expect(textOf('x-wr-caldesc')).toBe(description ?? '');
  return {
    name: textOf('name'),
    olderName: textOf('x-wr-calname'),
    url: String(propertyOf('url')),
    refreshSeconds: (propertyOf('refresh-interval') as ICAL.Duration).toSeconds(),
    description: description === null ? null : String(description),
  };
}

/** ical.js does not know that these are texts (RFC 5545, 3.3.11). */
const unescaped = (text: string) =>
  text.replaceAll(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign));

function calendarIn({ status, headers, body }: Answer): ICAL.Component {
  expect({ status, type: headers['content-type'] }).toEqual({
    status: 200,
    type: 'text/calendar; charset=utf-8',
  });
  expect(body.endsWith('END:VCALENDAR\r\n')).toBe(true);
  for (const line of body.split('\r\n')) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(MAX_OCTETS);
    expect(line).not.toMatch(/[^\P{Cc}\t]/u);
  }
  const calendar = new ICAL.Component(ICAL.parse(body));
  expect(String(calendar.getFirstPropertyValue('version'))).toBe('2.0');
  // A method would also have to be in the type (RFC 5545, 3.7.2).
  expect(calendar.getFirstPropertyValue('method')).toBeNull();
  return calendar;
}

function entryOf(component: ICAL.Component): Entry {
  const event = new ICAL.Event(component);
  const textOf = (name: string) => String(component.getFirstPropertyValue(name));
  // A date without a time is the same day in every time zone.
  expect(component.getFirstProperty('dtstart')?.type).toBe('date');
  return {
    uid: event.uid,
    day: event.startDate.toString().padStart('2027-01-01'.length, '0'),
    summary: event.summary,
    description: event.description,
    location: event.location,
    status: textOf('status'),
    sequence: event.sequence,
    stamp: textOf('dtstamp'),
    lastModified: textOf('last-modified'),
    transparency: textOf('transp'),
  };
}

/** Each entry has a higher revision and a later change than the entry before it. */
export function expectGrowing(entries: Entry[]): void {
  expect(entries.length).toBeGreaterThan(1);
  for (const [n, entry] of entries.entries()) {
    const before = entries[n - 1];
    if (!before) continue;
    expect(entry.uid).toBe(before.uid);
    expect(entry.sequence).toBeGreaterThan(before.sequence);
    expect(entry.lastModified > before.lastModified).toBe(true);
    expect(entry.stamp).toBe(entry.lastModified);
  }
}
