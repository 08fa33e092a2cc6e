import ical, { escape as escaped, ICalEventStatus } from 'ical-generator';
import { timeOfRevision } from '../domain/versions.ts';
import { componentsOf, whenOf, type Zones } from './calendarTimes.ts';
import type { Event } from './eventAnswer.ts';

/** Even with the longest texts, in characters of four bytes each, 500 events take less than Lambda's 6 MB. */
export const MAX_EVENTS = 500;

type Entry = { event: Event; sequence: number; revision: number; status: ICalEventStatus };

const HOUR_SECONDS = 3600;

/** The calendar has this address, as seen from itself (RFC 3986, 4.1). The service knows none of its outer names. */
const OWN_URL = 'calendar.ics';

/** Writes a calendar of events (RFC 5545), whose description tells whether it leaves events out. */
export function calendarOf(name: string, entries: Entry[], leavesOut = false): string {
  const zones: Zones = new Map();
  const calendar = ical({
    prodId: '//Event Management API//Calendar//EN',
    // The library does not escape these two.
    name: escaped(printable(name), false),
    ...(leavesOut && { description: escaped(INCOMPLETE, false) }),
    url: OWN_URL,
    ttl: HOUR_SECONDS,
  });
  for (const { event, sequence, revision, status } of entries) {
    calendar.createEvent({
      id: `${event.eventId}@event-management-api`,
      sequence,
      stamp: timeOfRevision(revision),
      ...whenOf(event, zones),
      summary: printable(event.title),
      description: printable(event.description),
      location: printable(event.location),
      status: event.status === 'cancelled' ? ICalEventStatus.CANCELLED : status,
      created: new Date(event.createdAt),
      lastModified: timeOfRevision(revision),
    });
  }
  return `${withZones(withDescription(String(calendar)), zones)}${CRLF}`;
}

const INCOMPLETE = `Only ${MAX_EVENTS} events fit into this calendar. It leaves others out: past ones first, then those with the latest dates.`;

/** Adds the description under its newer name too (RFC 7986, 5.2). The library knows only the older one. */
const withDescription = (calendar: string): string =>
  calendar.replace(/^X-WR-CALDESC(:.*(?:\r\n .*)*\r\n)/m, '$&DESCRIPTION$1');

/**
 * Adds the time zones, before the first event. The library would write them between the properties of the calendar,
 * which have to come first (RFC 5545, 3.6).
 */
const withZones = (calendar: string, zones: Zones): string =>
  calendar.replace(/^BEGIN:VEVENT/m, first => [...componentsOf(zones), first].join(CRLF));

/** The last line ends like all others (RFC 5545, 3.4), which the library leaves to its caller. */
const CRLF = '\r\n';

/** Replaces control characters, which RFC 5545 does not allow. The library writes tabs and line breaks correctly. */
const printable = (text: string): string => text.replace(/[^\P{Cc}\t\r\n]/gu, ' ');
