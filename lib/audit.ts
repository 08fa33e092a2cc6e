import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { timeLeftMs } from './deadline.ts';
import { batchGet, type Lookup } from './dynamo.ts';
import { eventRefs } from './events.ts';
import * as events from './repositories/events.ts';
import * as registrations from './repositories/registrations.ts';
import type { SeatsItem } from './repositories/seats.ts';
import * as seats from './repositories/seats.ts';
import * as users from './repositories/users.ts';
import { freeSeats, type RegistrationStatus } from './waitlist.ts';

type Rule =
  | 'COUNTERS_COVER_ROWS'
  | 'COUNTERS_EQUAL_ROWS'
  | 'CAPACITY_HOLDS'
  | 'FREE_SEATS_ARE_FILLED'
  | 'NUMBERS_ARE_LOOKED_AT'
  | 'TICKETS_ARE_UNIQUE'
  | 'TICKETS_WERE_GIVEN'
  | 'PLACES_FIT_STATUS'
  | 'EVENTS_ARE_WHOLE'
  | 'ROWS_HAVE_EVENTS'
  | 'ROWS_HAVE_USERS'
  | 'USERS_ARE_COUNTED';

/** A rule that does not hold, where, and how. It may be about an event, a user, or both. */
export type Violation = { eventId?: string; userId?: string; rule: Rule; detail: string };

/** `restless` events changed during each look at them. `isComplete`: there was time, and room, for everything. */
export type AuditReport = {
  eventsLookedAt: number;
  violations: Violation[];
  restless: string[];
  isComplete: boolean;
};

/** What fits into the answer of a function. */
const MOST_VIOLATIONS = 5000;
/** Time that is kept for looking again at what seems wrong, after each pause. */
const AGAIN_MS = 300_000;
const PAUSES_MS = [500, 1000, 2000];
/** Longer than a look at the largest event takes. */
const LAST_LOOK_MS = 60_000;
/** Numbers are looked at every minute. */
const UNWATCHED_MS = 600_000;

/** Recounts one event, or all of them and the registrations of all users. Changes nothing. */
export async function audit(eventId?: string): Promise<AuditReport> {
  let [eventsLookedAt, room, isComplete] = [0, MOST_VIOLATIONS, true];
  let suspects: Suspect[] = [];
  for await (const subject of eventId === undefined ? everything() : [{ eventId }]) {
    isComplete = room > 0 && timeLeftMs() > AGAIN_MS;
    if (!isComplete) break;
    const { isEvent, found } = await lookAt(subject);
    if (isEvent) eventsLookedAt += 1;
    if (found?.length === 0) continue;
    suspects.push({ subject, found, looks: found ? 1 : 0 });
    room -= found?.length ?? 1;
  }
  for (const pauseMs of PAUSES_MS) {
    if (suspects.length > 0) await sleep(pauseMs);
    const next = [];
    for (const suspect of suspects) {
      isComplete &&= timeLeftMs() > LAST_LOOK_MS;
      next.push(isComplete ? await lookAgain(suspect) : suspect);
    }
    suspects = next.filter(({ found }) => found?.length !== 0);
  }
  const violations = suspects.flatMap(({ found, looks }) => (looks > 1 && found ? found : []));
  return {
    eventsLookedAt,
    violations: violations.slice(0, MOST_VIOLATIONS),
    restless: suspects.flatMap(({ subject, looks }) => (looks > 1 ? [] : [String(subject.eventId)])),
    isComplete: isComplete && violations.length <= MOST_VIOLATIONS,
  };
}

/** The rules that do not hold for an event at rest. */
export async function violationsOf(eventId: string): Promise<Violation[]> {
  const { violations, restless } = await audit(eventId);
  if (restless.length > 0) throw new Error(`Event ${eventId} changed during each look at it`);
  return violations;
}

type Subject = { eventId: string; userId?: never } | { userId: string; eventId?: never };
/** What was found at one look. Nothing is known when the subject changed meanwhile. */
type Look = { isEvent: boolean; found: Violation[] | undefined };
/** What was found each time, in so many looks during which the subject did not change. */
type Suspect = { subject: Subject; found: Violation[] | undefined; looks: number };

const lookAt = ({ eventId, userId }: Subject): Promise<Look> =>
  userId === undefined ? lookAtEvent(eventId) : lookAtUser(userId);

/** A live system moves while it is read: only what is found again is a violation. */
async function lookAgain(suspect: Suspect): Promise<Suspect> {
  const { found } = await lookAt(suspect.subject);
  if (!found) return suspect;
  const before = suspect.found && new Set(suspect.found.map(signOf));
  const staying = found.filter(one => before?.has(signOf(one)) ?? true);
  return { ...suspect, found: staying, looks: suspect.looks + 1 };
}

/** What makes a violation the same at the next look. Of seats that are just being filled fewer are free then. */
const signOf = ({ rule, userId, detail }: Violation) =>
  `${rule} ${userId} ${rule === 'FREE_SEATS_ARE_FILLED' ? detail : ''}`;

const AT_A_TIME = 500;

/** All events, those too of which there are only texts, or rows; then the users whose count is not that of their rows. */
async function* everything(): AsyncGenerator<Subject> {
  for await (const eventIds of seats.allIds(AT_A_TIME)) yield* eventIds.map(eventId => ({ eventId }));
  const halves = new Set<string>();
  for await (const eventIds of idsElsewhere()) {
    const found = await batchGet(eventIds.map(seats.ref), { consistent: true });
    const missing = new Set(eventIds.filter(one => !found(seats.ref(one)) && !halves.has(one)));
    for (const eventId of missing) halves.add(eventId);
    yield* [...missing].map(eventId => ({ eventId }));
  }
  for await (const page of users.all(AT_A_TIME)) {
    for (const { userId, registrationCount } of page) {
      if ((await registrations.countByUser(userId)) !== registrationCount) yield { userId };
    }
  }
}

async function* idsElsewhere(): AsyncGenerator<string[]> {
  yield* events.allIds(AT_A_TIME);
  for await (const rows of registrations.all(AT_A_TIME)) yield rows.map(({ eventId }) => eventId);
}

/** The index may lag: then it does not after a pause. */
async function lookAtUser(userId: string): Promise<Look> {
  const found = await batchGet([users.ref(userId)], { consistent: true });
  const { registrationCount } = found(users.ref(userId)) ?? {};
  const rows = await registrations.countByUser(userId);
  const detail = `registrationCount is ${registrationCount}, and the number of registrations ${rows}`;
  const isWrong = registrationCount !== undefined && registrationCount !== rows;
  return { isEvent: false, found: isWrong ? [{ userId, rule: 'USERS_ARE_COUNTED', detail }] : [] };
}

type Tally = Record<RegistrationStatus, number> & { found: Violation[] };

async function lookAtEvent(eventId: string): Promise<Look> {
  const read = () => batchGet(eventRefs(eventId), { consistent: true });
  const before = await read();
  const tally = await tallyRows(eventId, before);
  const after = await read();
  const [details, item] = [after(events.ref(eventId)), after(seats.ref(eventId))];
  const isEvent = Boolean(details || item) || tally.registered + tally.waitlisted > 0;
  if (!isDeepStrictEqual(before(seats.ref(eventId)), item)) return { isEvent, found: undefined };
  const found = [...tally.found, ...(item ? brokenCounts(item, tally) : [])];
  if (Boolean(details) !== Boolean(item)) {
    const detail = `Of its two items, the one in ${item ? 'Events' : 'Seats'} is missing`;
    found.push({ eventId, rule: 'EVENTS_ARE_WHOLE', detail });
  }
  return { isEvent, found };
}

/** Counts the rows of an event, a page at a time, and looks at each of them. */
async function tallyRows(eventId: string, event: Lookup): Promise<Tally> {
  const tally: Tally = { registered: 0, waitlisted: 0, found: [] };
  const holders = new Map<number, string>();
  const item = event(seats.ref(eventId));
  const isEvent = Boolean(item ?? event(events.ref(eventId)));
  for await (const rows of registrations.allByUserId(eventId, AT_A_TIME)) {
    const found = await batchGet(
      rows.map(({ userId }) => users.ref(userId)),
      { consistent: true },
    );
    for (const row of rows) {
      const { userId, status, place } = row;
      const broken = (rule: Rule, detail: string) => tally.found.push({ eventId, userId, rule, detail });
      tally[status] += 1;
      if (!isEvent) broken('ROWS_HAVE_EVENTS', `${userId} is ${status}, but there is no such event`);
      if (!found(users.ref(userId))) broken('ROWS_HAVE_USERS', `${userId} is ${status}, but no user`);
      if (!registrations.isInPlace(row))
        broken('PLACES_FIT_STATUS', `${userId} is ${status}, sorted at ${place}`);
      const ticket = registrations.ticketOf(row);
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

/** What the counters, the capacity and the status of an event say against its rows. */
function brokenCounts(item: SeatsItem, { registered, waitlisted }: Tally): Violation[] {
  const { eventId, status, capacity, registeredCount, waitlistCount, watch, seenAt } = item;
  const found: Violation[] = [];
  const broken = (rule: Rule, detail: string) => found.push({ eventId, rule, detail });
  const counts = `registeredCount is ${registeredCount} for ${registered} registered, and waitlistCount ${waitlistCount} for ${waitlisted} waiting`;
  const isAbove = registeredCount > registered || waitlistCount > waitlisted;
  if (registeredCount < registered || waitlistCount < waitlisted) broken('COUNTERS_COVER_ROWS', counts);
  else if (isAbove && !watch) broken('COUNTERS_EQUAL_ROWS', `${counts}, and no number is under way`);
  if (registered > capacity) broken('CAPACITY_HOLDS', `${registered} are registered, for ${capacity} seats`);
  if (watch && Date.now() - Number(seenAt) > UNWATCHED_MS) {
    broken(
      'NUMBERS_ARE_LOOKED_AT',
      `Nobody has looked for lost numbers for minutes: returnNumbers does not run`,
    );
  }
  const free = freeSeats(item);
  if (status === 'active' && free > 0 && waitlisted > 0) {
    broken('FREE_SEATS_ARE_FILLED', `People wait, and the number of free seats is ${free}`);
  }
  return found;
}
