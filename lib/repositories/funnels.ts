import { createHash } from 'node:crypto';
import type { Arrival } from '../domain/rounds.ts';
import { partOf } from '../domain/spread.ts';
import { TABLES } from '../dynamo/client.ts';
import { updateItem } from '../dynamo/expressions.ts';
import type { Ref } from '../dynamo/read.ts';
import { update, type Write } from '../dynamo/write.ts';

/**
 * A funnel of an event counts the people who come in a round. `arrivals` has the token of each, in their order, and
 * `earlier1` to `earlier4` those of the rounds before, the last one first. A funnel without an item is in round 1.
 * `incarnation` is that of the event, so that the next event of the same id has other funnels.
 */
export type Item = {
  funnelId: string;
  round?: number;
  arrivals?: string[];
  /** It exists once the event is gone, in seconds since 1970. */
  expiresAt?: number;
} & { [Name in (typeof EARLIER)[number]]?: string[] };

/**
 * Four rounds usually take longer than a hold to be confirmed. Speed: some thirty people for each of them keep the item
 * below 1 KB.
 */
const EARLIER = ['earlier1', 'earlier2', 'earlier3', 'earlier4'] as const;

/** Each funnel of an event has a partition key of its own. */
const keyOf = (incarnation: string, funnel: number) => ({ funnelId: `${incarnation}#${funnel}` });

export const ref = (incarnation: string, funnel: number): Ref<Item> => ({
  table: TABLES.funnels,
  key: keyOf(incarnation, funnel),
});

/** Returns the round that is open at a funnel. */
export const roundOf = (item: Item | undefined): number => item?.round ?? 1;

/** Returns the funnel at which a person arrives, always the same one. */
export const funnelOf = (userId: string, funnels: number): number => partOf(userId, funnels);

/**
 * Three bytes distinguish those who come in a few rounds well enough. Two people with the same token share a hold, and
 * the one who does not confirm it comes again.
 */
const TOKEN_BYTES = 3;

/**
 * Makes the token by which an entry is found again. It follows from its source, so that a repeated call finds the entry
 * of the first one.
 */
export const tokenOf = (source: string): string =>
  createHash('sha256').update(source).digest().subarray(0, TOKEN_BYTES).toString('base64url');

/** Returns where a token is in the rounds before the open one, if it is in one of them. */
export const earlierArrival = (item: Item | undefined, funnel: number, token: string): Arrival | undefined =>
  item && EARLIER.some(name => item[name]?.includes(token)) ? arrivalOf(item, funnel, token) : undefined;

/** Returns where a token is, in the open round or in one before it. */
function arrivalOf(item: Item, funnel: number, token: string): Arrival {
  const rounds = [item.arrivals, ...EARLIER.map(name => item[name])];
  const ago = rounds.findIndex(tokens => tokens?.includes(token));
  return { funnel, round: roundOf(item) - ago, index: Number(rounds[ago]?.indexOf(token)) + 1 };
}

/**
 * Adds a token to the people who come in the open round of a funnel, or finds it there. It may also be in a round before,
 * when that was fenced after a try whose answer was lost.
 */
export async function arrive(incarnation: string, funnel: number, token: string): Promise<Arrival> {
  const { item } = await update<Item>(
    updateItem(TABLES.funnels, keyOf(incarnation, funnel), {
      set: [
        '#arrivals = list_append(if_not_exists(#arrivals, :nobody), :arrival)',
        '#round = if_not_exists(#round, :first)',
      ],
      when: ['arrivals', ...EARLIER].map(name => `NOT contains(#${name}, :token)`),
      values: { nobody: [], arrival: [token], first: 1, token },
    }),
  );
  return arrivalOf(item as Item, funnel, token);
}

/**
 * The result of fencing a funnel off. `cut` is the number of people who came in the round. `isFirst` tells that no other
 * call did so before. After `passed` the funnel is further, so that the round has an outcome.
 */
export type Fence = { kind: 'fenced'; cut: number; isFirst: boolean } | { kind: 'passed' };

/** Moves a funnel from a round to the next, once. People who come later arrive in the next round. */
export async function fence(incarnation: string, funnel: number, round: number): Promise<Fence> {
  const isInRound = round === 1 ? 'attribute_not_exists(#round) OR #round = :round' : '#round = :round';
  const { kind, item } = await update<Item>(
    updateItem(TABLES.funnels, keyOf(incarnation, funnel), {
      set: [...MOVING_ON, '#arrivals = :nobody', '#round = :next'],
      when: [isInRound],
      values: { nobody: [], round, next: round + 1 },
    }),
    { isAwaitedByMany: true },
  );
  if (roundOf(item) !== round + 1) return { kind: 'passed' };
  return { kind: 'fenced', cut: item?.earlier1?.length ?? 0, isFirst: kind === 'updated' };
}

/** Each round becomes an earlier one, and the earliest is forgotten. */
const MOVING_ON = EARLIER.map((name, n) => {
  const before = n === 0 ? 'arrivals' : EARLIER[n - 1];
  return `#${name} = if_not_exists(#${before}, :nobody)`;
});

/** A funnel outlives the outcomes of its rounds, so that no round comes twice. */
const RETENTION_SECONDS = 30 * 86_400;

/** Lets a funnel of an event that is gone expire. */
export const expire = (incarnation: string, funnel: number): Write<Item> =>
  updateItem(TABLES.funnels, keyOf(incarnation, funnel), {
    set: ['#expiresAt = :expiresAt'],
    values: { expiresAt: Math.floor(Date.now() / 1000) + RETENTION_SECONDS },
  });

/** Lets all funnels of an event expire. */
export const expireAll = (incarnation: string, funnels: number): Write<Item>[] =>
  Array.from({ length: funnels }, (_, funnel) => expire(incarnation, funnel));
