import { dateEventId } from './sortKeys.ts';
import { partOf } from './spread.ts';
import type { Occupancy } from './waitlist.ts';

/** The lists of events lie in shards, so that all their readers do not meet in one partition of an index. */
const SHARDS = 4;

/** The keys of an event in the indexes of all events and of each status. A deleted event is in no list. */
export type ListKeys = { dateEventId: string; listShard?: string; statusShard?: string };

/** A list of events: all of them, or those with one status. */
type List = 'event' | Occupancy['status'];

/** Returns the shards of a list. */
export const shardsOf = (list: List): string[] =>
  Array.from({ length: SHARDS }, (_, shard) => `${list}#${shard}`);

/** Returns the shard of an event in a list. A hash of its id spreads the events of a day as evenly as all others. */
export const shardOf = (list: List, eventId: string): string => `${list}#${partOf(eventId, SHARDS)}`;

/** Returns the keys that follow from what decides about an event. */
export const listKeysOf = ({
  eventId,
  date,
  status,
}: Pick<Occupancy, 'status'> & { eventId: string; date: string }): ListKeys => ({
  dateEventId: dateEventId(date, eventId),
  ...(status !== 'deleted' && {
    listShard: shardOf('event', eventId),
    statusShard: shardOf(status, eventId),
  }),
});
