import { PASSED_BY_A_PAGE } from '../core/paging.ts';
import { ANONYMOUS_PREFIX, isAnonymous } from '../domain/anonymousId.ts';
import { PREFIX, queueSortKey } from '../domain/registrationSortKey.ts';
import type { Visited } from '../domain/visited.ts';
import type { RegistrationStatus } from '../domain/waitlist.ts';
import { TABLES } from '../dynamo/client.ts';
import { justBehind } from '../dynamo/expressions.ts';
import { count, query, type Search, scanAll } from '../dynamo/read.ts';
import type { Item } from './registrations.ts';

const inOrder = (eventId: string, from: string, to: string): Search => ({
  TableName: TABLES.registrations,
  IndexName: 'bySortKey',
  ConsistentRead: true,
  where: '#eventId = :eventId AND #sortKey BETWEEN :from AND :to',
  values: { eventId, from, to },
});

/** Sorts behind every place with this prefix, and before the next prefix. */
const END = '~';

/** The people at the front of the queue, at most `limit`. Those who were deleted are about to go, and passed over. */
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

/** The registrations at an event that stay of people who were deleted. */
export const anonymousAt = async (eventId: string): Promise<Item[]> => {
  const found = await query<Item>({
    TableName: TABLES.registrations,
    ConsistentRead: true,
    where: '#eventId = :eventId AND begins_with(#userId, :prefix)',
    values: { eventId, prefix: ANONYMOUS_PREFIX },
  });
  return found.filter(({ userId }) => isAnonymous(userId));
};

/** Who is next to be promoted. */
export const headOfQueue = async (eventId: string): Promise<Item | undefined> =>
  (await frontOfQueue(eventId, 1))[0];

/** The 1-based place in the queue now, for someone who waits: one more than wait before them. */
export async function positionOf({ eventId, sortKey }: Pick<Item, 'eventId' | 'sortKey'>) {
  const ticket = Number(sortKey.slice(PREFIX.waitlisted.length));
  return 1 + (await count(inOrder(eventId, PREFIX.waitlisted, queueSortKey(ticket - 1))));
}

/**
 * How many seats a page may pass over besides its own rows. Behind a list that has come to the queue there are as many
 * as people were promoted since, who were visited when they waited, and a cursor may say so of everybody.
 */
export const seatsToPass = (status: RegistrationStatus | undefined, { queue }: Visited): number =>
  status === undefined && queue ? PASSED_BY_A_PAGE : 0;

/** So many rows, the longest ones too, are less than the megabyte that one query reads at once. */
const IN_ONE_QUERY = 1000;

/**
 * The registrations of an event behind those that were visited, seats first, at most `limit`, and the `seatsToPass`
 * besides. People who wait come only once all seats were looked through.
 */
export async function listByEvent(
  eventId: string,
  status: RegistrationStatus | undefined,
  limit: number,
  visited: Visited = { seat: '', queue: '' },
): Promise<Item[]> {
  const part = (prefix: string, after: string, last = prefix, most = limit) =>
    query<Item>(inOrder(eventId, after ? justBehind(after) : prefix, `${last}${END}`), most);
  if (status === 'registered') return part(PREFIX.registered, visited.seat);
  if (status === 'waitlisted') return part(PREFIX.waitlisted, visited.queue);
  if (!visited.queue) {
    const found = await part(PREFIX.registered, visited.seat, PREFIX.waitlisted);
    const isOfOneMoment = found.length <= IN_ONE_QUERY || found.at(-1)?.status === 'registered';
    if (isOfOneMoment) return found;
    const seated = found.filter(({ status }) => status === 'registered');
    // Who was promoted while the queue was read may have been in neither part.
    const promoted = await part(PREFIX.registered, seated.at(-1)?.sortKey ?? visited.seat);
    return [...seated, ...promotedFirst(promoted, found.slice(seated.length))].slice(0, limit);
  }
  // People move from the queue to seats only: read in this order, nobody is missed.
  const waiting = await part(PREFIX.waitlisted, visited.queue);
  const most = limit + seatsToPass(status, visited);
  const seated = await part(PREFIX.registered, visited.seat, PREFIX.registered, most);
  return seated.length < most ? promotedFirst(seated, waiting) : seated;
}

/** Who was seen waiting, and has a seat by now, is told of once. */
function promotedFirst(promoted: Item[], waiting: Item[]): Item[] {
  const isPromoted = new Set(promoted.map(({ userId }) => userId));
  return [...promoted, ...waiting.filter(({ userId }) => !isPromoted.has(userId))];
}

/** All registrations of an event, seats first, `size` at a time. */
export async function* allOfEvent(eventId: string, size: number): AsyncGenerator<Item[]> {
  for (let from: string = PREFIX.registered; ; ) {
    const found = await query<Item>(inOrder(eventId, from, `${PREFIX.waitlisted}${END}`), size);
    if (found.length > 0) yield found;
    const last = found.at(-1);
    if (!last || found.length < size) return;
    from = justBehind(last.sortKey);
  }
}

/** The events that a person is registered for, from an index that may lag behind (rule 11). */
export async function eventIdsByUser(userId: string): Promise<string[]> {
  const keys = await query<Pick<Item, 'eventId'>>({
    TableName: TABLES.registrations,
    IndexName: 'byUser',
    where: '#userId = :userId',
    values: { userId },
  });
  return keys.map(({ eventId }) => eventId);
}

/** How many registrations a person has, from an index that may lag behind (rule 11). */
export const countByUser = (userId: string): Promise<number> =>
  count({
    TableName: TABLES.registrations,
    IndexName: 'byUser',
    where: '#userId = :userId',
    values: { userId },
  });

const BEFORE_ALL_USERS = ' ';

/** All registrations of an event by userId, an order that nothing moves them in, `size` at a time. */
export async function* allByUserId(eventId: string, size: number): AsyncGenerator<Item[]> {
  for (let after: string | undefined = BEFORE_ALL_USERS; after !== undefined; ) {
    const search: Search = {
      TableName: TABLES.registrations,
      ConsistentRead: true,
      where: '#eventId = :eventId AND #userId > :after',
      values: { eventId, after },
    };
    const found: Item[] = await query<Item>(search, size);
    if (found.length > 0) yield found;
    after = found.length < size ? undefined : found.at(-1)?.userId;
  }
}

/** All registrations of all events, `size` at a time. */
export const all = (size: number) => scanAll<Item>(TABLES.registrations, size);
