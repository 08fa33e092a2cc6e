import { isQueueSortKey, isSeatSortKey } from './registrationSortKey.ts';
import type { RegistrationStatus } from './waitlist.ts';

/** How far a list of an event's registrations has come: the sort keys of the last seat, and of the last one in the queue. */
export type Visited = { seat: string; queue: string };

/** `Visited` as the text in a cursor. */
export const visitedText = ({ seat, queue }: Visited) => `${seat} ${queue}`;
export function parseVisited(text: string): Visited {
  const [seat = '', queue = ''] = text.split(' ');
  return { seat, queue };
}

/** Whether the cursor of a list of those with this status, or of all, may hold this text: it has come to real sort keys. */
export function isVisited(text: string, status: RegistrationStatus | undefined): boolean {
  const { seat, queue } = parseVisited(text);
  if (text !== visitedText({ seat, queue }) || !(seat || queue)) return false;
  return (
    (seat === '' || (status !== 'waitlisted' && isSeatSortKey(seat))) &&
    (queue === '' || (status !== 'registered' && isQueueSortKey(queue)))
  );
}

export const visit = (
  before: Visited,
  { status, sortKey }: { status: RegistrationStatus; sortKey: string },
): Visited => (status === 'registered' ? { ...before, seat: sortKey } : { ...before, queue: sortKey });

/** Whether someone who has a seat was visited when they still waited. */
export function wasVisited({ sortKey }: { sortKey: string }, { queue }: Visited): boolean {
  const ofQueue = /1#\d{16}$/.exec(sortKey)?.[0];
  return ofQueue !== undefined && ofQueue <= queue;
}
