import { dateEventId } from './sortKeys.ts';
import { partOf } from './spread.ts';
import type { Occupancy } from './waitlist.ts';

/** The lists of events lie in shards, so that all their readers do not meet in one partition of an index. */
const SHARDS = 4;

/**
 * The keys of an event in the indexes of all events, of each status and of each series. One that is `undefined` keeps
 * it out of the index. A deleted event is in no list.
 */
export type ListKeys = {
  dateEventId: string;
  listShard?: string | undefined;
  statusShard?: string | undefined;
  seriesKey?: string | undefined;
};

/** A list of events: all of them, or those with one status. */
type List = 'event' | Occupancy['status'];

/** Returns the shards of a list. */
export const shardsOf = (list: List): string[] =>
  Array.from({ length: SHARDS }, (_, shard) => `${list}#${shard}`);

/** Returns the shard of an event in a list. A hash of its id spreads the events of a day as evenly as all others. */
export const shardOf = (list: List, eventId: string): string => `${list}#${partOf(eventId, SHARDS)}`;

/**
 * The list of the drafts of one owner. It is in the index of all events, where no draft is otherwise. So an owner reads
 * their own drafts alone, and no cursor tells them of others.
 */
export const draftsOf = (ownerId: string): string => `drafts#${ownerId}`;

/**
 * The list of the copies in a series: of those that are drafts, of any owner, or of the others. An owner finds their
 * own drafts of a series in `draftsOf`.
 */
export const seriesKeyOf = (seriesId: string, isDraft: boolean): string =>
  isDraft ? `drafts#${seriesId}` : seriesId;

/** Returns whether an event with these keys is in a list. */
export const isInList = (
  { eventId, listShard, statusShard }: ListKeys & { eventId: string },
  list: List,
): boolean => [listShard, statusShard].includes(shardOf(list, eventId));

type Listed = Pick<Occupancy, 'status'> & { eventId: string; date: string; ownerId?: string | undefined };

/** Returns the keys that follow from what decides about an event, and from its series, if it is a copy. */
export const listKeysOf = ({ eventId, date, status, ownerId }: Listed, seriesId?: string): ListKeys => ({
  dateEventId: dateEventId(date, eventId),
  ...(status !== 'deleted' && {
    listShard: status === 'draft' ? ownerId && draftsOf(ownerId) : shardOf('event', eventId),
    statusShard: shardOf(status, eventId),
    ...(seriesId !== undefined && { seriesKey: seriesKeyOf(seriesId, status === 'draft') }),
  }),
});
