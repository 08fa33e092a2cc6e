import { MAX_SKIPPED_PER_PAGE } from '../core/paging.ts';
import { isAnonymous } from '../domain/anonymousId.ts';
import { blockOf, firstTicketOf, queuePart, seatPart, TICKETS_PER_BLOCK } from '../domain/places.ts';
import { PREFIX, queueSortKey, queueTicketOf } from '../domain/registrationSortKey.ts';
import type { Visited } from '../domain/visitedCursor.ts';
import type { RegistrationStatus } from '../domain/waitlist.ts';
import { TABLES } from '../dynamo/client.ts';
import { justBehind } from '../dynamo/expressions.ts';
import { mergeParts } from '../dynamo/mergeParts.ts';
import { query } from '../dynamo/read.ts';
import * as departures from './departures.ts';
import type { Item } from './places.ts';
import type * as seats from './seats.ts';

/** The facts about an event that say where its places are. */
type Extent = Pick<
  seats.Item,
  'eventId' | 'incarnation' | 'lanes' | 'floor' | 'lastTicket' | 'registeredCount' | 'waitlistCount'
>;

const inPart = (part: string, from: string, limit: number): Promise<Item[]> =>
  query<Item>(
    {
      TableName: TABLES.places,
      ConsistentRead: true,
      where: '#part = :part AND #sortKey >= :from',
      values: { part, from },
    },
    limit,
  );

const isBefore = (one: Item, other: Item) => one.sortKey < other.sortKey;

/** Returns people with seats, earliest first, behind the sort key `after`: at most `limit`, of all lanes. */
export function seated({ eventId, lanes }: Extent, after: string, limit: number): Promise<Item[]> {
  const from = (last: string) => (last ? justBehind(last) : PREFIX.registered);
  const parts = Array.from(
    { length: lanes },
    (_, lane) => (max: number, last: Item | undefined) =>
      inPart(seatPart(eventId, lane), from(last?.sortKey ?? after), max),
  );
  return mergeParts(parts, limit, isBefore);
}

/** So many blocks of a queue are read at once. */
const MAX_BLOCKS_AT_ONCE = 8;

/**
 * Returns people who wait, in their order, behind the ticket `after`: at most `limit`. It reads as many blocks at once
 * as a full queue would need, and passes over those that everybody left.
 */
export async function waiting(event: Extent, after: number, limit: number): Promise<Item[]> {
  const { eventId, incarnation, floor, lastTicket } = event;
  const found: Item[] = [];
  for (let ticket = Math.max(after, floor) + 1; found.length < limit && ticket <= lastTicket; ) {
    const wanted = limit - found.length;
    const block = blockOf(ticket);
    const last = Math.min(blockOf(lastTicket), block + blocksFor(wanted) - 1);
    const from = queueSortKey(ticket);
    const parts = await Promise.all(
      range(block, last).map(one => inPart(queuePart(eventId, one), from, wanted)),
    );
    found.push(...parts.flat().slice(0, wanted));
    ticket = firstTicketOf(last + 1);
    if (parts.at(-1)?.length === 0) ticket = await departures.firstStaying(incarnation, ticket, lastTicket);
  }
  return found;
}

const blocksFor = (wanted: number) => Math.min(MAX_BLOCKS_AT_ONCE, Math.ceil(wanted / TICKETS_PER_BLOCK));

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => first + n);

/** The people at the front of a queue. `skipsSomebody` tells that a lower ticket than theirs still waits. */
export type Front = { people: Item[]; skipsSomebody: boolean };

/** Returns the people who are next to be promoted, at most `limit`. It skips deleted users, who are about to leave. */
export async function frontOfQueue(event: Extent, limit: number): Promise<Front> {
  const people: Item[] = [];
  let skipsSomebody = false;
  let more = limit;
  for (let after = event.floor; ; more = limit + MAX_SKIPPED_PER_PAGE) {
    const found = event.waitlistCount > 0 ? await waiting(event, after, more) : [];
    const staying = found.filter(({ userId }) => !isAnonymous(userId)).slice(0, limit - people.length);
    people.push(...staying);
    const last = people.at(-1);
    const isBehindSomebody = found.some(one => isAnonymous(one.userId) && (!last || isBefore(one, last)));
    if (isBehindSomebody) skipsSomebody = true;
    if (found.length < more || people.length === limit) return { people, skipsSomebody };
    after = queueTicketOf(found.at(-1) as Item);
  }
}

/**
 * Returns how many seats a page may skip besides its own rows. A list that has come to the queue finds people with
 * seats whom it visited while they waited, and a cursor may have passed any number of them.
 */
export const seatsToPass = (status: RegistrationStatus | undefined, { queue }: Visited): number =>
  status === undefined && queue ? MAX_SKIPPED_PER_PAGE : 0;

/**
 * Lists the people at an event behind those that were visited, seats first: at most `limit`, and the `seatsToPass`
 * besides. The queue comes only once all seats were read.
 */
export async function listByEvent(
  event: Extent,
  status: RegistrationStatus | undefined,
  limit: number,
  visited: Visited = { seat: '', queue: '' },
): Promise<Item[]> {
  const afterTicket = visited.queue ? queueTicketOf({ sortKey: visited.queue }) : 0;
  if (status === 'registered') return seated(event, visited.seat, limit);
  if (status === 'waitlisted') return waiting(event, afterTicket, limit);
  const mayEndInSeats = !visited.queue && (visited.seat !== '' || event.registeredCount >= limit);
  const first = mayEndInSeats ? await seated(event, visited.seat, limit) : [];
  if (first.length === limit || (mayEndInSeats && event.waitlistCount === 0)) return first;
  // Correctness: people move from the queue to seats only, so that nobody is missed who was promoted before or after.
  const queue = event.waitlistCount > 0 ? await waiting(event, afterTicket, limit) : [];
  const max = limit + seatsToPass(status, visited);
  const seats = await seated(event, visited.seat, max);
  return seats.length < max ? promotedFirst(seats, queue) : seats;
}

/** Joins both lists. Someone who was read waiting, and has a seat by now, is listed once. */
function promotedFirst(promoted: Item[], queue: Item[]): Item[] {
  const isPromoted = new Set(promoted.map(({ userId }) => userId));
  return [...promoted, ...queue.filter(({ userId }) => !isPromoted.has(userId))];
}

/**
 * Yields everybody at an event, the queue first, `size` at a time. People move from the queue to seats only, so that
 * somebody may come twice. Nobody is missed, but for a person whose promotion is being committed in this moment.
 */
export async function* allOfEvent(event: Extent, size: number): AsyncGenerator<Item[]> {
  for (let after = event.floor; ; ) {
    const found = await waiting(event, after, size);
    if (found.length > 0) yield found;
    if (found.length < size) break;
    after = queueTicketOf(found.at(-1) as Item);
  }
  for (let after = ''; ; ) {
    const found = await seated(event, after, size);
    if (found.length > 0) yield found;
    if (found.length < size) return;
    after = found.at(-1)?.sortKey ?? '';
  }
}
