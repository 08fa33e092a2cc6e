import { isQueueSortKey, isSeatSortKey } from './registrationSortKey.ts';
import type { RegistrationStatus } from './waitlist.ts';

/**
 * The sort keys that a list of registrations has come to: that of the last seat, and that of the last person in the
 * queue.
 */
export type Visited = { seat: string; queue: string };

/** Writes `Visited` as the text of a cursor. */
export const visitedText = ({ seat, queue }: Visited) => `${seat} ${queue}`;

/** Reads `Visited` from the text of a cursor. */
export function parseVisited(text: string): Visited {
  const [seat = '', queue = ''] = text.split(' ');
  return { seat, queue };
}

/** Returns whether a cursor may hold this text. `status` is the filter of its list. */
export function isVisited(text: string, status: RegistrationStatus | undefined): boolean {
  const { seat, queue } = parseVisited(text);
  if (text !== visitedText({ seat, queue }) || !(seat || queue)) return false;
  return (
    (seat === '' || (status !== 'waitlisted' && isSeatSortKey(seat))) &&
    (queue === '' || (status !== 'registered' && isQueueSortKey(queue)))
  );
}

/** Returns how far a list has come with one more registration. */
export const visit = (
  before: Visited,
  { status, sortKey }: { status: RegistrationStatus; sortKey: string },
): Visited => (status === 'registered' ? { ...before, seat: sortKey } : { ...before, queue: sortKey });

/** Returns whether someone who has a seat was visited while they still waited. */
export function wasVisited({ sortKey }: { sortKey: string }, { queue }: Visited): boolean {
  const ofQueue = /1#\d{16}$/.exec(sortKey)?.[0];
  return ofQueue !== undefined && ofQueue <= queue;
}
