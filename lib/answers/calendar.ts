import ical, { escape as escaped, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import { revisionAt, timeOfRevision } from '../domain/versions.ts';
import { attendedBy } from '../registrations/listEventRegistrations.ts';
import type { RegistrationItem } from '../repositories/registrations.ts';
import { type Event, revisedAnswer } from './eventAnswer.ts';
import { loadEvent } from './storedEvent.ts';

/**
 * The day of an event as a calendar.
 * @throws ApiError EVENT_NOT_FOUND
 */
export async function eventCalendar(eventId: string): Promise<string> {
  const { event, revision } = revisedAnswer(await loadEvent(eventId));
  return calendarOf(event.title, [
    { event, sequence: revision, revision, status: ICalEventStatus.CONFIRMED },
  ]);
}

/** With the longest texts that there may be, in characters of four bytes each, these take less than Lambda's 6 MB. */
const MOST_EVENTS = 500;

/**
 * The days of a person's events as a calendar. Of too many, the past ones are left out first, oldest first, and then
 * those with the latest dates.
 * @throws ApiError USER_NOT_FOUND
 */
export async function userCalendar(userId: string): Promise<string> {
  const { attended: all, changes } = await attendedBy(userId);
  const today = new Date().toISOString().slice(0, 'YYYY-MM-DD'.length);
  const past = all.filter(({ event }) => event.date < today).length;
  const leftOut = Math.max(0, all.length - MOST_EVENTS);
  const first = Math.min(past, leftOut);
  const entries = all.slice(first, first + MOST_EVENTS).map(({ event, row, ...ofEvent }) => {
    const revision = revisionFor(row, ofEvent.revision);
    // Leaving and joining again within a second takes a promotion back, one less, and counts twice.
    return { event, revision, sequence: revision + changes, status: STATUS[row.status] };
  });
  return calendarOf('Events', entries, leftOut);
}

const STATUS = { registered: ICalEventStatus.CONFIRMED, waitlisted: ICalEventStatus.TENTATIVE };

/**
 * The revision of an event in the calendar of a person, in seconds: it grows with each edit of the event and when they
 * are promoted, also within one second, and when they register once more, a second or two later.
 */
function revisionFor({ registeredAt, promotedAt }: RegistrationItem, ofEvent: number): number {
  const registered = Math.max(ofEvent + 1, revisionAt(registeredAt));
  return promotedAt ? Math.max(registered + 1, revisionAt(promotedAt)) : registered;
}

type Entry = { event: Event; sequence: number; revision: number; status: ICalEventStatus };

const HOUR_SECONDS = 3600;

/** RFC 3986, 4.1: where the calendar itself is, as seen from there. The service knows none of its outer names. */
const OWN_URL = 'calendar.ics';

function calendarOf(name: string, entries: Entry[], leftOut = 0): string {
  const calendar = ical({
    prodId: '//Event Management API//Calendar//EN',
    // The library writes these two as they are.
    name: escaped(printable(name), false),
    ...(leftOut > 0 && { description: escaped(incompleteness(leftOut), false) }),
    url: OWN_URL,
    ttl: HOUR_SECONDS,
  });
  for (const { event, sequence, revision, status } of entries) {
    calendar.createEvent({
      id: `${event.eventId}@event-management-api`,
      sequence,
      stamp: timeOfRevision(revision),
      allDay: true,
      transparency: ICalEventTransparency.TRANSPARENT,
      start: new Date(event.date),
      summary: printable(event.title),
      description: printable(event.description),
      location: printable(event.location),
      status: event.status === 'cancelled' ? ICalEventStatus.CANCELLED : status,
      created: new Date(event.createdAt),
      lastModified: timeOfRevision(revision),
    });
  }
  return `${withDescription(String(calendar))}${CRLF}`;
}

const incompleteness = (leftOut: number) =>
  `Only ${MOST_EVENTS} events fit into this calendar. It leaves out ${leftOut}: past ones first, then those with the latest dates.`;

/** RFC 7986, 5.2: the library knows the description of a calendar under its older name only. */
const withDescription = (calendar: string): string =>
  calendar.replace(/^X-WR-CALDESC(:.*(?:\r\n .*)*\r\n)/m, '$&DESCRIPTION$1');

/** RFC 5545, 3.4: the last line ends like all others, which the library leaves to its caller. */
const CRLF = '\r\n';

/** RFC 5545 has no control characters in texts but tabs, and new lines, which are written otherwise. */
const printable = (text: string): string => text.replace(/[^\P{Cc}\t\r\n]/gu, ' ');
