import { shardsOf } from '../domain/eventLists.ts';
import type { Occupancy } from '../domain/waitlist.ts';
import { TABLES } from '../dynamo/client.ts';
import { justBefore, justBehind } from '../dynamo/expressions.ts';
import { mergeParts } from '../dynamo/mergeParts.ts';
import { query, scanAll } from '../dynamo/read.ts';
import type * as events from './events.ts';
import type * as seats from './seats.ts';

type Range = {
  status?: Occupancy['status'] | undefined;
  from?: string | undefined;
  to?: string | undefined;
  sort: 'date' | '-date';
};

const FIRST_DAY = '0001-01-01';
const LAST_DAY = '9999-12-31';
/** After a date, this sorts behind every event of that day. */
const END_OF_DAY = '#~';

/**
 * Returns the items of events by date, from one day to another: at most `limit`, in the order of `sort`, behind the
 * `dateEventId` `after`. They come from an index that may lag (rule 11), and lies in shards.
 */
export function byDate(range: Range, limit: number, after?: string): Promise<events.Item[]> {
  const parts = shardsOf(range.status ?? 'event').map(
    shard => (most: number, last?: events.Item) => ofShard(shard, range, most, last?.dateEventId ?? after),
  );
  const isForward = range.sort === 'date';
  return mergeParts(parts, limit, (one, other) => one.dateEventId < other.dateEventId === isForward);
}

async function ofShard(
  shard: string,
  { status, from = FIRST_DAY, to = LAST_DAY, sort }: Range,
  limit: number,
  after?: string,
) {
  const isForward = sort === 'date';
  const [start, end] = [from, `${to}${END_OF_DAY}`];
  const first = isForward && after && after >= start ? justBehind(after) : start;
  const last = !isForward && after && after <= end ? justBefore(after) : end;
  if (first > last) return [];
  return query<events.Item>(
    {
      TableName: TABLES.events,
      IndexName: status ? 'byStatus' : 'byDate',
      ScanIndexForward: isForward,
      where: `${status ? '#statusShard' : '#listShard'} = :shard AND #dateEventId BETWEEN :first AND :last`,
      values: { shard, first, last },
    },
    limit,
  );
}

/** Yields the ids of all events, deleted ones too, `size` at a time. */
export async function* allIds(size: number): AsyncGenerator<string[]> {
  for await (const found of scanAll<seats.Item>(TABLES.seats, size))
    yield found.map(({ eventId }) => eventId);
}
