import { TABLES } from '../dynamo/client.ts';
import { updateItem } from '../dynamo/expressions.ts';
import { query } from '../dynamo/read.ts';
import type { Write } from '../dynamo/write.ts';
import type { Hold } from './holds.ts';
import { type Item, SWEEP_KIND, type Sweep, type Swept } from './seats.ts';
import { change, isSame } from './seatsClauses.ts';

/** Returns the holds that existed at the last sweep, and not at the one before it. */
export const holdsToSweep = (item: Swept): Hold[] => holdsUpTo(item.sweep.to, item);

/** Returns the holds that no sweep has handled yet. Those without an outcome are open. */
export const unsweptHolds = (item: Swept): Hold[] =>
  holdsUpTo({ seat: item.lastSeatHold, queue: item.lastTicket }, item);

function holdsUpTo(to: Sweep['to'], { eventId, incarnation, sweep: { from } }: Swept): Hold[] {
  const range = (kind: Hold['kind']) =>
    Array.from({ length: to[kind] - from[kind] }, (_, n) => ({
      eventId,
      incarnation,
      kind,
      number: from[kind] + n + 1,
    }));
  return [...range('seat'), ...range('queue')];
}

/** Returns whether holds were acquired since the last sweep. */
export const hasNewHolds = ({ sweep: { to }, lastSeatHold, lastTicket }: Swept): boolean =>
  to.seat !== lastSeatHold || to.queue !== lastTicket;

/** Returns the highest ticket up to which no hold is open, and none will be. */
export const settledTicket = ({ sweep, lastTicket }: Item): number => sweep?.from.queue ?? lastTicket;

const isSameSweep = [isSame, '#sweep.#at = :at'];

/** Advances to the holds that were acquired since the last sweep. It is refused when another sweep did so before. */
export const advance = (item: Swept, now: number): Write<Item> => {
  const { eventId, incarnation, sweep, lastSeatHold, lastTicket } = item;
  const next: Sweep = { from: sweep.to, to: { seat: lastSeatHold, queue: lastTicket }, at: now };
  return change(eventId, ['#sweep = :next'], isSameSweep, { incarnation, at: sweep.at, next });
};

/** Ends the sweeps of an event that has no new hold since the last one. */
export const end = ({ eventId, incarnation, sweep, lastSeatHold, lastTicket }: Swept): Write<Item> =>
  updateItem(
    TABLES.seats,
    { eventId },
    {
      remove: ['#sweepKind', '#sweep'],
      when: [...isSameSweep, '#lastSeatHold = :lastSeatHold', '#lastTicket = :lastTicket'],
      values: { incarnation, at: sweep.at, lastSeatHold, lastTicket },
    },
  );

/** Returns the events that have holds to sweep, from an index that may lag. */
export const eventIds = async (): Promise<string[]> => {
  const keys = await query<Pick<Item, 'eventId'>>({
    TableName: TABLES.seats,
    IndexName: 'bySweep',
    where: '#sweepKind = :sweepKind',
    values: { sweepKind: SWEEP_KIND },
  });
  return keys.map(({ eventId }) => eventId);
};
