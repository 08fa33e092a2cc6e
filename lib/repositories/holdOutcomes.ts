import { TABLES } from '../dynamo/client.ts';
import { putNew } from '../dynamo/expressions.ts';
import { batchGet, type Ref } from '../dynamo/read.ts';
import type { Write } from '../dynamo/write.ts';

/** A hold on a seat or on a place in the queue of an event. A place in the queue has its ticket as the number. */
export type Hold = {
  eventId: string;
  incarnation: string;
  kind: 'seat' | 'queue';
  number: number;
};

/** What became of a hold, once and for all. `expiresAt` is in seconds since 1970. */
export type HoldOutcome = { holdId: string; outcome: 'confirmed' | 'released'; expiresAt: number };

/** Outcomes decide about seats, so that they are there for longer than any event goes unswept. */
const KEPT_SECONDS = 365 * 86_400;

/** How long an event may go unswept, in milliseconds: after that an outcome may be gone. */
export const KEPT_FOR_SWEEPS_MS = (KEPT_SECONDS * 1000) / 2;

const holdId = ({ incarnation, kind, number }: Hold) => `${incarnation}#${kind}#${number}`;

const ref = (hold: Hold): Ref<HoldOutcome> => ({ table: TABLES.holdOutcomes, key: { holdId: holdId(hold) } });

/** Refused when the hold has an outcome, so that a late confirmation and a release exclude each other. */
export const write = (hold: Hold, outcome: HoldOutcome['outcome']): Write<HoldOutcome> =>
  putNew(
    TABLES.holdOutcomes,
    {
      holdId: holdId(hold),
      outcome,
      expiresAt: Math.floor(Date.now() / 1000) + KEPT_SECONDS,
    } satisfies HoldOutcome,
    'holdId',
  );

/** Those of the holds that have no outcome yet. */
export async function withoutOutcome(holds: Hold[]): Promise<Hold[]> {
  const found = await batchGet(holds.map(ref), { consistent: true });
  return holds.filter(hold => !found(ref(hold)));
}
