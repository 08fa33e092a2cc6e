import { randomBytes } from 'node:crypto';
import { TABLES } from '../dynamo/client.ts';
import { updateItem } from '../dynamo/expressions.ts';
import { query } from '../dynamo/read.ts';
import type { Write } from '../dynamo/write.ts';
import {
  change,
  isActive,
  nobodyWaits,
  noSeatForNewcomer,
  registered,
  type SeatsItem,
  seatIsLeft,
  type Watch,
  waitlisted,
} from './seats.ts';
import type { TakenNumber } from './slips.ts';

/**
 * How many takers are remembered: more than take numbers while one of them asks again. No more, since each costs ten
 * bytes of an item that is billed, and limited, by the kilobyte; and only while there is a crowd.
 */
const REMEMBERED_TAKERS = 64;

const NO_TAKERS = Array.from({ length: 2 * REMEMBERED_TAKERS }, () => 0);

/** Few enough letters for the item, and enough for so few takers. If two had one name, one of them takes another number. */
const TAKER_BYTES = 3;

/** A name for one taking of a number, by which it is known when its answer was lost. */
export const newTaker = (): string => randomBytes(TAKER_BYTES).toString('base64url');

/** Every taker moves up with their number, the last one out. */
const movingUp = Array.from(
  { length: 2 * (REMEMBERED_TAKERS - 1) },
  (_, n) => `#takers[${n + 2}] = #takers[${n}]`,
);

const nameOf = (kind: TakenNumber['kind'], taker: string) => `${kind[0]}${taker}`;

const unlessThere = (field: string, otherwise: string) =>
  `#${field} = if_not_exists(#${field}, ${otherwise})`;

/**
 * Readies an event to give out numbers: it remembers who takes them, and from here on somebody looks for those that
 * nobody lands. Again: changes nothing.
 */
export const beginWatch = (eventId: string, now: number): Write<SeatsItem> =>
  change(
    eventId,
    [
      '#watch = :numbers',
      unlessThere('takers', ':noTakers'),
      unlessThere('seatChecked', '#seatNumber'),
      unlessThere('queueChecked', '#lastTicket'),
      unlessThere('seatSeen', '#seatNumber'),
      unlessThere('queueSeen', '#lastTicket'),
      unlessThere('seenAt', ':now'),
    ],
    [isActive],
    { numbers: 'numbers', noTakers: NO_TAKERS, now },
  );

const numbered = (last: 'seatNumber' | 'lastTicket') => [
  `#${last} = #${last} + :one`,
  '#takers[0] = :taker',
  `#takers[1] = #${last} + :one`,
  ...movingUp,
];

const HOLDS = {
  seat: [registered('+'), ...numbered('seatNumber')],
  queue: [waitlisted('+'), ...numbered('lastTicket')],
};

const MAY_HOLD = {
  seat: [isActive, seatIsLeft, nobodyWaits],
  queue: [isActive, '#hasWaitlist = :true', noSeatForNewcomer],
};

/**
 * Holds a seat (rules 1, 3 and 5), or the next place in the queue (rule 4), and numbers it, for a row that is written
 * afterwards. Refused when this taker has one, and when there is no watch.
 */
export const take = (eventId: string, kind: TakenNumber['kind'], taker: string): Write<SeatsItem> =>
  change(
    eventId,
    HOLDS[kind],
    [...MAY_HOLD[kind], 'attribute_exists(#watch)', 'NOT contains(#takers, :taker)'],
    {
      true: true,
      taker: nameOf(kind, taker),
    },
  );

/** The number that a taker has, if they are among the last ones. */
export function numberOf(
  { eventId, incarnation, takers = [] }: SeatsItem,
  taker: string,
): TakenNumber | undefined {
  for (const kind of ['seat', 'queue'] as const) {
    const place = takers.indexOf(nameOf(kind, taker));
    if (place >= 0) return { eventId, incarnation, kind, number: Number(takers[place + 1]) };
  }
  return undefined;
}

const isSame = '#incarnation = :incarnation';

/** Gives back what a number held. */
export const giveBack = ({ eventId, incarnation, kind }: TakenNumber): Write<SeatsItem> =>
  change(eventId, [kind === 'seat' ? registered('-') : waitlisted('-')], [isSame], { incarnation });

/** An event whose numbers are looked for. */
export type Watched = SeatsItem & Watch;

export const isWatched = (item: SeatsItem | undefined): item is Watched => item?.watch !== undefined;

const isSameRound = [isSame, '#seenAt = :seenAt'];

/** Ends a round of looking for numbers: those seen last time are checked, and those there were now are seen. */
export const endRound = (round: Watched, now: number): Write<SeatsItem> => {
  const { eventId, incarnation, seenAt, seatSeen, queueSeen, seatNumber, lastTicket } = round;
  return change(
    eventId,
    [
      '#seatChecked = :seatSeen',
      '#queueChecked = :queueSeen',
      '#seatSeen = :seatNumber',
      '#queueSeen = :lastTicket',
      '#seenAt = :now',
    ],
    isSameRound,
    { incarnation, seenAt, seatSeen, queueSeen, seatNumber, lastTicket, now },
  );
};

/** Ends the watch of an event that has given out no number since the last round. */
export const endWatch = ({
  eventId,
  incarnation,
  seenAt,
  seatNumber,
  lastTicket,
}: Watched): Write<SeatsItem> =>
  updateItem(
    TABLES.seats,
    { eventId },
    {
      remove: ['#watch', '#takers', '#seatChecked', '#queueChecked', '#seatSeen', '#queueSeen', '#seenAt'],
      when: [...isSameRound, '#seatNumber = :seatNumber', '#lastTicket = :lastTicket'],
      values: { incarnation, seenAt, seatNumber, lastTicket },
    },
  );

/** The events that gave out numbers lately, from an index that may lag. */
export const watchedIds = async (): Promise<string[]> => {
  const keys = await query<Pick<SeatsItem, 'eventId'>>({
    TableName: TABLES.seats,
    IndexName: 'byWatch',
    where: '#watch = :numbers',
    values: { numbers: 'numbers' },
  });
  return keys.map(({ eventId }) => eventId);
};
