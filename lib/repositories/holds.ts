import { randomBytes } from 'node:crypto';
import type { Write } from '../dynamo/write.ts';
import type * as seats from './seats.ts';
import { isSwept, SWEEP_KIND, type Sweep } from './seats.ts';
import {
  change,
  countRegistered,
  countWaitlisted,
  isActive,
  isSame,
  nobodyWaits,
  noSeatToTake,
  seatIsLeft,
} from './seatsClauses.ts';

/** A hold on a seat of an event, or on a position in its queue. The number of a hold on the queue is the ticket. */
export type Hold = {
  eventId: string;
  incarnation: string;
  kind: 'seat' | 'queue';
  number: number;
};

/**
 * An event remembers 64 holds, which is more than are acquired within the milliseconds after which a lost one is usually
 * repeated. When a request is silent for longer, it may acquire a second hold, and a sweep releases the first. Each
 * entry takes six bytes of an item that is billed by the kilobyte. The number of a hold follows from its position.
 */
export const MAX_RECENT_HOLDS = 64;

/**
 * Three bytes distinguish 64 holds well enough, and the item must stay small. If two requests draw the same token, the
 * second acquires a hold again.
 */
const TOKEN_BYTES = 3;

/**
 * Makes a token, by which a hold is found again when its answer was lost. Correctness: without it, a person who lost
 * the answer to the last seat would be put on the waitlist behind their own hold.
 */
export const newToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

const tokenOf = (kind: Hold['kind'], token: string) => `${kind[0]}${token}`;

const COUNTERS = {
  seat: { last: 'lastSeatHold', counted: countRegistered('+') },
  queue: { last: 'lastTicket', counted: countWaitlisted('+') },
} as const;

const MAY_HOLD = {
  seat: [isActive, seatIsLeft, nobodyWaits],
  queue: [isActive, '#hasWaitlist = :true', noSeatToTake],
};

/**
 * Holds a seat (rules 1, 3 and 5) or the next position in the queue (rule 4), and numbers the hold. The first hold
 * begins a sweep of the event. The write is refused when the token has a hold, and when a sweep began or ended since
 * the event was seen.
 */
export const acquire = (seen: seats.Item, kind: Hold['kind'], token: string): Write<seats.Item> =>
  isSwept(seen) ? acquireNext(seen, kind, token) : acquireFirst(seen, kind, token);

/** Every recent hold moves up, and the oldest is forgotten. */
const movingUp = Array.from({ length: MAX_RECENT_HOLDS - 1 }, (_, n) => `#holds[${n + 1}] = #holds[${n}]`);

/** The token has a hold of neither kind: an update that was given up may still be carried out. */
const hasNoHold = ['NOT contains(#holds, :seatToken)', 'NOT contains(#holds, :queueToken)'];

function acquireNext({ eventId }: seats.Item, kind: Hold['kind'], token: string): Write<seats.Item> {
  const { last, counted } = COUNTERS[kind];
  return change(
    eventId,
    [counted, `#${last} = #${last} + :one`, '#holds[0] = :token', ...movingUp],
    [...MAY_HOLD[kind], 'attribute_exists(#sweep)', ...hasNoHold],
    {
      true: true,
      token: tokenOf(kind, token),
      seatToken: tokenOf('seat', token),
      queueToken: tokenOf('queue', token),
    },
  );
}

function acquireFirst(seen: seats.Item, kind: Hold['kind'], token: string): Write<seats.Item> {
  const { eventId, lastSeatHold, lastTicket } = seen;
  const { last, counted } = COUNTERS[kind];
  const upToNow = { seat: lastSeatHold, queue: lastTicket };
  const none = Array.from({ length: MAX_RECENT_HOLDS - 1 }, () => '');
  return change(
    eventId,
    [counted, `#${last} = #${last} + :one`, '#holds = :holds', '#sweep = :sweep', '#sweepKind = :sweepKind'],
    [
      ...MAY_HOLD[kind],
      'attribute_not_exists(#sweep)',
      isSame,
      '#lastSeatHold = :lastSeatHold',
      '#lastTicket = :lastTicket',
    ],
    {
      true: true,
      incarnation: seen.incarnation,
      lastSeatHold,
      lastTicket,
      holds: [tokenOf(kind, token), ...none],
      sweep: { from: upToNow, to: upToNow, at: Date.now() } satisfies Sweep,
      sweepKind: SWEEP_KIND,
    },
  );
}

/** Returns the hold that has a token, or `undefined` when it is not among the recent ones. */
export function holdOf(item: seats.Item, token: string): Hold | undefined {
  const { eventId, incarnation, holds = [] } = item;
  for (const kind of ['seat', 'queue'] as const) {
    const index = holds.indexOf(tokenOf(kind, token));
    if (index < 0) continue;
    const newer = holds.slice(0, index).filter(one => one.startsWith(kind[0] as string)).length;
    return { eventId, incarnation, kind, number: item[COUNTERS[kind].last] - newer };
  }
  return undefined;
}

/** Takes a hold off the counters. */
export const release = ({ eventId, incarnation, kind }: Hold): Write<seats.Item> =>
  change(eventId, [kind === 'seat' ? countRegistered('-') : countWaitlisted('-')], [isSame], { incarnation });
