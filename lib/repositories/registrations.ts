import { PASSED_BY_A_PAGE } from '../core/paging.ts';
import { ANONYMOUS_PREFIX, isAnonymous } from '../domain/anonymousId.ts';
import { isId, isInstant } from '../domain/sortKeys.ts';
import type { RegistrationStatus } from '../domain/waitlist.ts';
import { TABLES } from '../dynamo/client.ts';
import { deleteItem, justBehind, putNew, updateItem } from '../dynamo/expressions.ts';
import { count, query, type Ref, type Search, scanAll } from '../dynamo/read.ts';
import type { Write } from '../dynamo/write.ts';

/**
 * One person at one event. `sortKey` sorts them: seats first, by the time when they were taken, then the queue by its
 * tickets, which only grow.
 */
export type RegistrationItem = {
  eventId: string;
  userId: string;
  registrationId: string;
  status: RegistrationStatus;
  registeredAt: string;
  promotedAt: string | null;
  sortKey: string;
  /** There while the person is checked in. */
  checkedInAt?: string;
};

const PREFIX = { registered: '0#', waitlisted: '1#' } as const;
const TICKET_DIGITS = 16;

/** Who came from the queue is sorted by their place in it among those who were promoted at one time. */
export const seatSortKey = (
  takenAt: string,
  { userId, sortKey = userId }: { userId: string; sortKey?: string },
) => `${PREFIX.registered}${takenAt}#${sortKey}`;
export const queueSortKey = (ticket: number) =>
  `${PREFIX.waitlisted}${String(ticket).padStart(TICKET_DIGITS, '0')}`;

const isQueueSortKey = (text: string): boolean =>
  /^1#\d{16}$/.test(text) && Number.isSafeInteger(Number(text.slice(PREFIX.waitlisted.length)));

function isSeatSortKey(text: string): boolean {
  const [, takenAt = '', from = ''] = /^0#([^#]+)#(.+)$/.exec(text) ?? [];
  return isInstant(takenAt) && (isId(from) || isQueueSortKey(from));
}

export const ref = (eventId: string, userId: string): Ref<RegistrationItem> => ({
  table: TABLES.registrations,
  key: { eventId, userId },
});

/** Rule 2: refused when the person has a registration for the event, which the refusal carries. */
export const create = (item: RegistrationItem): Write<RegistrationItem> =>
  putNew(TABLES.registrations, item, 'eventId');

/** What decides how a registration may be removed, and which one it is, when that is known. */
export type Standing = Pick<RegistrationItem, 'status' | 'checkedInAt'> &
  Partial<Pick<RegistrationItem, 'registrationId'>>;

/** Refused unless the person still is what `status` says, and checked in at that time, or not at all. */
export const remove = (eventId: string, userId: string, standing: Standing): Write<RegistrationItem> =>
  deleteItem(
    TABLES.registrations,
    { eventId, userId },
    [
      '#status = :status',
      standing.checkedInAt ? '#checkedInAt = :checkedInAt' : 'attribute_not_exists(#checkedInAt)',
      ...(standing.registrationId ? ['#registrationId = :registrationId'] : []),
    ],
    standing,
  );

/** The registration under another id, in its place. That of a seat which was free has the id in it. */
export const renamed = (row: RegistrationItem, userId: string): RegistrationItem => ({
  ...row,
  userId,
  sortKey: ticketOf(row) === undefined ? seatSortKey(row.registeredAt, { userId }) : row.sortKey,
});

/** Gives someone who waits a seat, not before they came. Refused when they left the queue or got their seat already. */
export function promote(item: RegistrationItem, now: string): Write<RegistrationItem> {
  const promotedAt = now > item.registeredAt ? now : item.registeredAt;
  return updateItem(
    TABLES.registrations,
    { eventId: item.eventId, userId: item.userId },
    {
      set: ['#status = :registered', '#promotedAt = :promotedAt', '#sortKey = :seat'],
      when: ['#status = :waitlisted', '#sortKey = :sortKey'],
      values: {
        registered: 'registered',
        waitlisted: 'waitlisted',
        promotedAt,
        seat: seatSortKey(promotedAt, item),
        sortKey: item.sortKey,
      },
    },
  );
}

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
export async function frontOfQueue(eventId: string, limit: number): Promise<RegistrationItem[]> {
  const front: RegistrationItem[] = [];
  for (let from: string = PREFIX.waitlisted; ; ) {
    const found = await query<RegistrationItem>(
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
export const anonymousAt = async (eventId: string): Promise<RegistrationItem[]> => {
  const found = await query<RegistrationItem>({
    TableName: TABLES.registrations,
    ConsistentRead: true,
    where: '#eventId = :eventId AND begins_with(#userId, :prefix)',
    values: { eventId, prefix: ANONYMOUS_PREFIX },
  });
  return found.filter(({ userId }) => isAnonymous(userId));
};

/** Who is next to be promoted. */
export const headOfQueue = async (eventId: string): Promise<RegistrationItem | undefined> =>
  (await frontOfQueue(eventId, 1))[0];

/** The 1-based place in the queue now, for someone who waits: one more than wait before them. */
export async function positionOf({ eventId, sortKey }: Pick<RegistrationItem, 'eventId' | 'sortKey'>) {
  const ticket = Number(sortKey.slice(PREFIX.waitlisted.length));
  return 1 + (await count(inOrder(eventId, PREFIX.waitlisted, queueSortKey(ticket - 1))));
}

/** How far a list of an event's registrations has come: the last seat, and the last place in the queue. */
type Visited = { seat: string; queue: string };

/** The text of a `Visited` in a cursor. */
export const visitedText = ({ seat, queue }: Visited) => `${seat} ${queue}`;
export function parseVisited(text: string): Visited {
  const [seat = '', queue = ''] = text.split(' ');
  return { seat, queue };
}

/** Whether the cursor of a list of those with this status, or of all, may say this: it has come somewhere, to real places. */
export function isVisited(text: string, status: RegistrationStatus | undefined): boolean {
  const { seat, queue } = parseVisited(text);
  if (text !== visitedText({ seat, queue }) || !(seat || queue)) return false;
  return (
    (seat === '' || (status !== 'waitlisted' && isSeatSortKey(seat))) &&
    (queue === '' || (status !== 'registered' && isQueueSortKey(queue)))
  );
}

export const visit = (before: Visited, { status, sortKey }: RegistrationItem): Visited =>
  status === 'registered' ? { ...before, seat: sortKey } : { ...before, queue: sortKey };

/** Whether someone who has a seat was visited when they still waited. */
export function wasVisited({ sortKey }: RegistrationItem, { queue }: Visited): boolean {
  const ofQueue = /1#\d{16}$/.exec(sortKey)?.[0];
  return ofQueue !== undefined && ofQueue <= queue;
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
): Promise<RegistrationItem[]> {
  const part = (prefix: string, after: string, last = prefix, most = limit) =>
    query<RegistrationItem>(inOrder(eventId, after ? justBehind(after) : prefix, `${last}${END}`), most);
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
function promotedFirst(promoted: RegistrationItem[], waiting: RegistrationItem[]): RegistrationItem[] {
  const isPromoted = new Set(promoted.map(({ userId }) => userId));
  return [...promoted, ...waiting.filter(({ userId }) => !isPromoted.has(userId))];
}

/** All registrations of an event, seats first, `size` at a time. */
export async function* allOfEvent(eventId: string, size: number): AsyncGenerator<RegistrationItem[]> {
  for (let from: string = PREFIX.registered; ; ) {
    const found = await query<RegistrationItem>(inOrder(eventId, from, `${PREFIX.waitlisted}${END}`), size);
    if (found.length > 0) yield found;
    const last = found.at(-1);
    if (!last || found.length < size) return;
    from = justBehind(last.sortKey);
  }
}

/** The events that a person is registered for, from an index that may lag behind (rule 11). */
export async function eventIdsByUser(userId: string): Promise<string[]> {
  const keys = await query<Pick<RegistrationItem, 'eventId'>>({
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
export async function* allByUserId(eventId: string, size: number): AsyncGenerator<RegistrationItem[]> {
  for (let after: string | undefined = BEFORE_ALL_USERS; after !== undefined; ) {
    const search: Search = {
      TableName: TABLES.registrations,
      ConsistentRead: true,
      where: '#eventId = :eventId AND #userId > :after',
      values: { eventId, after },
    };
    const found: RegistrationItem[] = await query<RegistrationItem>(search, size);
    if (found.length > 0) yield found;
    after = found.length < size ? undefined : found.at(-1)?.userId;
  }
}

/** All registrations of all events, `size` at a time. */
export const all = (size: number) => scanAll<RegistrationItem>(TABLES.registrations, size);

const IS_SORT_KEY = { registered: isSeatSortKey, waitlisted: isQueueSortKey } as const;

/** Whether the sort key of a registration is one of its status, so that lists and the queue are right. */
export const isSortedByStatus = ({ status, sortKey }: RegistrationItem): boolean =>
  IS_SORT_KEY[status](sortKey);

/** The ticket of someone who waits, or who got their seat from the queue. */
export const ticketOf = ({ sortKey }: RegistrationItem): number | undefined =>
  /1#\d{16}$/.test(sortKey) ? Number(sortKey.slice(-TICKET_DIGITS)) : undefined;
