import { handler as checkInHandler } from '../../../functions/checkIn.ts';
import { handler as copyEventHandler } from '../../../functions/copyEvent.ts';
import { handler as deleteEventHandler } from '../../../functions/deleteEvent.ts';
import { handler as deleteUserHandler } from '../../../functions/deleteUser.ts';
import { handler as getEventHandler } from '../../../functions/getEvent.ts';
import { handler as getEventAvailabilityHandler } from '../../../functions/getEventAvailability.ts';
import { handler as getUserHandler } from '../../../functions/getUser.ts';
import { handler as listEventHistoryHandler } from '../../../functions/listEventHistory.ts';
import { handler as listEventRegistrationsHandler } from '../../../functions/listEventRegistrations.ts';
import { handler as listEventsHandler } from '../../../functions/listEvents.ts';
import { handler as listUserHistoryHandler } from '../../../functions/listUserHistory.ts';
import { handler as listUserRegistrationsHandler } from '../../../functions/listUserRegistrations.ts';
import { handler as registerHandler } from '../../../functions/registerForEvent.ts';
import { handler as recordHistoryHandler } from '../../../functions/streams/recordHistory.ts';
import { handler as removeDeletedUserHandler } from '../../../functions/streams/removeDeletedUser.ts';
import { handler as settleEventHandler } from '../../../functions/streams/settleEvent.ts';
import { handler as transferSeatHandler } from '../../../functions/transferSeat.ts';
import { handler as undoCheckInHandler } from '../../../functions/undoCheckIn.ts';
import { handler as unregisterHandler } from '../../../functions/unregisterFromEvent.ts';
import { handler as updateEventHandler } from '../../../functions/updateEvent.ts';
import { handler as updateUserHandler } from '../../../functions/updateUser.ts';
import { consume } from '../records/streams.ts';
import { exceptRequestId } from './expectations.ts';
import { invoke } from './invoke.ts';
import { nextLinkOf } from './pages.ts';

export const getEvent = (eventId: string) => invoke(getEventHandler, { path: { eventId } });

export const getEventAvailability = (eventId: string, ifNoneMatch?: string) =>
  invoke(getEventAvailabilityHandler, {
    path: { eventId },
    ...(ifNoneMatch !== undefined && { headers: { 'if-none-match': ifNoneMatch } }),
  });

export const updateEvent = (eventId: string, body: unknown) =>
  invoke(updateEventHandler, { method: 'PUT', path: { eventId }, body });

export const copyEvent = (eventId: string, dates: unknown, headers: Record<string, string> = {}) =>
  invoke(copyEventHandler, { method: 'POST', path: { eventId }, body: { dates }, headers });

export const listEvents = (query: Record<string, string> = {}) =>
  invoke(listEventsHandler, { query, rawPath: '/events' });

export const deleteEvent = (eventId: string) =>
  invoke(deleteEventHandler, { method: 'DELETE', path: { eventId } });

export const getUser = (userId: string) => invoke(getUserHandler, { path: { userId } });

export const updateUser = (userId: string, body: unknown, headers: Record<string, string> = {}) =>
  invoke(updateUserHandler, { method: 'PUT', path: { userId }, body, headers });

export const deleteUser = (userId: string) =>
  invoke(deleteUserHandler, { method: 'DELETE', path: { userId } });

export const register = (eventId: string, userId: string) =>
  invoke(registerHandler, { method: 'POST', path: { eventId }, body: { userId } });

export const unregister = (eventId: string, userId: string) =>
  invoke(unregisterHandler, { method: 'DELETE', path: { eventId, userId } });

export const transferSeat = (
  eventId: string,
  userId: string,
  to: string,
  headers: Record<string, string> = {},
) => invoke(transferSeatHandler, { method: 'POST', path: { eventId, userId }, body: { to }, headers });

export const checkIn = (eventId: string, userId: string, headers: Record<string, string> = {}) =>
  invoke(checkInHandler, { method: 'POST', path: { eventId, userId }, headers });

export const undoCheckIn = (eventId: string, userId: string) =>
  invoke(undoCheckInHandler, { method: 'DELETE', path: { eventId, userId } });

export const listEventRegistrations = (eventId: string, query?: Record<string, string>) =>
  invoke(listEventRegistrationsHandler, { path: { eventId }, ...(query && { query }) });

export const listUserRegistrations = (userId: string, query?: Record<string, string>) =>
  invoke(listUserRegistrationsHandler, { path: { userId }, ...(query && { query }) });

export const listEventHistory = (eventId: string, query?: Record<string, string>) =>
  invoke(listEventHistoryHandler, { path: { eventId }, ...(query && { query }) });

export const listUserHistory = (userId: string, query?: Record<string, string>) =>
  invoke(listUserHistoryHandler, { path: { userId }, ...(query && { query }) });

/** Runs settleEvent for all changes of events so far. */
export const settleEvents = () => consume(settleEventHandler, 'seats');

/** Removes the users who were deleted so far. */
export const removeDeletedUsers = () => consume(removeDeletedUserHandler, 'users');

/** Records the changes of registrations so far in the history. */
export const recordHistory = () => consume(recordHistoryHandler, 'registrations');

/** The registrations of an event from all pages, or the problem of the list. */
async function allRegistrations(eventId: string) {
  const rows = [];
  for (let query: Record<string, string> | undefined = {}; query; ) {
    const answer = await listEventRegistrations(eventId, query);
    if (answer.status !== 200) return exceptRequestId(answer.body);
    rows.push(...answer.body);
    const next = nextLinkOf(answer);
    query = next && Object.fromEntries(next.searchParams);
  }
  return rows;
}

/** An event and its registrations, as readers see them. */
export const stateOf = async (eventId: string) => ({
  event: exceptRequestId((await getEvent(eventId)).body),
  registrations: await allRegistrations(eventId),
});

/** The event has exactly these people with seats and this queue, and its counters agree. */
export async function expectPeople(eventId: string, seats: string[], queue: string[]): Promise<void> {
  const { event, registrations } = await stateOf(eventId);
  expect(event).toMatchObject({
    registeredCount: seats.length,
    waitlistCount: queue.length,
    isFull: seats.length >= event.capacity,
    availableSpots: event.capacity - seats.length,
  });
  type Row = { userId: string; status: string; waitlistPosition: number | null };
  const rows: string[] = registrations.map((row: Row) =>
    [row.userId, row.status, row.waitlistPosition].join(' '),
  );
  expect(rows.slice(0, seats.length).sort()).toEqual(seats.map(userId => `${userId} registered `).sort());
  expect(rows.slice(seats.length)).toEqual(queue.map((userId, index) => `${userId} waitlisted ${index + 1}`));
}
