import { MAX_SKIPPED_PER_PAGE } from '../core/paging.ts';
import { ANONYMOUS_PREFIX, isAnonymous } from '../domain/anonymousId.ts';
import { PREFIX, queueSortKey } from '../domain/registrationSortKey.ts';
import type { Visited } from '../domain/visitedCursor.ts';
import type { RegistrationStatus } from '../domain/waitlist.ts';
import { TABLES } from '../dynamo/client.ts';
import { justBehind } from '../dynamo/expressions.ts';
import { count, query, type Search } from '../dynamo/read.ts';
import type { Item } from './registrations.ts';

const inOrder = (eventId: string, from: string, to: string): Search => ({
  TableName: TABLES.registrations,
  IndexName: 'bySortKey',
  ConsistentRead: true,
  where: '#eventId = :eventId AND #sortKey BETWEEN :from AND :to',
  values: { eventId, from, to },
});

/** After a prefix, `END` sorts behind every sort key with that prefix, and before the next prefix. */
const END = '~';

/** Returns the people at the front of the queue, at most `limit`. It skips deleted users, who are about to leave. */
export async function frontOfQueue(eventId: string, limit: number): Promise<Item[]> {
  const front: Item[] = [];
  for (let from: string = PREFIX.waitlisted; ; ) {
    const found = await query<Item>(
      inOrder(eventId, from, `${PREFIX.waitlisted}${END}`),
      limit - front.length,
    );
    front.push(...found.filter(({ userId }) => !isAnonymous(userId)));
    const last = found.at(-1);
    if (!last || front.length === limit) return front;
    from = justBehind(last.sortKey);
  }
}

/** Returns the registrations of deleted users that stay at an event. */
export const anonymousAt = async (eventId: string): Promise<Item[]> => {
  const found = await query<Item>({
    TableName: TABLES.registrations,
    ConsistentRead: true,
    where: '#eventId = :eventId AND begins_with(#userId, :prefix)',
    values: { eventId, prefix: ANONYMOUS_PREFIX },
  });
  return found.filter(({ userId }) => isAnonymous(userId));
};

/** Returns the person who is next to be promoted. */
export const headOfQueue = async (eventId: string): Promise<Item | undefined> =>
  (await frontOfQueue(eventId, 1))[0];

/** Returns the position of someone who waits, from 1. */
export async function positionOf({ eventId, sortKey }: Pick<Item, 'eventId' | 'sortKey'>) {
  const ticket = Number(sortKey.slice(PREFIX.waitlisted.length));
  return 1 + (await count(inOrder(eventId, PREFIX.waitlisted, queueSortKey(ticket - 1))));
}

/**
 * Returns how many seats a page may skip besides its own rows. A list that has come to the queue finds people with
 * seats whom it visited while they waited, and a cursor may have passed any number of them.
 */
export const seatsToPass = (status: RegistrationStatus | undefined, { queue }: Visited): number =>
  status === undefined && queue ? MAX_SKIPPED_PER_PAGE : 0;

/** A thousand rows, even the longest, are less than the megabyte that DynamoDB reads at once. */
const MAX_ROWS_PER_READ = 1000;

/**
 * Lists the registrations of an event behind those that were visited, seats first: at most `limit`, and the
 * `seatsToPass` besides. The queue comes only once all seats were read.
 */
export async function listByEvent(
  eventId: string,
  status: RegistrationStatus | undefined,
  limit: number,
  visited: Visited = { seat: '', queue: '' },
): Promise<Item[]> {
  const part = (prefix: string, after: string, last = prefix, max = limit) =>
    query<Item>(inOrder(eventId, after ? justBehind(after) : prefix, `${last}${END}`), max);
  if (status === 'registered') return part(PREFIX.registered, visited.seat);
  if (status === 'waitlisted') return part(PREFIX.waitlisted, visited.queue);
  if (!visited.queue) {
    const found = await part(PREFIX.registered, visited.seat, PREFIX.waitlisted);
    const isOfOneMoment = found.length <= MAX_ROWS_PER_READ || found.at(-1)?.status === 'registered';
    if (isOfOneMoment) return found;
    const seated = found.filter(({ status }) => status === 'registered');
    // Correctness: someone who was promoted while the queue was read may be in neither part.
    const promoted = await part(PREFIX.registered, seated.at(-1)?.sortKey ?? visited.seat);
    return [...seated, ...promotedFirst(promoted, found.slice(seated.length))].slice(0, limit);
  }
  // Correctness: people move from the queue to seats only, so that reading in this order misses nobody.
  const waiting = await part(PREFIX.waitlisted, visited.queue);
  const max = limit + seatsToPass(status, visited);
  const seated = await part(PREFIX.registered, visited.seat, PREFIX.registered, max);
  return seated.length < max ? promotedFirst(seated, waiting) : seated;
}

/** Joins both lists. Someone who was read waiting, and has a seat by now, is listed once. */
function promotedFirst(promoted: Item[], waiting: Item[]): Item[] {
  const isPromoted = new Set(promoted.map(({ userId }) => userId));
  return [...promoted, ...waiting.filter(({ userId }) => !isPromoted.has(userId))];
}

/** Yields all registrations of an event, seats first, `size` at a time. */
export async function* allOfEvent(eventId: string, size: number): AsyncGenerator<Item[]> {
  for (let from: string = PREFIX.registered; ; ) {
    const found = await query<Item>(inOrder(eventId, from, `${PREFIX.waitlisted}${END}`), size);
    if (found.length > 0) yield found;
    const last = found.at(-1);
    if (!last || found.length < size) return;
    from = justBehind(last.sortKey);
  }
}

/** Returns the events that a person is registered for, from an index that may lag (rule 11). */
export async function eventIdsByUser(userId: string): Promise<string[]> {
  const keys = await query<Pick<Item, 'eventId'>>({
    TableName: TABLES.registrations,
    IndexName: 'byUser',
    where: '#userId = :userId',
    values: { userId },
  });
  return keys.map(({ eventId }) => eventId);
}

/** Counts the registrations of a person, in an index that may lag (rule 11). */
export const countByUser = (userId: string): Promise<number> =>
  count({
    TableName: TABLES.registrations,
    IndexName: 'byUser',
    where: '#userId = :userId',
    values: { userId },
  });
