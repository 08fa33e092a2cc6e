/**
 * Who gets a seat, who queues, who is promoted: the rules of the README, as decisions on plain values.
 * Pure: no I/O, no clock, no ids of its own. Each decision carries the state that it leads to.
 */

/** What decides about the seats of one event. `lastTicket` is the last ticket of its queue. */
export type Occupancy = {
  status: 'active' | 'cancelled' | 'completed' | 'deleted';
  capacity: number;
  hasWaitlist: boolean;
  registeredCount: number;
  waitlistCount: number;
  lastTicket: number;
};

/** What is assumed of an event before its state was seen: most registrations meet a free seat. */
export const SEAT_IS_FREE: Occupancy = {
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
}: Pick<Occupancy, 'capacity' | 'registeredCount'>): number => Math.max(0, capacity - registeredCount);

/** How many of those who wait get a seat now (rules 3, 5 and 7). */
export const promotable = (occupancy: Occupancy): number =>
  occupancy.status === 'active' ? Math.min(freeSeats(occupancy), occupancy.waitlistCount) : 0;

/** The state after the first `count` in the queue got their seats. */
export const afterPromoting = (occupancy: Occupancy, count: number): Occupancy => ({
  ...occupancy,
  registeredCount: occupancy.registeredCount + count,
  waitlistCount: occupancy.waitlistCount - count,
});

export type Admission =
  | { kind: 'seat'; after: Occupancy }
  | { kind: 'queue'; after: Occupancy }
  | { kind: 'full' }
  | { kind: 'closed'; status: Occupancy['status'] };

/**
 * What a newcomer gets: a seat only while nobody waits (rule 5), else the next ticket of the queue (rule 4),
 * else nothing (rules 3 and 8).
 */
export function admit(occupancy: Occupancy): Admission {
  if (occupancy.status !== 'active') return { kind: 'closed', status: occupancy.status };
  if (freeSeats(occupancy) > 0 && occupancy.waitlistCount === 0) {
    return { kind: 'seat', after: { ...occupancy, registeredCount: occupancy.registeredCount + 1 } };
  }
  if (!occupancy.hasWaitlist) return { kind: 'full' };
  const after = {
    ...occupancy,
    waitlistCount: occupancy.waitlistCount + 1,
    lastTicket: occupancy.lastTicket + 1,
  };
  return { kind: 'queue', after };
}

export type Departure<Person> =
  | { kind: 'leaveQueue'; after: Occupancy }
  | { kind: 'passSeatOn'; to: Person; after: Occupancy }
  | { kind: 'freeSeat'; after: Occupancy };

/**
 * What becomes of the place that someone gives up: a seat goes to the head of the queue, if there is one,
 * and is freed when nobody may have it (rules 3, 6 and 9).
 */
export function depart<Person>(
  leaving: RegistrationStatus,
  occupancy: Occupancy,
  head: Person | undefined,
): Departure<Person> {
  if (leaving === 'waitlisted') {
    return { kind: 'leaveQueue', after: { ...occupancy, waitlistCount: occupancy.waitlistCount - 1 } };
  }
  const freed = { ...occupancy, registeredCount: occupancy.registeredCount - 1 };
  if (head !== undefined && occupancy.status === 'active') {
    return { kind: 'passSeatOn', to: head, after: afterPromoting(freed, 1) };
  }
  return { kind: 'freeSeat', after: freed };
}

export type Amendment =
  | { kind: 'amended'; after: Occupancy; promotable: number }
  | { kind: 'belowRegistered' };

/**
 * What an organiser's change leads to, before anyone is promoted: a capacity below the people registered is
 * refused, and seats that become free are for those who wait (rule 7).
 */
export function amend(
  occupancy: Occupancy,
  changes: Partial<Pick<Occupancy, 'status' | 'capacity' | 'hasWaitlist'>>,
): Amendment {
  const after = { ...occupancy, ...changes };
  if (after.capacity < after.registeredCount) return { kind: 'belowRegistered' };
  return { kind: 'amended', after, promotable: promotable(after) };
}
