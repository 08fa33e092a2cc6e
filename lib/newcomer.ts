import { batchGet, getSettled, type Outcome } from './dynamo.ts';
import { ApiError } from './errors.ts';
import { eventNotFound } from './events.ts';
import { type Keyed, type Result, replay } from './idempotency.ts';
import * as answers from './repositories/answers.ts';
import type { RegistrationItem } from './repositories/registrations.ts';
import * as registrations from './repositories/registrations.ts';
import type { SeatsItem } from './repositories/seats.ts';
import * as seats from './repositories/seats.ts';
import * as users from './repositories/users.ts';
import { userNotFound } from './users.ts';
import { admit, type Seats } from './waitlist.ts';

/** Somebody who asks for a place at an event, the id that their registration is to have, and the request itself. */
export type Newcomer = Pick<RegistrationItem, 'eventId' | 'userId' | 'registrationId'> & { request: Keyed };

/** A registration as the API answers it. `position` is the place in the queue now, for someone who waits. */
export const registrationAnswer = (item: RegistrationItem, position: number | null) => ({
  registrationId: item.registrationId,
  userId: item.userId,
  eventId: item.eventId,
  status: item.status,
  registeredAt: item.registeredAt,
  waitlistPosition: position,
  promotedAt: item.promotedAt,
});

export type Registration = ReturnType<typeof registrationAnswer>;

/**
 * What a newcomer gets now.
 * @throws ApiError EVENT_NOT_OPEN, EVENT_FULL
 */
export function placeFor(seen: Seats) {
  const plan = admit(seen);
  if (plan.kind === 'closed') throw eventNotOpen(plan.status);
  if (plan.kind === 'full') throw eventFull(seen);
  return plan;
}

/** The registration of a newcomer who got a seat, or the place of this ticket in the queue. */
export function rowOf(
  { eventId, userId, registrationId }: Newcomer,
  kind: 'seat' | 'queue',
  ticket: number,
): RegistrationItem {
  const registeredAt = new Date().toISOString();
  return {
    eventId,
    userId,
    registrationId,
    status: kind === 'seat' ? 'registered' : 'waitlisted',
    registeredAt,
    promotedAt: null,
    place:
      kind === 'seat' ? registrations.seatPlace(registeredAt, { userId }) : registrations.queuePlace(ticket),
  };
}

/**
 * The event, for a newcomer who may register for it; or what they were answered before.
 * @throws ApiError USER_NOT_FOUND, EVENT_NOT_FOUND, ALREADY_REGISTERED, ALREADY_WAITLISTED, EVENT_NOT_OPEN,
 * EVENT_FULL, IDEMPOTENCY_KEY_REUSED
 */
export async function look(newcomer: Newcomer): Promise<SeatsItem | Result<Registration>> {
  const { eventId, userId, request } = newcomer;
  const refs = [users.ref(userId), seats.ref(eventId), registrations.ref(eventId, userId)];
  const kept = request && answers.ref(request.key);
  const found = await batchGet([...refs, ...(kept ? [kept] : [])], { consistent: true });
  const row = found(registrations.ref(eventId, userId));
  // The row may be that of the first request with this key, whose answer is not to be seen yet.
  const first = replay<Registration>(request, kept && (found(kept) ?? (row && (await getSettled(kept)))));
  if (first) return { ...first, isReplay: first.value.registrationId !== newcomer.registrationId };
  if (!users.unlessDeleted(found(users.ref(userId)))) throw userNotFound();
  const seen = seats.unlessDeleted(found(seats.ref(eventId)));
  if (!seen) throw eventNotFound();
  if (row) return registeredBefore(newcomer, row);
  placeFor(seen);
  return seen;
}

/**
 * What to say when a registration was refused: the answer, or the state of the event that the next plan needs.
 * @throws ApiError as `look`
 */
export async function afterRefusal(
  newcomer: Newcomer,
  { refusals }: Outcome & { committed: false },
): Promise<SeatsItem | Result<Registration>> {
  const [seatsRefusal, userRefusal, rowRefusal] = refusals;
  if (userRefusal?.refused) throw userNotFound();
  // Where others were in the way the refusal says nothing, and what it says of the rest is not the first reason.
  if (refusals.some(({ unseen }) => unseen)) return look(newcomer);
  const item = seatsRefusal?.found as SeatsItem | undefined;
  if (seatsRefusal?.refused && !seats.unlessDeleted(item)) throw eventNotFound();
  if (rowRefusal?.refused) return registeredBefore(newcomer, rowRefusal.found as RegistrationItem);
  return item ?? look(newcomer);
}

/**
 * The registration that is there may be of this very request, which did not hear that it was made.
 * @throws ApiError ALREADY_REGISTERED, ALREADY_WAITLISTED
 */
export async function registeredBefore(
  { registrationId }: Newcomer,
  row: RegistrationItem,
): Promise<Result<Registration>> {
  const position = row.status === 'registered' ? null : await registrations.positionOf(row);
  if (row.registrationId === registrationId) {
    return { value: registrationAnswer(row, position), isReplay: false };
  }
  throw position === null
    ? new ApiError('ALREADY_REGISTERED', 'User is already registered for this event')
    : new ApiError('ALREADY_WAITLISTED', `User is already on the waitlist at position ${position}`);
}

const eventNotOpen = (status: string) =>
  new ApiError('EVENT_NOT_OPEN', `Event is not open for registration (status: ${status})`);

const eventFull = ({ capacity }: Seats) =>
  new ApiError('EVENT_FULL', `Event is at full capacity (${capacity}/${capacity}). No waitlist available.`);
