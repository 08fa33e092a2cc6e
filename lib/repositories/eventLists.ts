import { TABLES } from '../dynamo/client.ts';
import { justBefore, justBehind } from '../dynamo/expressions.ts';
import { query, scanAll } from '../dynamo/read.ts';
import type { Item } from './seats.ts';

type Range = {
  status?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  sort: 'date' | '-date';
};

const FIRST_DAY = '0001-01-01';
const LAST_DAY = '9999-12-31';
/** After a date, this sorts behind every event of that day. */
const END_OF_DAY = '#~';

/**
 * Returns event ids by date, from one day to another: at most `limit`, in the order of `sort`, behind the
 * `dateEventId` `after`. They come from an index that may lag (rule 11).
 */
export async function idsByDate(
  { status, from = FIRST_DAY, to = LAST_DAY, sort }: Range,
  limit: number,
  after?: string,
) {
  const isForward = sort === 'date';
  const [start, end] = [from, `${to}${END_OF_DAY}`];
  const first = isForward && after && after >= start ? justBehind(after) : start;
  const last = !isForward && after && after <= end ? justBefore(after) : end;
  if (first > last) return [];
  return query<Pick<Item, 'eventId' | 'dateEventId'>>(
    {
      TableName: TABLES.seats,
      IndexName: status ? 'byStatus' : 'byDate',
      ScanIndexForward: isForward,
      where: `${status ? '#status' : '#kind'} = :partition AND #dateEventId BETWEEN :first AND :last`,
      values: { partition: status ?? 'event', first, last },
    },
    limit,
  );
}

/** Yields the ids of all events, deleted ones too, `size` at a time. */
export async function* allIds(size: number): AsyncGenerator<string[]> {
  for await (const found of scanAll<Item>(TABLES.seats, size)) yield found.map(({ eventId }) => eventId);
}
