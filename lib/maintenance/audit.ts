import { setTimeout as sleep } from 'node:timers/promises';
import { timeLeftMs } from '../core/deadline.ts';
import { happened } from '../core/usage.ts';
import { batchGet } from '../dynamo/read.ts';
import * as eventLists from '../repositories/eventLists.ts';
import * as events from '../repositories/events.ts';
import * as places from '../repositories/places.ts';
import * as registrationLists from '../repositories/registrationLists.ts';
import * as seats from '../repositories/seats.ts';
import { brokenPlaces, brokenRegistrations, checkPlace, checkRegistration } from './checkReferences.ts';
import { checkEvent } from './invariants.ts';
import type { Check, Violation } from './violations.ts';

/**
 * The result of an audit. `restless` events changed during each check. `isComplete` means that there was time, and
 * room, for everything.
 */
export type AuditReport = {
  eventsChecked: number;
  violations: Violation[];
  restless: string[];
  isComplete: boolean;
};

/** At most 5000 violations fit into the answer of a function. */
const MAX_VIOLATIONS = 5000;
/** This time is reserved for rechecking what seems wrong, after each pause. */
const RECHECKING_MS = 300_000;
const PAUSES_MS = [500, 1000, 2000];
/** Checking the largest event takes less. */
const LAST_CHECK_MS = 60_000;

/** Checks the invariants of one event, or of all events and registrations. It changes nothing. */
export async function audit(eventId?: string): Promise<AuditReport> {
  let [eventsChecked, room, isComplete] = [0, MAX_VIOLATIONS, true];
  let suspects: Suspect[] = [];
  for await (const subject of eventId === undefined ? everything() : [anEvent(eventId)]) {
    isComplete = room > 0 && timeLeftMs() > RECHECKING_MS;
    if (!isComplete) break;
    const { isEvent, found } = await check(subject);
    if (isEvent) eventsChecked += 1;
    if (found?.length === 0) continue;
    suspects.push({ subject, found, checks: found ? 1 : 0 });
    room -= found?.length ?? 1;
  }
  for (const pauseMs of PAUSES_MS) {
    if (suspects.length > 0) await sleep(pauseMs);
    const next = [];
    for (const suspect of suspects) {
      isComplete &&= timeLeftMs() > LAST_CHECK_MS;
      next.push(isComplete ? await recheck(suspect) : suspect);
    }
    suspects = next.filter(({ found }) => found?.length !== 0);
  }
  const violations = distinct(suspects.flatMap(({ found, checks }) => (checks > 1 && found ? found : [])));
  isComplete &&= violations.length <= MAX_VIOLATIONS;
  happened('auditViolations', violations.length);
  if (!isComplete) happened('auditsIncomplete');
  return {
    eventsChecked,
    violations: violations.slice(0, MAX_VIOLATIONS),
    restless: suspects
      .filter(({ checks }) => checks <= 1)
      .flatMap(({ subject }) => (subject.kind === 'event' ? [subject.eventId] : [])),
    isComplete,
  };
}

/** An orphaned person is found by their registration, and by their place. */
const distinct = (violations: Violation[]): Violation[] => [
  ...new Map(violations.map(one => [JSON.stringify(one), one])).values(),
];

type Subject =
  | { kind: 'event'; eventId: string }
  | { kind: 'registration'; eventId: string; userId: string }
  | { kind: 'place'; part: string; sortKey: string };
const anEvent = (eventId: string): Subject => ({ kind: 'event', eventId });

/** A subject that may be wrong. Each of `checks` checks, during which it did not change, found these violations. */
type Suspect = { subject: Subject; found: Violation[] | undefined; checks: number };

function check(subject: Subject): Promise<Check> {
  if (subject.kind === 'event') return checkEvent(subject.eventId);
  if (subject.kind === 'place') return checkPlace(subject);
  return checkRegistration(subject.eventId, subject.userId);
}

/** Checks a suspect again. A live system changes while it is read, so only what is found again is a violation. */
async function recheck(suspect: Suspect): Promise<Suspect> {
  const { found } = await check(suspect.subject);
  if (!found) return suspect;
  const before = suspect.found && new Set(suspect.found.map(signOf));
  const staying = found.filter(one => before?.has(signOf(one)) ?? true);
  return { ...suspect, found: staying, checks: suspect.checks + 1 };
}

/** Returns what a violation has in common at the next check. Of seats that are being filled, fewer are free then. */
const signOf = ({ rule, userId, detail }: Violation) =>
  `${rule} ${userId} ${rule === 'FREE_SEATS_ARE_FILLED' ? detail : ''}`;

const PAGE_SIZE = 500;

/**
 * Yields all events, also those that have only texts, then the registrations that lack a place or an event, and the places
 * that lack an event or that no list reads.
 */
async function* everything(): AsyncGenerator<Subject> {
  for await (const eventIds of eventLists.allIds(PAGE_SIZE)) yield* eventIds.map(anEvent);
  for await (const eventIds of events.allIds(PAGE_SIZE)) {
    const found = await batchGet(eventIds.map(seats.ref), { consistent: true });
    yield* eventIds.filter(one => !found(seats.ref(one))).map(anEvent);
  }
  for await (const rows of registrationLists.all(PAGE_SIZE)) {
    for (const { eventId = '', userId = '' } of await brokenRegistrations(rows)) {
      yield { kind: 'registration', eventId, userId };
    }
  }
  for await (const some of places.all(PAGE_SIZE)) {
    const wrong = new Set((await brokenPlaces(some)).map(({ userId }) => userId));
    for (const { part, sortKey, userId } of some)
      if (wrong.has(userId)) yield { kind: 'place', part, sortKey };
  }
}
