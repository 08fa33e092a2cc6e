import { closedFor, type Denial, noRoomIn, roomInQueue } from './denial.ts';
import type { RegistrationWindow } from './window.ts';

/**
 * These functions apply the rules of the README: who gets a seat, who queues and who is promoted. They are pure: they
 * use no I/O, no clock and no ids. Each decision carries the state that it leads to.
 */

/**
 * The state that decides about the seats of one event. `lastTicket` is the last ticket of its queue, and `lastSeatHold`
 * the last number of a hold on a seat. `hadPeople` is there once somebody gave up a seat.
 */
export type Occupancy = RegistrationWindow & {
  status: 'active' | 'cancelled' | 'completed' | 'draft' | 'deleted';
  capacity: number;
  hasWaitlist: boolean;
  registeredCount: number;
  waitlistCount: number;
  lastTicket: number;
  /** The most people who may wait, if the organiser has set that. Those who wait already stay. */
  waitlistCapacity?: number | undefined;
  lastSeatHold?: number;
  hadPeople?: boolean;
};

export type RegistrationStatus = 'registered' | 'waitlisted';

/** Returns the number of seats that nobody holds. */
export const freeSeats = ({
  capacity,
  registeredCount,
}: Pick<Occupancy, 'capacity' | 'registeredCount'>): number => Math.max(0, capacity - registeredCount);

/** Returns how many people who wait get a seat now (rules 3, 5 and 7). */
export const promotable = (occupancy: Occupancy): number =>
  occupancy.status === 'active' ? Math.min(freeSeats(occupancy), occupancy.waitlistCount) : 0;

/** Returns the state after the first `count` people in the queue got their seats. */
export const afterPromoting = (occupancy: Occupancy, count: number): Occupancy => ({
  ...occupancy,
  registeredCount: occupancy.registeredCount + count,
  waitlistCount: occupancy.waitlistCount - count,
});

export type Admission = { kind: 'seat'; after: Occupancy } | { kind: 'queue'; after: Occupancy } | Denial;

/**
 * Admits someone new at the time `now`, in milliseconds since 1970: to a seat only while nobody waits (rule 5), otherwise
 * to the queue with its next ticket (rule 4), otherwise not at all (rules 3 and 8).
 */
export function admit(occupancy: Occupancy, now: number): Admission {
  const closed = closedFor(occupancy, now);
  if (closed) return closed;
  if (freeSeats(occupancy) > 0 && occupancy.waitlistCount === 0) {
    return { kind: 'seat', after: { ...occupancy, registeredCount: occupancy.registeredCount + 1 } };
  }
  if (roomInQueue(occupancy) === 0) return noRoomIn(occupancy);
  const after = {
    ...occupancy,
    waitlistCount: occupancy.waitlistCount + 1,
    lastTicket: occupancy.lastTicket + 1,
  };
  return { kind: 'queue', after };
}

/**
 * Returns the positions of tickets in the queue, from 1. Everybody up to the ticket `floor` has left the queue for good.
 * `departed` has the higher tickets of which nobody waits any more. A ticket that is held counts as waiting.
 */
export function positionsOf(tickets: number[], floor: number, departed: number[]): number[] {
  const gone = departed.filter(ticket => ticket > floor).sort((a, b) => a - b);
  return tickets.map(ticket => Math.max(1, ticket - floor - countBelow(ticket, gone)));
}

/** Counts the numbers below a limit in a sorted list, by halves. */
function countBelow(limit: number, sorted: number[]): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (Number(sorted[middle]) < limit) from = middle + 1;
    else to = middle;
  }
  return from;
}

export type Departure<Person> =
  | { kind: 'leaveQueue'; after: Occupancy }
  | { kind: 'passSeatOn'; to: Person; after: Occupancy }
  | { kind: 'freeSeat'; after: Occupancy };

/**
 * Decides what becomes of a registration that ends. A seat goes to the head of the queue, and is freed when there is
 * no head or the event is not active (rules 3, 6 and 9).
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
  return { kind: 'freeSeat', after: { ...freed, hadPeople: true } };
}

/**
 * Decides what becomes of several registrations that end at once, as if one ended after another: seats go to the people
 * of `front`, in their order. None of them is among those who leave.
 */
export function departTogether<Person>(
  leaving: RegistrationStatus[],
  occupancy: Occupancy,
  front: Person[],
): Departure<Person>[] {
  const heads = [...front];
  let before = occupancy;
  return leaving.map(status => {
    const plan = depart(status, before, heads[0]);
    if (plan.kind === 'passSeatOn') heads.shift();
    before = plan.after;
    return plan;
  });
}

export type Amendment =
  | { kind: 'amended'; after: Occupancy; promotable: number }
  | { kind: 'belowRegistered' }
  | { kind: 'hasRegistrations' };

/** Returns whether nobody has come to an event yet, not even somebody who left. A hold counts as somebody. */
const isUntouched = ({
  registeredCount,
  waitlistCount,
  lastTicket,
  lastSeatHold = 0,
  hadPeople,
}: Occupancy) => registeredCount + waitlistCount + lastTicket + lastSeatHold === 0 && !hadPeople;

/**
 * Applies an organiser's change before anyone is promoted. It refuses a capacity below the people registered, and to make
 * a draft of an event to which somebody came. It counts the seats that go to people who wait (rule 7).
 */
export function amend(
  occupancy: Occupancy,
  changes: Partial<Pick<Occupancy, 'status' | 'capacity' | 'hasWaitlist'>>,
): Amendment {
  const after = { ...occupancy, ...changes };
  if (after.capacity < after.registeredCount) return { kind: 'belowRegistered' };
  if (changes.status === 'draft' && !isUntouched(occupancy)) return { kind: 'hasRegistrations' };
  return { kind: 'amended', after, promotable: promotable(after) };
}
