import { TABLES } from '../dynamo/client.ts';
import { checkItem } from '../dynamo/expressions.ts';
import type { Write } from '../dynamo/write.ts';
import { CROWDED_MS, type Item, isSwept, type Known } from './seats.ts';
import {
  asks,
  change,
  constants,
  countCheckedIn,
  countRegistered,
  countWaitlisted,
  isActive,
  isOpen,
  isSame,
  isThere,
  mayGiveUpSeat,
  nobodyWaits,
  noSeatToTake,
  seatIsLeft,
} from './seatsClauses.ts';

/** Speed: no crowd came a moment ago, so that this transaction is not in the way of its rounds. */
const isCalm = 'attribute_not_exists(#crowdAt) OR #crowdAt < :crowdedFrom';

/**
 * Takes a seat while one is free and nobody waits for it (rules 1, 3 and 5), at the event that is known. `askedAt` is the
 * time of the request, in milliseconds since 1970.
 */
export const takeSeat = (
  { eventId, incarnation, date, questionsVersion }: Known,
  askedAt: number,
): Write<Item> =>
  change(
    eventId,
    [countRegistered('+')],
    [isActive, ...isOpen, seatIsLeft, nobodyWaits, isCalm, isSame, '#date = :date', asks(questionsVersion)],
    { incarnation, date, questionsVersion, askedAt, crowdedFrom: askedAt - CROWDED_MS },
  );

/**
 * Takes the next ticket of the queue, while no seat is free for a newcomer and nobody joined or left the queue since it
 * was seen (rules 3, 4 and 8), so that the position is right. `askedAt` is the time of the request.
 */
export const takeTicket = (seen: Item, askedAt: number): Write<Item> =>
  change(
    seen.eventId,
    [countWaitlisted('+'), '#lastTicket = #lastTicket + :one'],
    [
      isActive,
      ...isOpen,
      '#hasWaitlist = :true',
      'attribute_not_exists(#waitlistCapacity) OR #waitlistCount < #waitlistCapacity',
      noSeatToTake,
      isCalm,
      isSame,
      '#date = :date',
      asks(seen.questionsVersion),
      '#lastTicket = :lastTicket',
      '#waitlistCount = :waitlistCount',
      // A sweep that is under way has to find the outcome of each ticket.
      isSwept(seen) ? 'attribute_exists(#sweep)' : 'attribute_not_exists(#sweep)',
    ],
    { ...seen, true: true, askedAt, crowdedFrom: askedAt - CROWDED_MS },
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

/**
 * How many registrations end at once: those whose seats go to people of the queue, those whose seats become free, and
 * those of people who wait. So many of them are checked in. With `isHeadUnseen`, somebody waits whose row does not exist
 * yet. The row wakes the consumer that fills vacancies. With `askedAt`, people asked for it, the last of them at this
 * time: seats end only while they may be given up.
 */
export type Leaving = {
  passedOn: number;
  freed: number;
  fromQueue: number;
  checkedIn: number;
  isHeadUnseen: boolean;
  askedAt?: number | undefined;
};

/** The event still has the status that was seen. */
const isStillSo = '#status = :statusSeen';

/**
 * Takes people off the counters of the event that was seen. A seat is passed on while so many people wait (rule 6), and
 * becomes free when nobody is to be promoted afterwards (rules 6 and 9).
 */
export function leave(seen: Item, leaving: Leaving, floor?: Floor): Write<Item> {
  const { passedOn, freed, fromQueue, checkedIn, isHeadUnseen, askedAt } = leaving;
  const unqueued = passedOn + fromQueue;
  const { set, when, values } = raising(seen, floor);
  return change(
    seen.eventId,
    [
      // A seat that was taken by a hold, or from the queue, leaves a number behind. This one may leave nothing else.
      ...(freed > 0 ? [countRegistered('-', ':freed'), '#hadPeople = :true'] : []),
      ...(unqueued > 0 ? [countWaitlisted('-', ':unqueued')] : []),
      ...(checkedIn > 0 ? [countCheckedIn('-', ':checkedIn')] : []),
      ...set,
    ],
    [
      isSame,
      isStillSo,
      isThere,
      ...(passedOn > 0 ? [isActive] : []),
      ...(passedOn + freed > 0 && askedAt !== undefined ? [mayGiveUpSeat] : []),
      ...(unqueued > 0 ? ['#waitlistCount >= :unqueued'] : []),
      ...(freed > 0 && !isHeadUnseen ? ['#waitlistCount = :unqueued OR #status <> :active'] : []),
      ...when,
    ],
    {
      incarnation: seen.incarnation,
      statusSeen: seen.status,
      freed,
      unqueued,
      checkedIn,
      askedAt,
      true: true,
      ...values,
    },
  );
}

const countPromotions = [countRegistered('+', ':promoted'), countWaitlisted('-', ':promoted')];

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

/** Refuses the transaction when the event is not the one that was seen, on that date, or no seat may be handed on. */
export const keepWhileSeatIsHandedOn = ({ eventId, incarnation, date }: Item, askedAt: number): Write<Item> =>
  checkItem(TABLES.seats, { eventId }, [isSame, isThere, mayGiveUpSeat, '#date = :date'], {
    ...constants,
    incarnation,
    date,
    askedAt,
  });

/** Notes that somebody anonymous stays at an event, which must be completed, and on the date that was seen (rule 12). */
export function keepAnonymous({ eventId, incarnation, date, hasAnonymous }: Item): Write<Item> {
  const when = [isSame, '#status = :completed', '#date = :date'];
  const values = { ...constants, incarnation, date, true: true };
  if (hasAnonymous) return checkItem(TABLES.seats, { eventId }, when, values);
  return change(eventId, ['#hasAnonymous = :true'], when, values);
}
