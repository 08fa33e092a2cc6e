/** The items of the baselines, with the fields of the contract. */

export type EventItem = {
  eventId: string;
  title: string;
  description: string;
  date: string;
  location: string;
  organizer: string;
  capacity: number;
  hasWaitlist: boolean;
  status: 'active' | 'cancelled' | 'completed';
  registeredCount: number;
  waitlistCount: number;
  createdAt: string;
  updatedAt: string;
};

export type UserItem = { userId: string; name: string; createdAt: string };

export type RegistrationItem = {
  registrationId: string;
  eventId: string;
  userId: string;
  status: 'registered' | 'waitlisted';
  registeredAt: string;
  waitlistPosition: number | null;
  promotedAt: string | null;
};

/** Returns an event as it is answered, with what follows from its counters. */
export function eventAnswer(event: EventItem) {
  const { capacity, registeredCount, hasWaitlist } = event;
  const availableSpots = Math.max(0, capacity - registeredCount);
  return { ...event, waitlistEnabled: hasWaitlist, isFull: availableSpots === 0, availableSpots };
}
