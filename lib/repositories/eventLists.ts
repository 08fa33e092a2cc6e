import { draftsOf, isInList, seriesKeyOf, shardsOf } from '../domain/eventLists.ts';
import type { Occupancy } from '../domain/waitlist.ts';
import { TABLES } from '../dynamo/client.ts';
import { justBefore, justBehind } from '../dynamo/expressions.ts';
import { mergeParts, type ReadPart } from '../dynamo/mergeParts.ts';
import { batchGet, query, scanAll } from '../dynamo/read.ts';
import * as events from './events.ts';
import type * as seats from './seats.ts';

/**
 * `ownerId` is the one whose drafts are listed, or is left out for those of all. `first` is the first event of the
 * series, if it is there.
 */
type Range = {
  status?: Occupancy['status'] | undefined;
  ownerId?: string | undefined;
  series?: string | undefined;
  first?: events.Item | undefined;
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
  const isForward = range.sort === 'date';
  return mergeParts(
    partsOf(range, after),
    limit,
    (one, other) => one.dateEventId < other.dateEventId === isForward,
  );
}

/** A shard of an index, which is a partition of it. */
type Shard = {
  index: 'byDate' | 'byStatus' | 'bySeries';
  key: 'listShard' | 'statusShard' | 'seriesKey';
  shard: string;
};

/**
 * Returns the parts that a list lies in. An owner's drafts are one part, also for a series. Another series has a part
 * of its own for the first event, which has no key of it.
 */
function partsOf(range: Range, after: string | undefined): ReadPart<events.Item>[] {
  const { status, ownerId, series, first } = range;
  const read =
    (shard: Shard): ReadPart<events.Item> =>
    (limit, last) =>
      ofShard(shard, range, limit, last?.dateEventId ?? after);
  if (status === 'draft' && ownerId !== undefined)
    return [read({ index: 'byDate', key: 'listShard', shard: draftsOf(ownerId) })];
  if (series !== undefined) {
    const shard = seriesKeyOf(series, status === 'draft');
    const inRange = first && isInRange(first, range, after) ? [first] : [];
    return [
      read({ index: 'bySeries', key: 'seriesKey', shard }),
      async (_limit, last) => (last ? [] : inRange),
    ];
  }
  return status === undefined
    ? shardsOf('event').map(shard => read({ index: 'byDate', key: 'listShard', shard }))
    : shardsOf(status).map(shard => read({ index: 'byStatus', key: 'statusShard', shard }));
}

/** Returns the first and the last key of a range behind the key `after`. */
function boundsOf({ from = FIRST_DAY, to = LAST_DAY, sort }: Range, after: string | undefined) {
  const isForward = sort === 'date';
  const [start, end] = [from, `${to}${END_OF_DAY}`];
  const first = isForward && after && after >= start ? justBehind(after) : start;
  const last = !isForward && after && after <= end ? justBefore(after) : end;
  return { isForward, first, last };
}

async function ofShard({ index, key, shard }: Shard, range: Range, limit: number, after?: string) {
  const { isForward, first, last } = boundsOf(range, after);
  if (first > last) return [];
  return query<events.Item>(
    {
      TableName: TABLES.events,
      IndexName: index,
      ScanIndexForward: isForward,
      where: `#${key} = :shard AND #dateEventId BETWEEN :first AND :last`,
      values: { shard, first, last },
    },
    limit,
  );
}

/** Returns whether the first event of a series is in a part of its list. */
function isInRange(item: events.Item, range: Range, after: string | undefined): boolean {
  const { first, last } = boundsOf(range, after);
  const isListed = isInList(item, range.status === 'draft' ? 'draft' : 'event');
  return isListed && item.dateEventId >= first && item.dateEventId <= last;
}

/**
 * Returns the event with the id of a series, unless it is deleted or a copy itself. A draft is returned for lists of
 * drafts only: if they are of an owner, only their own.
 */
export async function firstOfSeries({
  series,
  status,
  ownerId,
}: Partial<Range>): Promise<events.Item | undefined> {
  if (series === undefined) return undefined;
  const ref = events.ref(series);
  const item = (await batchGet([ref], { consistent: false }))(ref);
  if (!item || item.seriesId !== undefined) return undefined;
  const isOwn = ownerId === undefined || item.listShard === draftsOf(ownerId);
  const isKnown = isInList(item, 'event') || (status === 'draft' && isInList(item, 'draft') && isOwn);
  return isKnown ? item : undefined;
}

/** Yields the ids of all events, deleted ones too, `size` at a time. */
export async function* allIds(size: number): AsyncGenerator<string[]> {
  for await (const found of scanAll<seats.Item>(TABLES.seats, size))
    yield found.map(({ eventId }) => eventId);
}
