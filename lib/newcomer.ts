import { type IdempotentRequest, type Result, settledReplay } from './answers/idempotency.ts';
import { type Registration, registrationAnswer } from './answers/registrationAnswer.ts';
import { attendance } from './attendance.ts';
import type { Refusal } from './dynamo/write.ts';
import {
  alreadyRegistered,
  alreadyWaitlisted,
  eventFull,
  eventNotFound,
  eventNotOpen,
  userNotFound,
} from './refusals.ts';
import type { RegistrationItem } from './repositories/registrations.ts';
import * as registrations from './repositories/registrations.ts';
import type { SeatsItem } from './repositories/seats.ts';
import * as seats from './repositories/seats.ts';
import { admit, type Seats } from './waitlist.ts';

/** Somebody who asks for a place at an event, the id that their registration is to have, and the request itself. */
export type Newcomer = Pick<RegistrationItem, 'eventId' | 'userId' | 'registrationId'> & {
  request: IdempotentRequest | undefined;
};

/** A request that is answered, or an event that may be registered for, as it was seen. */
export type Answered = { kind: 'answered'; result: Result<Registration> };
export type Open = { kind: 'open'; seen: SeatsItem };

export const answered = (result: Result<Registration>): Answered => ({ kind: 'answered', result });

/**
 * What a newcomer gets now.
 * @throws ApiError EVENT_NOT_OPEN, EVENT_FULL
 */
export function placeFor(seen: Seats) {
  const plan = admit(seen);
  if (plan.kind === 'closed') throw eventNotOpen(plan.status);
  if (plan.kind === 'full') throw eventFull(seen.capacity);
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
export async function look(newcomer: Newcomer): Promise<Open | Answered> {
  const { eventId, userId, registrationId, request } = newcomer;
  const found = await attendance<Registration>(eventId, userId, request);
  // A row may be what the first request with this key led to, though its answer is not to be seen yet.
  const first =
    found.kind === 'answered' ? found.result : found.row && (await settledReplay<Registration>(request));
  if (first) return answered({ ...first, isReplay: first.value.registrationId !== registrationId });
  if (found.kind === 'answered') return found;
  if (found.row) return answered(await registeredBefore(newcomer, found.row));
  placeFor(found.event);
  return { kind: 'open', seen: found.event };
}

type Refusals = {
  seats: Refusal<SeatsItem>;
  user: Refusal<object>;
  registration: Refusal<RegistrationItem>;
  slip?: Refusal<object> | undefined;
  answer?: Refusal<object> | undefined;
};

/**
 * What to say when a registration was refused: the answer, or the state of the event that the next plan needs.
 * @throws ApiError as `look`
 */
export async function afterRefusal(newcomer: Newcomer, refusals: Refusals): Promise<Open | Answered> {
  const { seats: ofSeats, user, registration } = refusals;
  if (user.conditionFailed) throw userNotFound();
  // Where others were in the way the refusal says nothing, and what it says of the rest is not the first reason.
  if (Object.values(refusals).some(refusal => refusal?.conflicted)) return look(newcomer);
  if (ofSeats.conditionFailed && !seats.unlessDeleted(ofSeats.item)) throw eventNotFound();
  if (registration.item) return answered(await registeredBefore(newcomer, registration.item));
  return ofSeats.item ? { kind: 'open', seen: ofSeats.item } : look(newcomer);
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
  throw position === null ? alreadyRegistered() : alreadyWaitlisted(position);
}
