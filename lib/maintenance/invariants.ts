import { isDeepStrictEqual } from 'node:util';
import { eventRefs } from '../answers/storedEvent.ts';
import { isAnonymous } from '../domain/anonymousId.ts';
import { type ListKeys, listKeysOf } from '../domain/eventLists.ts';
import { isSortedByStatus, ticketOf } from '../domain/registrationSortKey.ts';
import { freeSeats, type RegistrationStatus } from '../domain/waitlist.ts';
import { batchGet, type Lookup } from '../dynamo/read.ts';
import * as events from '../repositories/events.ts';
import * as holdOutcomes from '../repositories/holdOutcomes.ts';
import type { Hold } from '../repositories/holds.ts';
import * as registrationLists from '../repositories/registrationLists.ts';
import * as registrationScans from '../repositories/registrationScans.ts';
import * as seats from '../repositories/seats.ts';
import * as sweeps from '../repositories/sweeps.ts';
import * as users from '../repositories/users.ts';
import type { Rule, Violation } from './violations.ts';

/** The violations that a check found, or `undefined` when the subject changed meanwhile. */
export type Check = { isEvent: boolean; found: Violation[] | undefined };

const PAGE_SIZE = 500;
/** Holds are swept every minute. */
const UNSWEPT_MS = 600_000;

/** Counts the registrations of a user in an index that may lag, which it does no longer after a pause. */
export async function checkUser(userId: string): Promise<Check> {
  const found = await batchGet([users.ref(userId)], { consistent: true });
  const { registrationCount } = found(users.ref(userId)) ?? {};
  const rows = await registrationLists.countByUser(userId);
  const detail = `registrationCount is ${registrationCount}, and the number of registrations ${rows}`;
  const isWrong = registrationCount !== undefined && registrationCount !== rows;
  return { isEvent: false, found: isWrong ? [{ userId, rule: 'USERS_ARE_COUNTED', detail }] : [] };
}

type Tally = Record<RegistrationStatus | 'checkedIn', number> & { found: Violation[] };

/** Checks an event against its rows. */
export async function checkEvent(eventId: string): Promise<Check> {
  const read = () => batchGet(eventRefs(eventId), { consistent: true });
  const before = await read();
  // Correctness: a hold that is confirmed meanwhile is counted twice, as open and as a row, and never not at all.
  const open = await openHoldsOf(before(seats.ref(eventId)));
  const tally = await tallyRows(eventId, before);
  const after = await read();
  const [details, item] = [after(events.ref(eventId)), after(seats.ref(eventId))];
  const isEvent = Boolean(details || item) || tally.registered + tally.waitlisted > 0;
  if (!isDeepStrictEqual(before(seats.ref(eventId)), item)) return { isEvent, found: undefined };
  const found = [...tally.found, ...(item ? brokenCounts(item, tally, open) : [])];
  if (Boolean(details) !== Boolean(item)) {
    const detail = `Of its two items, the one in ${item ? 'Events' : 'Seats'} is missing`;
    found.push({ eventId, rule: 'EVENTS_ARE_WHOLE', detail });
  }
  if (details && item) found.push(...brokenListing(details, item));
  return { isEvent, found };
}

/** Compares the keys of an event in lists with its date and its status. A deleted event is in no list. */
function brokenListing(details: events.Item, item: seats.Item): Violation[] {
  const [stored, right] = [details, listKeysOf(item)].map(textOf);
  const detail = `The keys of its lists are ${stored}, and follow as ${right}`;
  return stored === right ? [] : [{ eventId: item.eventId, rule: 'EVENTS_ARE_LISTED', detail }];
}

const textOf = ({ dateEventId, listShard = 'none', statusShard = 'none' }: ListKeys) =>
  [dateEventId, listShard, statusShard].join(' ');

/** Counts the rows of an event, a page at a time, and checks each of them. */
async function tallyRows(eventId: string, event: Lookup): Promise<Tally> {
  const tally: Tally = { registered: 0, waitlisted: 0, checkedIn: 0, found: [] };
  const holders = new Map<number, string>();
  const item = event(seats.ref(eventId));
  const isEvent = Boolean(item ?? event(events.ref(eventId)));
  for await (const rows of registrationScans.allByUserId(eventId, PAGE_SIZE)) {
    const found = await batchGet(
      rows.map(({ userId }) => users.ref(userId)),
      { consistent: true },
    );
    for (const row of rows) {
      const { userId, status, sortKey, checkedInAt } = row;
      const broken = (rule: Rule, detail: string) => tally.found.push({ eventId, userId, rule, detail });
      tally[status] += 1;
      if (checkedInAt) tally.checkedIn += 1;
      if (checkedInAt && status === 'waitlisted') {
        broken('CHECKED_IN_HAVE_SEATS', `${userId} is waitlisted, and checked in`);
      }
      if (!isEvent) broken('ROWS_HAVE_EVENTS', `${userId} is ${status}, but there is no such event`);
      const needsUser = item?.status === 'active' || !isAnonymous(userId);
      if (needsUser && !found(users.ref(userId)))
        broken('ROWS_HAVE_USERS', `${userId} is ${status}, but no user`);
      if (!isSortedByStatus(row))
        broken('SORT_KEYS_FIT_STATUS', `${userId} is ${status}, sorted at ${sortKey}`);
      const ticket = ticketOf(row);
      if (ticket === undefined) continue;
      const holder = holders.get(ticket);
      if (holder) broken('TICKETS_ARE_UNIQUE', `${userId} and ${holder} have one ticket, ${ticket}`);
      holders.set(ticket, userId);
      const last = item?.lastTicket ?? ticket;
      if (ticket > last)
        broken('TICKETS_WERE_GIVEN', `${userId} has ticket ${ticket}, and the last is ${last}`);
    }
  }
  return tally;
}

/** The number of holds of each kind. */
type HoldCounts = Record<Hold['kind'], number>;

/** Counts the holds without an outcome: the counters include them, and no row exists for them. */
export async function openHoldsOf(item: seats.Item | undefined): Promise<HoldCounts> {
  const open = seats.isSwept(item) ? await holdOutcomes.withoutOutcome(sweeps.unsweptHolds(item)) : [];
  const count = (kind: Hold['kind']) => open.filter(hold => hold.kind === kind).length;
  return { seat: count('seat'), queue: count('queue') };
}

/** Compares the counters, the capacity and the status of an event with its rows. */
function brokenCounts(
  item: seats.Item,
  { registered, waitlisted, checkedIn }: Tally,
  open: HoldCounts,
): Violation[] {
  const { eventId, status, capacity, registeredCount, waitlistCount, checkedInCount = 0, sweep } = item;
  const found: Violation[] = [];
  const broken = (rule: Rule, detail: string) => found.push({ eventId, rule, detail });
  const counts = `registeredCount is ${registeredCount} for ${registered} registered, and waitlistCount ${waitlistCount} for ${waitlisted} waiting`;
  const isAbove = registeredCount > registered + open.seat || waitlistCount > waitlisted + open.queue;
  if (registeredCount < registered || waitlistCount < waitlisted) broken('COUNTERS_COVER_ROWS', counts);
  else if (isAbove) {
    broken('COUNTERS_EQUAL_ROWS', `${counts}, with ${open.seat} and ${open.queue} open holds`);
  }
  if (checkedInCount !== checkedIn) {
    broken('CHECK_INS_EQUAL_ROWS', `checkedInCount is ${checkedInCount}, for ${checkedIn} checked in`);
  }
  if (registered > capacity) broken('CAPACITY_HOLDS', `${registered} are registered, for ${capacity} seats`);
  if (sweep && Date.now() - sweep.at > UNSWEPT_MS) {
    broken('HOLDS_ARE_SWEPT', 'No sweep released stale holds for minutes: releaseStaleHolds does not run');
  }
  const free = freeSeats(item);
  if (status === 'active' && free > 0 && waitlisted > 0) {
    broken('FREE_SEATS_ARE_FILLED', `People wait, and the number of free seats is ${free}`);
  }
  return found;
}
