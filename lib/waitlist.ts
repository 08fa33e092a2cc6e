/**
 * Who gets a seat, who queues, who is promoted: the rules of the README, as decisions on plain values.
 * Pure: no I/O, no clock, no ids of its own. Each decision carries the state that it leads to.
 */

/** What decides about the seats of one event. `lastTicket` is the highest number that its queue has given out. */
export type Seats = {
  status: 'active' | 'cancelled' | 'completed' | 'deleted';
  capacity: number;
  hasWaitlist: boolean;
  registeredCount: number;
  waitlistCount: number;
  lastTicket: number;
};

/** What is assumed of an event before its state was seen: most registrations meet a free seat. */
export const SEAT_IS_FREE: Seats = {
  status: 'active',
  capacity: 1,
  hasWaitlist: false,
  registeredCount: 0,
  waitlistCount: 0,
  lastTicket: 0,
};

export type RegistrationStatus = 'registered' | 'waitlisted';

/** Seats that nobody holds. */
export const freeSeats = ({
  capacity,
  registeredCount,
}: Pick<Seats, 'capacity' | 'registeredCount'>): number => Math.max(0, capacity - registeredCount);

/** How many of those who wait get a seat now (rules 3, 5 and 7). */
export const promotable = (seats: Seats): number =>
  seats.status === 'active' ? Math.min(freeSeats(seats), seats.waitlistCount) : 0;

/** The state after the first `count` in the queue got their seats. */
export const afterPromoting = (seats: Seats, count: number): Seats => ({
  ...seats,
  registeredCount: seats.registeredCount + count,
  waitlistCount: seats.waitlistCount - count,
});

export type Admission =
  | { kind: 'seat'; after: Seats }
  | { kind: 'queue'; after: Seats }
  | { kind: 'full' }
  | { kind: 'closed'; status: Seats['status'] };

/**
 * What a newcomer gets: a seat only while nobody waits (rule 5), else the next ticket of the queue (rule 4),
 * else nothing (rules 3 and 8).
 */
export function admit(seats: Seats): Admission {
  if (seats.status !== 'active') return { kind: 'closed', status: seats.status };
  if (freeSeats(seats) > 0 && seats.waitlistCount === 0) {
    return { kind: 'seat', after: { ...seats, registeredCount: seats.registeredCount + 1 } };
  }
  if (!seats.hasWaitlist) return { kind: 'full' };
  const after = { ...seats, waitlistCount: seats.waitlistCount + 1, lastTicket: seats.lastTicket + 1 };
  return { kind: 'queue', after };
}

export type Departure<Person> =
  | { kind: 'leaveQueue'; after: Seats }
  | { kind: 'passSeatOn'; to: Person; after: Seats }
  | { kind: 'freeSeat'; after: Seats };

/**
 * What becomes of the place that someone gives up: a seat goes to the head of the queue, if there is one,
 * and is freed when nobody may have it (rules 3, 6 and 9).
 */
export function depart<Person>(
  leaving: RegistrationStatus,
  seats: Seats,
  head: Person | undefined,
): Departure<Person> {
  if (leaving === 'waitlisted') {
    return { kind: 'leaveQueue', after: { ...seats, waitlistCount: seats.waitlistCount - 1 } };
  }
  const freed = { ...seats, registeredCount: seats.registeredCount - 1 };
  if (head !== undefined && seats.status === 'active') {
    return { kind: 'passSeatOn', to: head, after: afterPromoting(freed, 1) };
  }
  return { kind: 'freeSeat', after: freed };
}

export type Amendment = { kind: 'amended'; after: Seats; promotable: number } | { kind: 'belowRegistered' };

/**
 * What an organiser's change leads to, before anyone is promoted: a capacity below the people registered is
 * refused, and seats that become free are for those who wait (rule 7).
 */
export function amend(
  seats: Seats,
  changes: Partial<Pick<Seats, 'status' | 'capacity' | 'hasWaitlist'>>,
): Amendment {
  const after = { ...seats, ...changes };
  if (after.capacity < after.registeredCount) return { kind: 'belowRegistered' };
  return { kind: 'amended', after, promotable: promotable(after) };
}
