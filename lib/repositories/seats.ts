import type { Occupancy } from '../domain/waitlist.ts';
import { TABLES } from '../dynamo/client.ts';
import { batchGet, type Ref } from '../dynamo/read.ts';
import type { Write } from '../dynamo/write.ts';
import { change, countCheckedIn, isActive, isThere } from './seatsClauses.ts';

/** The item that decides about the seats of an event. */
export type Item = Occupancy & {
  eventId: string;
  date: string;
  deletedAt?: string;
  /** The time when the status was set last, which shows who came before the event was reopened. */
  statusSetAt?: string;
  /** The version of the last edit of this item. Events that were never edited do not have it. */
  version?: number;
  /** The number of people who are checked in. Older events do not have it. */
  checkedInCount?: number;
  /** It identifies the event among those that had the same id one after another. */
  incarnation: string;
  /** The highest number of a hold on a seat. */
  lastSeatHold: number;
  /** Everybody with a ticket up to this one has left the queue for good, and no such ticket is held any more. */
  floor: number;
  /** The number of lanes that the seats lie in, which only grows. */
  lanes: number;
  /** The number of funnels at which a crowd arrives. It is fixed when the event is made. Older events do not have it. */
  funnels?: number;
  /** The number of the last round. It comes with the outcome of that round, which lib/repositories/rounds.ts knows. */
  round?: number;
  /** The time, in milliseconds since 1970, when a round had more than one person last. */
  crowdAt?: number;
  /** From this time on, in milliseconds since 1970, no seat is given up or handed on, if the organiser has set that. */
  leaveUntil?: number | undefined;
  /** The version of the edit that set the questions of the event, if it asks any. The item in Events has them. */
  questionsVersion?: number | undefined;
  /** The user who made the event, if it was known who that was. */
  ownerId?: string | undefined;
  /** It exists while registrations of deleted users stay at the event. */
  hasAnonymous?: boolean;
  /** The time when the event got another date. It exists while registrations follow to that date. */
  redatedAt?: string;
  sweep?: Sweep;
  /** It puts the event into the index bySweep. */
  sweepKind?: string;
};

/**
 * Every hold up to the numbers of `from` has an outcome. The holds of `to` were the highest at the time `at`, in
 * milliseconds since 1970.
 */
export type Sweep = { from: LastHolds; to: LastHolds; at: number };
type LastHolds = Record<'seat' | 'queue', number>;

/** The item of an event that has holds to sweep. */
export type Swept = Item & { sweep: Sweep };

/** All events that have holds to sweep are in this partition of bySweep. */
export const SWEEP_KIND = 'holds';

/** Returns whether an event has holds to sweep. */
export const isSwept = (item: Item | undefined): item is Swept => item?.sweep !== undefined;

export const ref = (eventId: string): Ref<Item> => ({ table: TABLES.seats, key: { eventId } });

/**
 * An event as a process knows it: which one it is, its date, the lanes of its seats, its funnels, and which questions it
 * asks.
 */
export type Known = Pick<Item, 'eventId' | 'incarnation' | 'date' | 'lanes' | 'funnels' | 'questionsVersion'>;

/** An event without the attribute has so many funnels. */
const FUNNELS_OF_OLDER = 4;

/** Returns the number of funnels of an event. */
export const funnelsOf = ({ funnels = FUNNELS_OF_OLDER }: Pick<Item, 'funnels'>): number => funnels;

/** So long after a crowd people register by rounds, where a process met it or the event tells of it. */
export const CROWDED_MS = 2000;

/** Returns whether a crowd came to an event a moment ago, so that transactions on it would be refused. */
export const isCrowded = ({ crowdAt = 0 }: Item, now: number): boolean => crowdAt >= now - CROWDED_MS;

/** Reads the item of an event. Returns `undefined` when it does not exist or is deleted. */
export const get = (eventId: string): Promise<Item | undefined> => read(eventId, true);

/**
 * Reads the item of an event as it was up to a second or so ago, for half the units. Returns `undefined` when it did not
 * exist then or was deleted.
 */
export const getRecent = (eventId: string): Promise<Item | undefined> => read(eventId, false);

async function read(eventId: string, consistent: boolean): Promise<Item | undefined> {
  const found = await batchGet([ref(eventId)], { consistent });
  return unlessDeleted(found(ref(eventId)));
}

/** Returns `undefined` for a deleted event, which no reader sees. */
export const unlessDeleted = (item: Item | undefined) => (item?.status === 'deleted' ? undefined : item);

/** Counts a check-in, at an active event only. */
export const countCheckIn = (eventId: string): Write<Item> =>
  change(eventId, [countCheckedIn('+')], [isActive]);

/** Takes a check-in off the count. */
export const uncountCheckIn = (eventId: string): Write<Item> =>
  change(eventId, [countCheckedIn('-')], [isThere]);
