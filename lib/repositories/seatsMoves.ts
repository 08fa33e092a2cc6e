import { TABLES } from '../dynamo/client.ts';
import { checkItem } from '../dynamo/expressions.ts';
import type { Write } from '../dynamo/write.ts';
import type { Item, Known } from './seats.ts';
import {
  change,
  constants,
  countRegistered,
  countWaitlisted,
  isActive,
  isSame,
  isThere,
  nobodyToPromote,
  nobodyWaits,
  seatIsLeft,
  somebodyWaits,
  withCheckIn,
} from './seatsClauses.ts';

/** No hold was acquired since the last sweep. */
const nobodyHolds =
  'attribute_not_exists(#sweep) OR (#sweep.#to.#seat = #lastSeatHold AND #sweep.#to.#queue = #lastTicket)';

/**
 * Takes a seat while one is free and nobody waits for it (rules 1, 3 and 5), at the event that is known. Speed: it keeps
 * out of the way of holds.
 */
export const takeSeat = (eventId: string, { incarnation, date }: Known): Write<Item> =>
  change(
    eventId,
    [countRegistered('+')],
    [isActive, seatIsLeft, nobodyWaits, nobodyHolds, isSame, '#date = :date'],
    { incarnation, date },
  );

/** A new floor of a queue. With `isQueueEmpty`, nobody waits after the write, and no hold on the queue is open. */
export type Floor = { ticket: number; isQueueEmpty: boolean };

/** Returns the clauses that raise the floor of a queue, if there is a new one. */
const raising = ({ waitlistCount, lastTicket }: Item, floor: Floor | undefined) => ({
  set: floor ? ['#floor = :floor'] : [],
  when: [
    ...(floor ? ['#floor < :floor'] : []),
    ...(floor?.isQueueEmpty ? ['#waitlistCount = :waitlistSeen', '#lastTicket = :lastTicketSeen'] : []),
  ],
  values: { floor: floor?.ticket, waitlistSeen: waitlistCount, lastTicketSeen: lastTicket },
});

/** The event still has the status that was seen. */
const isStillSo = '#status = :statusSeen';

/** People leave only the event that was seen. */
const changeSeen = (seen: Item, set: string[], when: string[], values: object = {}): Write<Item> =>
  change(seen.eventId, set, [isSame, isStillSo, ...when], {
    incarnation: seen.incarnation,
    statusSeen: seen.status,
    ...values,
  });

/** Passes a seat on to the head of the queue (rule 6). The number of people registered stays. */
export function passSeatOn(seen: Item, isCheckedIn: boolean, floor?: Floor): Write<Item> {
  const { set, when, values } = raising(seen, floor);
  const counted = [countWaitlisted('-'), ...withCheckIn(isCheckedIn), ...set];
  return changeSeen(seen, counted, [isActive, somebodyWaits, ...when], values);
}

/** Frees a seat while nobody is to be promoted (rules 6 and 9). */
export const freeSeat = (seen: Item, isCheckedIn: boolean): Write<Item> =>
  changeSeen(seen, [countRegistered('-'), ...withCheckIn(isCheckedIn)], [isThere, nobodyToPromote]);

/** Frees a seat though somebody waits whose row does not exist yet. The row wakes the consumer that fills vacancies. */
export const freeSeatForLater = (seen: Item, isCheckedIn: boolean): Write<Item> =>
  changeSeen(seen, [countRegistered('-'), ...withCheckIn(isCheckedIn)], [isThere]);

/** Takes a person off the count of the queue. */
export function leaveQueue(seen: Item, floor?: Floor): Write<Item> {
  const { set, when, values } = raising(seen, floor);
  return changeSeen(seen, [countWaitlisted('-'), ...set], [isThere, ...when], values);
}

const countPromotions = [
  '#registeredCount = #registeredCount + :promoted',
  '#waitlistCount = #waitlistCount - :promoted',
];

/** Moves `count` people from the queue to free seats (rule 7). */
export function fillVacancies(seen: Item, count: number, floor?: Floor): Write<Item> {
  const { eventId, capacity, incarnation } = seen;
  const { set, when, values } = raising(seen, floor);
  return change(
    eventId,
    [...countPromotions, ...set],
    [isSame, isActive, '#capacity = :capacity', '#registeredCount <= :leavingRoom', ...when],
    { incarnation, capacity, leavingRoom: capacity - count, promoted: count, ...values },
  );
}

/** Notes that somebody anonymous stays at an event, which must be completed, and on the date that was seen (rule 12). */
export function keepAnonymous({ eventId, incarnation, date, hasAnonymous }: Item): Write<Item> {
  const when = [isSame, '#status = :completed', '#date = :date'];
  const values = { ...constants, incarnation, date, true: true };
  if (hasAnonymous) return checkItem(TABLES.seats, { eventId }, when, values);
  return change(eventId, ['#hasAnonymous = :true'], when, values);
}
