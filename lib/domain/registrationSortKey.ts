import { isId, isInstant } from './sortKeys.ts';
import type { RegistrationStatus } from './waitlist.ts';

type Sorted = { status: RegistrationStatus; sortKey: string };

/** Seats sort before the queue. */
export const PREFIX = { registered: '0#', waitlisted: '1#' } as const;
const TICKET_DIGITS = 16;

/**
 * Makes the sort key of a seat. The former `sortKey` of a promoted person orders those who were promoted at the same
 * time.
 */
export const seatSortKey = (
  takenAt: string,
  { userId, sortKey = userId }: { userId: string; sortKey?: string },
) => `${PREFIX.registered}${takenAt}#${sortKey}`;

/** Makes the sort key of a ticket in the queue. */
export const queueSortKey = (ticket: number) =>
  `${PREFIX.waitlisted}${String(ticket).padStart(TICKET_DIGITS, '0')}`;

/** Returns whether a text may be the sort key of a ticket in the queue. */
export const isQueueSortKey = (text: string): boolean =>
  /^1#\d{16}$/.test(text) && Number.isSafeInteger(Number(text.slice(PREFIX.waitlisted.length)));

/** Returns whether a text may be the sort key of a seat. */
export function isSeatSortKey(text: string): boolean {
  const [, takenAt = '', from = ''] = /^0#([^#]+)#(.+)$/.exec(text) ?? [];
  return isInstant(takenAt) && (isId(from) || isQueueSortKey(from));
}

const IS_SORT_KEY = { registered: isSeatSortKey, waitlisted: isQueueSortKey } as const;

/** Returns whether the sort key fits the status. */
export const isSortedByStatus = ({ status, sortKey }: Sorted): boolean => IS_SORT_KEY[status](sortKey);

/** Returns the ticket of someone who waits. */
export const queueTicketOf = ({ sortKey }: Pick<Sorted, 'sortKey'>): number =>
  Number(sortKey.slice(-TICKET_DIGITS));

/** Returns the ticket of someone who waits or was promoted, and `undefined` for others. */
export const ticketOf = (place: Pick<Sorted, 'sortKey'>): number | undefined =>
  /1#\d{16}$/.test(place.sortKey) ? queueTicketOf(place) : undefined;

/**
 * Returns the sort key under which a registration has the same position when it is another person's. That of a seat that
 * was never queued for ends with the person.
 */
export const sortKeyFor = (place: Sorted, userId: string): string =>
  ticketOf(place) === undefined ? seatSortKey(place.sortKey.split('#')[1] ?? '', { userId }) : place.sortKey;
