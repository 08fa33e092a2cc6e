import { ICalEventStatus } from 'ical-generator';
import { calendarOf, MAX_EVENTS } from '../answers/calendar.ts';
import { revisionAt } from '../domain/versions.ts';
import { loadRegisteredEvents } from '../registrations/loadRegisteredEvents.ts';
import type * as registrations from '../repositories/registrations.ts';

/**
 * Returns the days of a person's events as a calendar. Of too many events, past ones are left out first, oldest first,
 * and then those with the latest dates.
 * @throws ApiError USER_NOT_FOUND
 */
export async function getUserCalendar(userId: string): Promise<string> {
  const { registeredEvents: all, changes } = await loadRegisteredEvents(userId);
  const today = new Date().toISOString().slice(0, 'YYYY-MM-DD'.length);
  const past = all.filter(({ event }) => event.date < today).length;
  const leftOut = Math.max(0, all.length - MAX_EVENTS);
  const first = Math.min(past, leftOut);
  const entries = all.slice(first, first + MAX_EVENTS).map(({ event, row, ...ofEvent }) => {
    const revision = revisionFor(row, ofEvent.revision);
    // Leaving and registering again within a second takes a promotion back, which is one less, and counts twice.
    return { event, revision, sequence: revision + changes, status: STATUS[row.status] };
  });
  return calendarOf('Events', entries, leftOut);
}

const STATUS = { registered: ICalEventStatus.CONFIRMED, waitlisted: ICalEventStatus.TENTATIVE };

/**
 * Returns the revision of an event in a person's calendar, in seconds. It grows with each edit of the event and with a
 * promotion, even within one second, and with a new registration a second or two later.
 */
function revisionFor({ registeredAt, promotedAt }: registrations.Item, ofEvent: number): number {
  const registered = Math.max(ofEvent + 1, revisionAt(registeredAt));
  return promotedAt ? Math.max(registered + 1, revisionAt(promotedAt)) : registered;
}
