import ical, { ICalEventStatus } from 'ical-generator';
import type { Event } from './eventAnswer.ts';
import { getEvent } from './events.ts';
import { attendedBy } from './registrationLists.ts';
import type { RegistrationStatus } from './waitlist.ts';

/**
 * The day of an event as a calendar.
 * @throws ApiError EVENT_NOT_FOUND
 */
export async function eventCalendar(eventId: string): Promise<string> {
  const { event } = await getEvent(eventId);
  return calendarOf([{ event, status: 'registered' }]);
}

/** With the longest texts that there may be, in characters of four bytes each, these take less than Lambda's 6 MB. */
const MOST_EVENTS = 500;

/**
 * The days of a person's events as a calendar: of too many, those with the latest dates.
 * @throws ApiError USER_NOT_FOUND
 */
export async function userCalendar(userId: string): Promise<string> {
  const latest = (await attendedBy(userId)).slice(-MOST_EVENTS);
  return calendarOf(latest.map(({ event, row }) => ({ event, status: row.status })));
}

type Entry = { event: Event; status: RegistrationStatus };

function calendarOf(entries: Entry[]): string {
  // Without a name, which the library would write as it is, new lines and all.
  const calendar = ical({ prodId: '//Event Management API//Calendar//EN' });
  for (const { event, status } of entries) {
    calendar.createEvent({
      id: `${event.eventId}@event-management-api`,
      sequence: revisionOf(event),
      stamp: new Date(event.updatedAt),
      allDay: true,
      start: new Date(event.date),
      summary: printable(event.title),
      description: printable(event.description),
      location: printable(event.location),
      status: event.status === 'cancelled' ? ICalEventStatus.CANCELLED : STATUS[status],
      created: new Date(event.createdAt),
      lastModified: new Date(event.updatedAt),
    });
  }
  return `${calendar}${CRLF}`;
}

const STATUS = { registered: ICalEventStatus.CONFIRMED, waitlisted: ICalEventStatus.TENTATIVE };

/** RFC 5545, 3.4: the last line ends like all others, which the library leaves to its caller. */
const CRLF = '\r\n';

/** A number of 31 bits has room for the seconds since then until 2088. */
const FIRST_REVISION = Date.parse('2020-01-01');

/** Grows with each edit, to the second, and when another event takes the id. */
const revisionOf = ({ updatedAt }: Event): number =>
  Math.floor((Date.parse(updatedAt) - FIRST_REVISION) / 1000);

/** RFC 5545 has no control characters in texts but tabs, and new lines, which are written otherwise. */
const printable = (text: string): string => text.replace(/[^\P{Cc}\t\r\n]/gu, ' ');
