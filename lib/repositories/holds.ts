import { randomBytes } from 'node:crypto';
import type { Write } from '../dynamo/write.ts';
import type { Hold } from './holdOutcomes.ts';
import type * as seats from './seats.ts';
import {
  change,
  isActive,
  isSame,
  isSwept,
  nobodyWaits,
  noSeatForNewcomer,
  registered,
  SWEEP_KIND,
  type Sweep,
  seatIsLeft,
  waitlisted,
} from './seats.ts';

/**
 * How many holds an event remembers: more than are acquired while one of them is asked for again. No more, since each
 * costs ten bytes of an item that is billed, and limited, by the kilobyte.
 */
const MAX_RECENT_HOLDS = 64;

/** Few enough bytes for the item, and enough for so few holds. If two had one token, one of them holds again. */
const TOKEN_BYTES = 3;

/**
 * A name for one acquisition, by which its hold is known when its answer was lost. Correctness: without it, whoever
 * lost the answer to the last seat would be put on the waitlist behind their own hold.
 */
export const newToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

const tokenOf = (kind: Hold['kind'], token: string) => `${kind[0]}${token}`;

const COUNTERS = {
  seat: { last: 'lastSeatHold', counted: registered('+') },
  queue: { last: 'lastTicket', counted: waitlisted('+') },
} as const;

const MAY_HOLD = {
  seat: [isActive, seatIsLeft, nobodyWaits],
  queue: [isActive, '#hasWaitlist = :true', noSeatForNewcomer],
};

/**
 * Holds a seat (rules 1, 3 and 5), or the next place in the queue (rule 4), and numbers it, for a registration that is
 * written afterwards. The first hold begins a sweep of the event. Refused when the token has a hold, and when a sweep
 * began or ended since the event was seen.
 */
export const acquire = (seen: seats.Item, kind: Hold['kind'], token: string): Write<seats.Item> =>
  isSwept(seen) ? acquireNext(seen, kind, token) : acquireFirst(seen, kind, token);

/**
 * Every recent hold moves up, and the oldest is forgotten. An expression has 4 KB at most, which is why the name of the
 * attribute is short.
 */
const movingUp = Array.from(
  { length: 2 * (MAX_RECENT_HOLDS - 1) },
  (_, n) => `#holds[${n + 2}] = #holds[${n}]`,
);

function acquireNext({ eventId }: seats.Item, kind: Hold['kind'], token: string): Write<seats.Item> {
  const { last, counted } = COUNTERS[kind];
  return change(
    eventId,
    [counted, `#${last} = #${last} + :one`, '#holds[0] = :token', `#holds[1] = #${last} + :one`, ...movingUp],
    [...MAY_HOLD[kind], 'attribute_exists(#sweep)', 'NOT contains(#holds, :token)'],
    { true: true, token: tokenOf(kind, token) },
  );
}

function acquireFirst(seen: seats.Item, kind: Hold['kind'], token: string): Write<seats.Item> {
  const { eventId, lastSeatHold, lastTicket } = seen;
  const { last, counted } = COUNTERS[kind];
  const upToNow = { seat: lastSeatHold, queue: lastTicket };
  const none = Array.from({ length: 2 * (MAX_RECENT_HOLDS - 1) }, () => 0);
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
      holds: [tokenOf(kind, token), seen[last] + 1, ...none],
      sweep: { from: upToNow, to: upToNow, at: Date.now() } satisfies Sweep,
      sweepKind: SWEEP_KIND,
    },
  );
}

/** The hold that has a token, if it is among the recent ones. */
export function holdOf({ eventId, incarnation, holds = [] }: seats.Item, token: string): Hold | undefined {
  for (const kind of ['seat', 'queue'] as const) {
    const index = holds.indexOf(tokenOf(kind, token));
    if (index >= 0) return { eventId, incarnation, kind, number: Number(holds[index + 1]) };
  }
  return undefined;
}

/** Takes a hold off the counters. */
export const release = ({ eventId, incarnation, kind }: Hold): Write<seats.Item> =>
  change(eventId, [kind === 'seat' ? registered('-') : waitlisted('-')], [isSame], { incarnation });
