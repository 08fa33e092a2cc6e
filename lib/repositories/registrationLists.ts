import { TABLES } from '../dynamo/client.ts';
import { justBefore, justBehind } from '../dynamo/expressions.ts';
import { query, scanAll } from '../dynamo/read.ts';
import type { Item } from './registrations.ts';

/** A `dateEventId` sorts between these. */
const [EARLIEST, LATEST] = ['0', '~'];

/** A list of a person's registrations: from one `dateEventId` on, or backwards before one. */
type Range = { from: string } | { after: string } | { before: string };

/**
 * Returns registrations of a person by the date of their events, at most `limit`. The index is local, so that it is
 * strongly consistent.
 */
export function byEventDate(userId: string, range: Range, limit: number): Promise<Item[]> {
  const isForward = !('before' in range);
  const from = 'from' in range ? range.from : 'after' in range ? justBehind(range.after) : EARLIEST;
  const to = 'before' in range ? justBefore(range.before) : LATEST;
  return query<Item>(
    {
      TableName: TABLES.registrations,
      IndexName: 'byEventDate',
      ConsistentRead: true,
      ScanIndexForward: isForward,
      where: '#userId = :userId AND #dateEventId BETWEEN :from AND :to',
      values: { userId, from, to },
    },
    limit,
  );
}

/** Returns registrations of a person, at most `limit`. */
export const ofUser = (userId: string, limit: number): Promise<Item[]> =>
  query<Item>(
    {
      TableName: TABLES.registrations,
      ConsistentRead: true,
      where: '#userId = :userId',
      values: { userId },
    },
    limit,
  );

/** Yields all registrations of all people, `size` at a time. */
export const all = (size: number) => scanAll<Item>(TABLES.registrations, size);
