import { TABLES } from '../dynamo/client.ts';
import { updateItem } from '../dynamo/expressions.ts';
import { query, type Search } from '../dynamo/read.ts';
import type { Write } from '../dynamo/write.ts';

/**
 * The tickets among 150 in a row that nobody waits with any more: their person left, or was promoted while a lower ticket
 * could still come, or their hold was released. Where nobody left there is no item. `incarnation` is that of the event,
 * so that the next event of the same id has none.
 */
export type Item = { incarnation: string; bundle: number; tickets: Set<number> };

/** So many tickets, of at most five bytes each, make an item below 1 KB, so that adding one costs two write units. */
const TICKETS_PER_BUNDLE = 150;

const bundleOf = (ticket: number) => Math.floor(ticket / TICKETS_PER_BUNDLE);

/** Adds tickets to their items, in the transaction that takes them out of the queue. */
export const add = (incarnation: string, tickets: number[]): Write<Item>[] =>
  [...Map.groupBy(tickets, bundleOf)].map(([bundle, ofBundle]) =>
    updateItem(
      TABLES.departures,
      { incarnation, bundle },
      { add: ['#tickets :tickets'], values: { tickets: new Set(ofBundle) } },
    ),
  );

const bundles = (incarnation: string, from: number, to: number): Search => ({
  TableName: TABLES.departures,
  ConsistentRead: true,
  where: '#incarnation = :incarnation AND #bundle BETWEEN :from AND :to',
  values: { incarnation, from: bundleOf(from), to: bundleOf(to) },
});

/** Returns the departed tickets from one ticket to another, and some around them. 4 KB of them cost one read unit. */
export async function between(incarnation: string, from: number, to: number): Promise<number[]> {
  if (from > to) return [];
  const found = await query<Item>(bundles(incarnation, from, to));
  return found.flatMap(({ tickets }) => [...tickets]);
}

/** So many bundles are read at once in search of a ticket. */
const BUNDLES_PER_READ = 50;

/** Returns the first ticket from `ticket` to `last` that did not depart, or one behind `last`. */
export async function firstStaying(incarnation: string, ticket: number, last: number): Promise<number> {
  let first = ticket;
  while (first <= last) {
    const found = await query<Item>(bundles(incarnation, first, last), BUNDLES_PER_READ);
    for (const { bundle, tickets } of found) {
      if (bundle !== bundleOf(first)) return first;
      while (tickets.has(first)) first += 1;
      if (bundle === bundleOf(first)) return first;
    }
    if (found.length < BUNDLES_PER_READ) return first;
  }
  return first;
}

/** Returns the removals of all items of an event, up to its last ticket. */
export async function removals(incarnation: string, last: number): Promise<Write<Item>[]> {
  const found = await query<Item>(bundles(incarnation, 0, last));
  return found.map(({ bundle }) => ({
    Delete: { TableName: TABLES.departures, Key: { incarnation, bundle } },
  }));
}
