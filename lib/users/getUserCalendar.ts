import { ICalEventStatus } from 'ical-generator';
import { calendarOf, MAX_EVENTS } from '../answers/calendar.ts';
import { revisedAnswer } from '../answers/eventAnswer.ts';
import { revisionAt } from '../domain/versions.ts';
import { loadRegisteredEvents } from '../registrations/loadRegisteredEvents.ts';
import * as registrationLists from '../repositories/registrationLists.ts';
import type * as registrations from '../repositories/registrations.ts';

/**
 * Returns a person's events as a calendar. Of too many events, past ones are left out first, oldest first,
 * and then those with the latest dates.
 * @throws ApiError USER_NOT_FOUND
 */
export async function getUserCalendar(userId: string): Promise<string> {
  const { rows, leavesOut } = await nextRegistrations(userId);
  const { registeredEvents, changes } = await loadRegisteredEvents(userId, rows);
  const entries = registeredEvents.flatMap(({ row, stored }) => {
    if (!stored) return [];
    const { event, revision: ofEvent } = revisedAnswer(stored);
    const revision = revisionFor(row, ofEvent);
    // Leaving and registering again within a second takes a promotion back, which is one less, and counts two.
    return [{ event, revision, sequence: revision + changes, status: STATUS[row.status] }];
  });
  return calendarOf('Events', entries, leavesOut);
}

/** Reads registrations for the next events, then for the latest past ones, as many as fit into a calendar. */
async function nextRegistrations(userId: string) {
  const today = new Date().toISOString().slice(0, 'YYYY-MM-DD'.length);
  const next = await registrationLists.byEventDate(userId, { from: today }, MAX_EVENTS + 1);
  const room = Math.max(0, MAX_EVENTS - next.length);
  const hasNoRoom = next.length > MAX_EVENTS;
  const past = hasNoRoom ? [] : await registrationLists.byEventDate(userId, { before: today }, room + 1);
  const rows = [...past.slice(0, room).reverse(), ...next.slice(0, MAX_EVENTS)];
  return { rows, leavesOut: hasNoRoom || past.length > room };
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
