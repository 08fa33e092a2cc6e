import { TABLES } from '../dynamo/client.ts';
import { putNew } from '../dynamo/expressions.ts';
import { batchGet, type Ref } from '../dynamo/read.ts';
import type { Write } from '../dynamo/write.ts';
import type { Hold } from './holds.ts';

/** The outcome of a hold, which never changes. `expiresAt` is in seconds since 1970. */
export type HoldOutcome = { holdId: string; outcome: 'confirmed' | 'released'; expiresAt: number };

/** Correctness: outcomes decide about seats, so they exist for longer than any event goes unswept. */
const RETENTION_SECONDS = 365 * 86_400;

/** When an event goes unswept for longer than this, an outcome may be gone. */
export const MAX_UNSWEPT_MS = (RETENTION_SECONDS * 1000) / 2;

const holdId = ({ incarnation, kind, number }: Hold) => `${incarnation}#${kind}#${number}`;

const ref = (hold: Hold): Ref<HoldOutcome> => ({ table: TABLES.holdOutcomes, key: { holdId: holdId(hold) } });

/**
 * Writes the outcome of a hold. The write is refused when the hold has one, so that a late confirmation and a release
 * exclude each other.
 */
export const write = (hold: Hold, outcome: HoldOutcome['outcome']): Write<HoldOutcome> =>
  putNew(
    TABLES.holdOutcomes,
    {
      holdId: holdId(hold),
      outcome,
      expiresAt: Math.floor(Date.now() / 1000) + RETENTION_SECONDS,
    } satisfies HoldOutcome,
    'holdId',
  );

/** Returns those of the holds that have no outcome yet. */
export async function withoutOutcome(holds: Hold[]): Promise<Hold[]> {
  const found = await batchGet(holds.map(ref), { consistent: true });
  return holds.filter(hold => !found(ref(hold)));
}
