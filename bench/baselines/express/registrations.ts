import { randomUUID } from 'node:crypto';
import type { RegistrationItem } from '../items.ts';
import * as database from './database.ts';
import { HttpError } from './httpError.ts';

/**
 * Registers a person: gets what is there, checks it, puts the registration, and updates the counter. Somebody else may
 * do the same between any two of these steps.
 */
export async function register(
  eventId: string,
  userId: string,
): Promise<RegistrationItem & { message: string }> {
  const user = await database.getUser(userId);
  if (!user) throw new HttpError(404, 'User not found');
  const event = await database.getEvent(eventId);
  if (!event) throw new HttpError(404, 'Event not found');
  const existing = await database.getRegistration(eventId, userId);
  if (existing) throw new HttpError(409, alreadyThere(existing));
  const { status, capacity, registeredCount, waitlistCount, hasWaitlist } = event;
  if (status !== 'active') throw new HttpError(409, `Event is not open for registration (status: ${status})`);
  const isFull = registeredCount >= capacity;
  if (isFull && !hasWaitlist) {
    throw new HttpError(409, `Event is at full capacity (${capacity}/${capacity}). No waitlist available.`);
  }
  const registration: RegistrationItem = {
    registrationId: randomUUID(),
    eventId,
    userId,
    status: isFull ? 'waitlisted' : 'registered',
    registeredAt: new Date().toISOString(),
    waitlistPosition: isFull ? waitlistCount + 1 : null,
    promotedAt: null,
  };
  await database.putRegistration(registration);
  if (isFull) await database.setCount(eventId, 'waitlistCount', waitlistCount + 1);
  else await database.setCount(eventId, 'registeredCount', registeredCount + 1);
  return { ...registration, message: messageOf(registration) };
}

const alreadyThere = ({ status, waitlistPosition }: RegistrationItem) =>
  status === 'waitlisted'
    ? `User is already on the waitlist at position ${waitlistPosition}`
    : 'User is already registered for this event';

const messageOf = ({ status, waitlistPosition }: RegistrationItem) =>
  status === 'waitlisted'
    ? `Event is full. Added to waitlist at position ${waitlistPosition}`
    : 'Successfully registered for event';

/** Returns the registrations of an event: the seats, earliest first, and then the waitlist by its positions. */
export async function listRegistrations(eventId: string): Promise<RegistrationItem[]> {
  const event = await database.getEvent(eventId);
  if (!event) throw new HttpError(404, 'Event not found');
  const registrations = await database.listRegistrations(eventId);
  return registrations.sort(
    (one, other) =>
      (one.waitlistPosition ?? 0) - (other.waitlistPosition ?? 0) ||
      one.registeredAt.localeCompare(other.registeredAt),
  );
}
