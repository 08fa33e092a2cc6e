import { handler as getEventHandler } from '../../functions/getEvent.ts';
import { handler as listEventRegistrationsHandler } from '../../functions/listEventRegistrations.ts';
import { handler as listUserRegistrationsHandler } from '../../functions/listUserRegistrations.ts';
import { handler as registerHandler } from '../../functions/registerForEvent.ts';
import { handler as unregisterHandler } from '../../functions/unregisterFromEvent.ts';
import { handler as updateEventHandler } from '../../functions/updateEvent.ts';
import { invoke } from './invoke.ts';

export const getEvent = (eventId: string) => invoke(getEventHandler, { path: { eventId } });

export const updateEvent = (eventId: string, body: unknown) =>
  invoke(updateEventHandler, { method: 'PUT', path: { eventId }, body });

export const register = (eventId: string, userId: string) =>
  invoke(registerHandler, { method: 'POST', path: { eventId }, body: { userId } });

export const unregister = (eventId: string, userId: string) =>
  invoke(unregisterHandler, { method: 'DELETE', path: { eventId, userId } });

export const listEventRegistrations = (eventId: string, query?: Record<string, string>) =>
  invoke(listEventRegistrationsHandler, { path: { eventId }, ...(query && { query }) });

export const listUserRegistrations = (userId: string, query?: Record<string, string>) =>
  invoke(listUserRegistrationsHandler, { path: { userId }, ...(query && { query }) });

/** All that is stored about an event, as its readers see it. */
export const stateOf = async (eventId: string) => ({
  event: (await getEvent(eventId)).body,
  registrations: (await listEventRegistrations(eventId)).body,
});

/** The event has exactly these people, in this queue, and counters that say so. */
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
