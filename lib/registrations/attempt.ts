import { randomUUID } from 'node:crypto';
import { type IdempotentRequest, type Result, settledReplay } from '../answers/idempotency.ts';
import { type Registration, registrationWithAnswers } from '../answers/registrationAnswer.ts';
import { alreadyRegistered, alreadyWaitlisted, eventNotFound, userNotFound } from '../core/refusals.ts';
import type { FindSight } from '../domain/drafts.ts';
import { blockOf, laneOf, queuePart, seatPart } from '../domain/places.ts';
import { queueSortKey, seatSortKey } from '../domain/registrationSortKey.ts';
import { dateEventId } from '../domain/sortKeys.ts';
import type { Refusal } from '../dynamo/write.ts';
import type * as registrations from '../repositories/registrations.ts';
import * as seats from '../repositories/seats.ts';
import { rememberEvent } from './knownEvents.ts';
import { loadParticipantOrAnswer } from './loadParticipant.ts';
import { positionOf } from './positions.ts';

/**
 * A person's request to register, with what they answer to questions, at the time `askedAt`, in milliseconds since
 * 1970. `registrationId` is the id of the registration to be made.
 */
export type RegistrationAttempt = Pick<registrations.Item, 'eventId' | 'userId' | 'registrationId'> & {
  answers?: object | undefined;
  request: IdempotentRequest | undefined;
  askedAt: number;
  findSight: FindSight;
};

/** Begins an attempt now. */
export const newAttempt = (
  asked: Omit<RegistrationAttempt, 'registrationId' | 'askedAt'>,
): RegistrationAttempt => ({ ...asked, registrationId: randomUUID(), askedAt: Date.now() });

/** An attempt that ended with an answer. */
export type Answered = { kind: 'answered'; result: Result<Registration> };

/** An attempt that goes on, at an event as it was seen. */
export type Open = { kind: 'open'; seen: seats.Item };

/** An attempt that met other people at the event, which was not seen. */
export type Contended = { kind: 'contended' };

/** Ends an attempt with an answer. */
export const answered = (result: Result<Registration>): Answered => ({ kind: 'answered', result });

/** Makes the registration that an attempt leads to at an event, on a free seat or on its hold. */
export function newRegistrationItem(
  { eventId, userId, registrationId, answers }: RegistrationAttempt,
  { date, lanes }: Pick<seats.Item, 'date' | 'lanes'>,
  on: { kind: 'seat' } | { kind: 'queue'; number: number },
): registrations.Item {
  const registeredAt = new Date().toISOString();
  const sortedAt = { dateEventId: dateEventId(date, eventId) };
  const given = answers && { answers: JSON.stringify(answers) };
  const base = { eventId, userId, registrationId, registeredAt, promotedAt: null, ...sortedAt, ...given };
  if (on.kind === 'queue') {
    const place = { part: queuePart(eventId, blockOf(on.number)), sortKey: queueSortKey(on.number) };
    return { ...base, ...place, status: 'waitlisted' };
  }
  const place = {
    part: seatPart(eventId, laneOf(userId, lanes)),
    sortKey: seatSortKey(registeredAt, { userId }),
  };
  return { ...base, ...place, status: 'registered' };
}

/**
 * Reads what decides about an attempt: the event, when the person is not registered there, or the answer to an earlier
 * request.
 * @throws ApiError USER_NOT_FOUND, EVENT_NOT_FOUND, ALREADY_REGISTERED, ALREADY_WAITLISTED, IDEMPOTENCY_KEY_REUSED
 */
export async function checkEligibility(attempt: RegistrationAttempt): Promise<Open | Answered> {
  const { eventId, userId, request, findSight } = attempt;
  const found = await loadParticipantOrAnswer<Registration>(eventId, userId, request, findSight);
  if (found.kind === 'answered') return replayed(attempt, found.result);
  if (found.row) return answerKnown(attempt, found.row, found.event);
  return { kind: 'open', seen: found.event };
}

/** Answers an attempt of somebody who has a registration. `event` is the event, if it was read. */
export async function answerKnown(
  attempt: RegistrationAttempt,
  row: registrations.Item,
  event?: seats.Item,
): Promise<Answered> {
  // The row may come from the first request with this key, though a plain read does not show its answer yet.
  const first = await settledReplay<Registration>(attempt.request);
  return first ? replayed(attempt, first) : answered(await answerDuplicate(attempt, row, event));
}

/** Ends an attempt with a stored answer. It may be that of this very attempt, which did not receive it. */
export const replayed = (
  { registrationId }: RegistrationAttempt,
  { value }: Result<Registration>,
): Answered => answered({ value, isReplay: value.registrationId !== registrationId });

type Refusals = {
  seats: Refusal<seats.Item>;
  user: Refusal<object>;
  registration: Refusal<registrations.Item>;
  answer: Refusal<object> | undefined;
};

/**
 * Explains by the items of a refused transaction why it changed nothing. The event may still be open.
 * @throws ApiError USER_NOT_FOUND, EVENT_NOT_FOUND, ALREADY_REGISTERED, ALREADY_WAITLISTED
 */
export async function explainRefusal(
  attempt: RegistrationAttempt,
  refusals: Refusals,
): Promise<Open | Answered | Contended> {
  const { seats: ofSeats, user, registration } = refusals;
  if (user.conditionFailed) throw userNotFound();
  // A write in conflict was not evaluated, so the others may not contain the first reason.
  if (Object.values(refusals).some(refusal => refusal?.conflicted)) return { kind: 'contended' };
  if (ofSeats.conditionFailed && !seats.unlessDeleted(ofSeats.item)) throw eventNotFound();
  if (registration.item) return answered(await answerDuplicate(attempt, registration.item, ofSeats.item));
  if (!ofSeats.item) return { kind: 'contended' };
  rememberEvent(ofSeats.item);
  return { kind: 'open', seen: ofSeats.item };
}

/**
 * Answers an attempt that met a registration of the same person: its own, whose answer was lost, or an earlier one.
 * `event` is the event, if it was read.
 * @throws ApiError ALREADY_REGISTERED, ALREADY_WAITLISTED
 */
export async function answerDuplicate(
  { registrationId }: RegistrationAttempt,
  row: registrations.Item,
  event?: seats.Item,
): Promise<Result<Registration>> {
  const position = await positionOf(row, event);
  if (row.registrationId === registrationId) {
    return { value: registrationWithAnswers(row, position), isReplay: false };
  }
  throw position === null ? alreadyRegistered() : alreadyWaitlisted(position);
}
