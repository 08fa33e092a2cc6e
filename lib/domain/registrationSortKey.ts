import { isId, isInstant } from './sortKeys.ts';
import type { RegistrationStatus } from './waitlist.ts';

/** What of a registration decides where it is sorted. */
type Sorted = { status: RegistrationStatus; sortKey: string };

/** Seats come before the queue. */
export const PREFIX = { registered: '0#', waitlisted: '1#' } as const;
const TICKET_DIGITS = 16;

/** `sortKey` is the former one of somebody who was promoted: it sorts those who were promoted at one time. */
export const seatSortKey = (
  takenAt: string,
  { userId, sortKey = userId }: { userId: string; sortKey?: string },
) => `${PREFIX.registered}${takenAt}#${sortKey}`;
export const queueSortKey = (ticket: number) =>
  `${PREFIX.waitlisted}${String(ticket).padStart(TICKET_DIGITS, '0')}`;

export const isQueueSortKey = (text: string): boolean =>
  /^1#\d{16}$/.test(text) && Number.isSafeInteger(Number(text.slice(PREFIX.waitlisted.length)));

export function isSeatSortKey(text: string): boolean {
  const [, takenAt = '', from = ''] = /^0#([^#]+)#(.+)$/.exec(text) ?? [];
  return isInstant(takenAt) && (isId(from) || isQueueSortKey(from));
}

const IS_SORT_KEY = { registered: isSeatSortKey, waitlisted: isQueueSortKey } as const;

/** Whether the sort key of a registration is one of its status, so that lists and the queue are right. */
export const isSortedByStatus = ({ status, sortKey }: Sorted): boolean => IS_SORT_KEY[status](sortKey);

/** The ticket of someone who waits, or who got their seat from the queue. */
export const ticketOf = ({ sortKey }: Pick<Sorted, 'sortKey'>): number | undefined =>
  /1#\d{16}$/.test(sortKey) ? Number(sortKey.slice(-TICKET_DIGITS)) : undefined;
