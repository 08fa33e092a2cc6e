import { randomBytes } from 'node:crypto';
import type { Write } from '../../lib/dynamo/write.ts';
import type { Hold } from '../../lib/repositories/holds.ts';
import * as seats from '../../lib/repositories/seats.ts';
import * as clauses from '../../lib/repositories/seatsClauses.ts';

/** The tokens of the last holds, newest first. They exist while there are holds to sweep. */
export type Item = seats.Item & { holds?: string[] };

/** Each entry takes six bytes of an item that is billed by the kilobyte. */
export const MAX_RECENT_HOLDS = 64;

const TOKEN_BYTES = 3;

/** Makes a token, by which a hold is found again when its answer was lost. */
export const newToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

const tokenOf = (kind: Hold['kind'], token: string) => `${kind[0]}${token}`;

const COUNTERS = {
  seat: { last: 'lastSeatHold', counted: clauses.countRegistered('+') },
  queue: { last: 'lastTicket', counted: clauses.countWaitlisted('+') },
} as const;

const MAY_HOLD = {
  seat: [clauses.isActive, clauses.seatIsLeft, clauses.nobodyWaits],
  queue: [clauses.isActive, '#hasWaitlist = :true', clauses.noSeatToTake],
};

/**
 * Holds a seat (rules 1, 3 and 5) or the next position in the queue (rule 4), and numbers the hold. The first hold
 * begins a sweep of the event. The write is refused when the token has a hold, and when a sweep began or ended since
 * the event was seen.
 */
export const acquire = (seen: Item, kind: Hold['kind'], token: string): Write<Item> =>
  seats.isSwept(seen) ? acquireNext(seen, kind, token) : acquireFirst(seen, kind, token);

/** Every recent hold moves up, and the oldest is forgotten. */
const movingUp = Array.from({ length: MAX_RECENT_HOLDS - 1 }, (_, n) => `#holds[${n + 1}] = #holds[${n}]`);

/** The token has a hold of neither kind: an update that was given up may still be carried out. */
const hasNoHold = ['NOT contains(#holds, :seatToken)', 'NOT contains(#holds, :queueToken)'];

function acquireNext({ eventId }: Item, kind: Hold['kind'], token: string): Write<Item> {
  const { last, counted } = COUNTERS[kind];
  return clauses.change(
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

function acquireFirst(seen: Item, kind: Hold['kind'], token: string): Write<Item> {
  const { eventId, incarnation, lastSeatHold, lastTicket } = seen;
  const { last, counted } = COUNTERS[kind];
  const upToNow = { seat: lastSeatHold, queue: lastTicket };
  const none = Array.from({ length: MAX_RECENT_HOLDS - 1 }, () => '');
  const unswept = ['attribute_not_exists(#sweep)', clauses.isSame];
  return clauses.change(
    eventId,
    [counted, `#${last} = #${last} + :one`, '#holds = :holds', '#sweep = :sweep', '#sweepKind = :sweepKind'],
    [...MAY_HOLD[kind], ...unswept, '#lastSeatHold = :lastSeatHold', '#lastTicket = :lastTicket'],
    {
      true: true,
      incarnation,
      lastSeatHold,
      lastTicket,
      holds: [tokenOf(kind, token), ...none],
      sweep: { from: upToNow, to: upToNow, at: Date.now() } satisfies seats.Sweep,
      sweepKind: seats.SWEEP_KIND,
    },
  );
}

/** Returns the hold that has a token, or `undefined` when it is not among the recent ones. */
export function holdOf(item: Item, token: string): Hold | undefined {
  const { eventId, incarnation, holds = [] } = item;
  for (const kind of ['seat', 'queue'] as const) {
    const index = holds.indexOf(tokenOf(kind, token));
    if (index < 0) continue;
    const newer = holds.slice(0, index).filter(one => one.startsWith(kind.charAt(0))).length;
    return { eventId, incarnation, kind, number: item[COUNTERS[kind].last] - newer };
  }
  return undefined;
}
