import { isDeepStrictEqual } from 'node:util';
import { eventRefs } from '../answers/storedEvent.ts';
import { type ListKeys, listKeysOf } from '../domain/eventLists.ts';
import { freeSeats } from '../domain/waitlist.ts';
import { batchGet } from '../dynamo/read.ts';
import * as events from '../repositories/events.ts';
import * as holdOutcomes from '../repositories/holdOutcomes.ts';
import type { Hold } from '../repositories/holds.ts';
import * as seats from '../repositories/seats.ts';
import * as sweeps from '../repositories/sweeps.ts';
import { type Tally, tallyPlaces } from './checkPlaces.ts';
import type { Check, Rule, Violation } from './violations.ts';

/** Holds are swept every minute. */
const UNSWEPT_MS = 600_000;

/** Checks an event against its places and registrations. */
export async function checkEvent(eventId: string): Promise<Check> {
  const read = () => batchGet(eventRefs(eventId), { consistent: true });
  const before = (await read())(seats.ref(eventId));
  // Correctness: a hold that is confirmed meanwhile is counted twice, as open and as a row, and never not at all.
  const open = await openHoldsOf(before);
  const tally = before && (await tallyPlaces(before));
  const after = await read();
  const [details, item] = [after(events.ref(eventId)), after(seats.ref(eventId))];
  const isEvent = Boolean(details || item);
  if (!isDeepStrictEqual(before, item)) return { isEvent, found: undefined };
  const found = item && tally ? [...tally.found, ...brokenCounts(item, tally, open)] : [];
  if (Boolean(details) !== Boolean(item)) {
    const detail = `Of its two items, the one in ${item ? 'Events' : 'Seats'} is missing`;
    found.push({ eventId, rule: 'EVENTS_ARE_WHOLE', detail });
  }
  if (details && item) found.push(...brokenListing(details, item));
  return { isEvent, found };
}

/** Compares the keys of an event in lists with its date and its status. A deleted event is in no list. */
function brokenListing(details: events.Item, item: seats.Item): Violation[] {
  const [stored, right] = [details, listKeysOf(item, details.seriesId)].map(textOf);
  const detail = `The keys of its lists are ${stored}, and follow as ${right}`;
  return stored === right ? [] : [{ eventId: item.eventId, rule: 'EVENTS_ARE_LISTED', detail }];
}

const textOf = ({ dateEventId, listShard = 'none', statusShard = 'none', seriesKey = '' }: ListKeys) =>
  [dateEventId, listShard, statusShard, seriesKey].join(' ').trimEnd();

/** The number of holds of each kind. */
type HoldCounts = Record<Hold['kind'], number>;

/** Counts the holds without an outcome: the counters include them, and no row exists for them. */
export async function openHoldsOf(item: seats.Item | undefined): Promise<HoldCounts> {
  const open = seats.isSwept(item) ? await holdOutcomes.withoutOutcome(sweeps.unsweptHolds(item)) : [];
  const count = (kind: Hold['kind']) => open.filter(hold => hold.kind === kind).length;
  return { seat: count('seat'), queue: count('queue') };
}

/** Compares the counters, the capacity and the status of an event with its people. */
function brokenCounts(
  item: seats.Item,
  { registered, waitlisted, checkedIn, departed, found: ofPlaces }: Tally,
  open: HoldCounts,
): Violation[] {
  const { eventId, status, capacity, registeredCount, waitlistCount, checkedInCount = 0 } = item;
  const { sweep, redatedAt } = item;
  const found: Violation[] = [];
  const broken = (rule: Rule, detail: string) => found.push({ eventId, rule, detail });
  const counts = `registeredCount is ${registeredCount} for ${registered} registered, and waitlistCount ${waitlistCount} for ${waitlisted} waiting`;
  const isAbove = registeredCount > registered + open.seat || waitlistCount > waitlisted + open.queue;
  if (registeredCount < registered || waitlistCount < waitlisted) broken('COUNTERS_COVER_ROWS', counts);
  else if (isAbove) {
    broken('COUNTERS_EQUAL_ROWS', `${counts}, with ${open.seat} and ${open.queue} open holds`);
  }
  const staying = item.lastTicket - item.floor - departed;
  const isSound = found.length === 0 && !ofPlaces.some(({ rule }) => rule === 'DEPARTED_ARE_GONE');
  if (isSound && status !== 'deleted' && waitlistCount !== staying) {
    broken(
      'QUEUES_ADD_UP',
      `waitlistCount is ${waitlistCount}, and the number of tickets that stay ${staying}`,
    );
  }
  if (checkedInCount !== checkedIn) {
    broken('CHECK_INS_EQUAL_ROWS', `checkedInCount is ${checkedInCount}, for ${checkedIn} checked in`);
  }
  if (registered > capacity) broken('CAPACITY_HOLDS', `${registered} are registered, for ${capacity} seats`);
  if (sweep && Date.now() - sweep.at > UNSWEPT_MS) {
    broken('HOLDS_ARE_SWEPT', 'No sweep released stale holds for minutes: releaseStaleHolds does not run');
  }
  const isStale = redatedAt !== undefined && Date.now() - Date.parse(redatedAt) > UNSWEPT_MS;
  if (isStale && !sweep) {
    broken('DATES_FIT_EVENTS', `Registrations have not followed to the date that was set at ${redatedAt}`);
  }
  const free = freeSeats(item);
  if (status === 'active' && free > 0 && waitlisted > 0) {
    broken('FREE_SEATS_ARE_FILLED', `People wait, and the number of free seats is ${free}`);
  }
  return found;
}
