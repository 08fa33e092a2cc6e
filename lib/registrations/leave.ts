import { leavingClosed } from '../core/refusals.ts';
import { isAnonymous } from '../domain/anonymousId.ts';
import { textOf } from '../domain/instants.ts';
import { queueTicketOf } from '../domain/registrationSortKey.ts';
import { type Departure, departTogether, promotable, type RegistrationStatus } from '../domain/waitlist.ts';
import { isLeavingClosed } from '../domain/window.ts';
import { transact, type Write } from '../dynamo/write.ts';
import type * as history from '../repositories/history.ts';
import { type Front, frontOfQueue } from '../repositories/placeLists.ts';
import * as places from '../repositories/places.ts';
import * as registrations from '../repositories/registrations.ts';
import type * as seats from '../repositories/seats.ts';
import * as seatsMoves from '../repositories/seatsMoves.ts';
import { rememberLeavers } from './crowdMemory.ts';
import { queueMoves } from './promotion.ts';

/** What a person left, and who was promoted to their seat. */
export type Left = { left: RegistrationStatus; promotedUser: string | undefined };

type Options = { entry?: Write<history.Entry>; askedAt?: number; mayGoTogether?: boolean };

/**
 * Takes a registration off an event. `event` and `row` are as they were just read, and `entry` goes into the history.
 * `askedAt` is the time when a person asked for it, in milliseconds since 1970, if one did: then a seat ends only while
 * seats may be given up. Returns `undefined` when the event or the row has changed since. With `mayGoTogether` also when
 * others were in the way on the event, which this process then remembers for a moment.
 */
export async function leave(
  event: seats.Item,
  row: places.Item,
  { entry, askedAt, mayGoTogether = false }: Options = {},
): Promise<Left | undefined> {
  const { lefts, writes } = leavingOf(event, [row], await frontFor(event, [row]), askedAt);
  const outcome = await transact(
    { ...writes, entry },
    mayGoTogether ? { yieldsToContentionOf: 'seats' } : {},
  );
  if (outcome.kind === 'committed') return lefts[0];
  if (outcome.refusals.seats.conflicted) rememberLeavers(event.eventId);
  return undefined;
}

const NOBODY: Front = { people: [], skipsSomebody: false };

/**
 * Returns whether a person may leave: not when they are checked in. An anonymous registration may, since nobody could
 * undo that.
 */
export const mayLeave = ({ userId, checkedInAt }: places.Item): boolean =>
  !checkedInAt || isAnonymous(userId);

/** Returns whether a registration is a seat that could no longer be given up at this time (milliseconds since 1970). */
export const isBound = (event: seats.Item, { status }: places.Item, askedAt: number): boolean =>
  status === 'registered' && isLeavingClosed(event, askedAt);

/** @throws ApiError LEAVING_CLOSED when a registration is bound at this time */
export function ensureNotBound(event: seats.Item, row: places.Item, askedAt: number): void {
  if (isBound(event, row, askedAt)) throw leavingClosed(textOf(Number(event.leaveUntil)));
}

/** Returns the people to whom the seats of these registrations may go, if they may go to anybody (rules 3, 6 and 9). */
export async function frontFor(event: seats.Item, rows: places.Item[]): Promise<Front> {
  const isActive = event.status === 'active' && event.waitlistCount > 0;
  const mayPassOn = isActive && rows.some(({ status }) => status === 'registered');
  return mayPassOn ? frontOfQueue(event, rows.length) : NOBODY;
}

/**
 * Plans how registrations end at once, as the pure rules decide: each seat goes to the next of the queue in the same
 * transaction (rule 6), or becomes free, or the queue is one shorter. `event` and `rows` are as they were just read, and
 * `front` was read after them. The writes are refused when any of these has changed since. They are in the order in which
 * the people would leave one after another: first from the queue, then from the seats that are passed on. `askedAt` is the
 * time when the last of those with seats asked for it, if people did.
 */
export function leavingOf(event: seats.Item, rows: places.Item[], front: Front, askedAt?: number) {
  const isLeaving = new Set(rows.map(({ userId }) => userId));
  const statuses = rows.map(({ status }) => status);
  const staying = front.people.filter(({ userId }) => !isLeaving.has(userId));
  const plans = departTogether(statuses, event, staying);
  const planned = (kind: Plan['kind']) => rows.filter((_, n) => plans[n]?.kind === kind);
  const [waiting, passing, freeing] = [planned('leaveQueue'), planned('passSeatOn'), planned('freeSeat')];
  const heads = { ...front, people: staying.slice(0, passing.length) };
  const { floor, writes } = queueMoves(event, heads, new Date().toISOString(), waiting.map(queueTicketOf));
  const after = plans.at(-1)?.after;
  const leaving = {
    passedOn: passing.length,
    freed: freeing.length,
    fromQueue: waiting.length,
    checkedIn: rows.filter(({ checkedInAt }) => checkedInAt !== undefined).length,
    isHeadUnseen: after !== undefined && promotable(after) > 0,
    askedAt,
  };
  return {
    lefts: rows.map(({ status }, n): Left => ({ left: status, promotedUser: promotedBy(plans[n]) })),
    writes: {
      seats: seatsMoves.leave(event, leaving, floor),
      removed: [...waiting, ...passing].map(registrations.remove),
      ...writes,
      freed: freeing.map(registrations.remove),
      removedPlaces: rows.map(places.remove),
    },
  };
}

type Plan = Departure<places.Item>;

const promotedBy = (plan: Plan | undefined): string | undefined =>
  plan?.kind === 'passSeatOn' ? plan.to.userId : undefined;
