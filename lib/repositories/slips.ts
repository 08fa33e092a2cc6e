import { TABLES } from '../dynamo/client.ts';
import { putNew } from '../dynamo/expressions.ts';
import { batchGet, type Ref } from '../dynamo/read.ts';
import type { Write } from '../dynamo/write.ts';

/** A number that an event gave out: for a seat, or for a place in its queue. */
export type TakenNumber = {
  eventId: string;
  incarnation: string;
  kind: 'seat' | 'queue';
  number: number;
};

/** The number of someone who joins the queue of an event, as it was seen, by themselves. */
export const joinersNumber = (
  { eventId, incarnation }: Pick<TakenNumber, 'eventId' | 'incarnation'>,
  number: number,
): TakenNumber => ({ eventId, incarnation, kind: 'queue', number });

/** What became of a number. Whoever writes the slip decides, once and for all. `expiresAt` is in seconds since 1970. */
type Slip = { slipId: string; fate: 'landed' | 'void'; expiresAt: number };

/** Slips decide about seats: they are there for longer than any watch is left alone. */
const KEPT_SECONDS = 365 * 86_400;

/** How long a number may be looked for, in milliseconds: longer, and its slip may have gone. */
export const SLIP_IS_KEPT_MS = (KEPT_SECONDS * 1000) / 2;

const slipId = ({ incarnation, kind, number }: TakenNumber) => `${incarnation}#${kind}#${number}`;

const ref = (number: TakenNumber): Ref<Slip> => ({ table: TABLES.slips, key: { slipId: slipId(number) } });

/** Decides what becomes of a number. Refused when that is decided. */
export const decide = (number: TakenNumber, fate: Slip['fate']): Write<Slip> =>
  putNew(
    TABLES.slips,
    { slipId: slipId(number), fate, expiresAt: Math.floor(Date.now() / 1000) + KEPT_SECONDS } satisfies Slip,
    'slipId',
  );

/** Those of the numbers of which nothing is decided. */
export async function undecided(numbers: TakenNumber[]): Promise<TakenNumber[]> {
  const found = await batchGet(numbers.map(ref), { consistent: true });
  return numbers.filter(number => !found(ref(number)));
}
