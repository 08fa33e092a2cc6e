import type { RoundOutcome } from '../domain/rounds.ts';
import { batchPut } from '../dynamo/batchPut.ts';
import { TABLES } from '../dynamo/client.ts';
import { batchGet, type Ref } from '../dynamo/read.ts';

/** The outcome of a round, for those who came in it. `expiresAt` is in seconds since 1970. */
type Item = RoundOutcome & { outcomeId: string; expiresAt: number };

/** A request asks for the outcome of its round as long as it lives, which is 20 seconds. */
const RETENTION_SECONDS = 86_400;

/** Speed: those who come at so many funnels ask for one copy, so that a crowd does not read a single item. */
const FUNNELS_PER_COPY = 2;

const copyFor = (funnel: number) => Math.floor(funnel / FUNNELS_PER_COPY);

type Round = Pick<RoundOutcome, 'incarnation' | 'round'>;

const idOf = ({ incarnation, round }: Round, copy: number) => `${incarnation}#${round}#${copy}`;

/** Returns the address of the copy of an outcome for those who came at a funnel. */
export const ref = (round: Round, funnel: number): Ref<Item> => ({
  table: TABLES.roundOutcomes,
  key: { outcomeId: idOf(round, copyFor(funnel)) },
});

const copiesOf = ({ cuts }: RoundOutcome) =>
  Array.from({ length: copyFor(cuts.length - 1) + 1 }, (_, copy) => copy);

/** Publishes all copies of an outcome, which may happen any number of times. */
export const publish = (outcome: RoundOutcome): Promise<void> => {
  const expiresAt = Math.floor(Date.now() / 1000) + RETENTION_SECONDS;
  return batchPut(
    TABLES.roundOutcomes,
    copiesOf(outcome).map((copy): Item => ({ ...outcome, outcomeId: idOf(outcome, copy), expiresAt })),
    { isAwaitedByMany: true },
  );
};

/** Returns whether all copies of an outcome are published. */
export async function isPublished(outcome: RoundOutcome): Promise<boolean> {
  const refs = copiesOf(outcome).map(copy => ref(outcome, copy * FUNNELS_PER_COPY));
  const found = await batchGet(refs, { consistent: true, isAwaitedByMany: true });
  return refs.every(found);
}
