import { randomUUID } from 'node:crypto';
import { type IdempotentRequest, type Result, replayAfter, storeAnswer } from '../answers/idempotency.ts';
import { type Registration, registrationAnswer } from '../answers/registrationAnswer.ts';
import { unlessHidden } from '../answers/visibleEvent.ts';
import {
  alreadyCheckedIn,
  alreadyRegistered,
  alreadyWaiting,
  eventNotFound,
  notSeated,
  registrationNotFound,
  userNotFound,
} from '../core/refusals.ts';
import { retryRace } from '../core/retryRace.ts';
import type { FindSight } from '../domain/drafts.ts';
import { sortKeyFor } from '../domain/registrationSortKey.ts';
import { dateEventId } from '../domain/sortKeys.ts';
import { transact } from '../dynamo/write.ts';
import * as places from '../repositories/places.ts';
import * as registrations from '../repositories/registrations.ts';
import * as seats from '../repositories/seats.ts';
import * as seatsMoves from '../repositories/seatsMoves.ts';
import * as users from '../repositories/users.ts';
import { ensureNotBound } from './leave.ts';
import { readOrAnswer, rowIn } from './loadParticipant.ts';

/** A person hands their seat at an event on to somebody else. */
export type Transfer = { eventId: string; userId: string; to: string };

/**
 * Hands a seat on in one transaction. It keeps its place in the list, no counter moves, and nobody is promoted. The event
 * may be closed for registration, or over.
 * @throws ApiError USER_NOT_FOUND for either person, EVENT_NOT_FOUND, REGISTRATION_NOT_FOUND, NOT_SEATED,
 * ALREADY_CHECKED_IN, LEAVING_CLOSED, ALREADY_REGISTERED, ALREADY_WAITLISTED, IDEMPOTENCY_KEY_REUSED
 */
export function transferSeat(
  transfer: Transfer,
  request: IdempotentRequest | undefined,
  findSight: FindSight,
): Promise<Result<Registration>> {
  const [registrationId, askedAt] = [randomUUID(), Date.now()];
  return retryRace<Result<Registration>>(async () => {
    const read = await load(transfer, request, findSight);
    if (read.kind === 'answered') return read.result;
    const { event, row, other } = read;
    ensureMayHandOn(event, row, askedAt);
    ensureMayReceive(other);
    const handedOn = newRegistrationOn(row, { ...transfer, registrationId, date: event.date });
    const value = registrationAnswer(handedOn, null);
    const outcome = await transact({
      seats: seatsMoves.keepWhileSeatIsHandedOn(event, askedAt),
      user: users.countRegistration(transfer.to, transfer.eventId),
      removed: registrations.remove(row),
      // A place whose key stays is replaced: a transaction takes one write for each item.
      removedPlace: handedOn.sortKey === row.sortKey ? undefined : places.remove(row),
      registration: registrations.create(handedOn),
      place: places.create(places.placeOf(handedOn)),
      answer: storeAnswer(request, value),
    });
    if (outcome.kind === 'committed') return { value, isReplay: false };
    return replayAfter<Registration>(request, outcome.refusals.answer);
  });
}

/** Somebody who is to get a seat: whether they are a user, and their registration, if they have one. */
type Other = { isUser: boolean; row: registrations.Item | undefined };

/** Reads the event, the seat, and who is to get it, or the answer that the request got before. */
async function load(
  { eventId, userId, to }: Transfer,
  request: IdempotentRequest | undefined,
  findSight: FindSight,
) {
  const people = [...new Set([userId, to])];
  const refs = people.flatMap(one => [users.ref(one), registrations.ref(eventId, one)]);
  const read = await readOrAnswer<Registration>([seats.ref(eventId), ...refs], request);
  if (read.kind === 'answered') return read;
  const { found } = read;
  const row = rowIn(found, eventId, userId);
  const event = await unlessHidden(seats.unlessDeleted(found(seats.ref(eventId))), findSight);
  if (!event) throw eventNotFound();
  if (!row) throw registrationNotFound();
  const isUser = users.unlessDeleted(found(users.ref(to))) !== undefined;
  const other: Other = { isUser, row: found(registrations.ref(eventId, to)) };
  return { kind: 'read' as const, event, row, other };
}

function ensureMayHandOn(event: seats.Item, row: registrations.Item, askedAt: number): void {
  if (row.status === 'waitlisted') throw notSeated();
  if (row.checkedInAt) throw alreadyCheckedIn();
  ensureNotBound(event, row, askedAt);
}

/** Only somebody who may hand a seat on learns who exists and who is there, and nobody where another person waits. */
function ensureMayReceive({ isUser, row }: Other): void {
  if (!isUser) throw userNotFound();
  if (row) throw row.status === 'registered' ? alreadyRegistered() : alreadyWaiting();
}

/** Makes the registration of somebody who is handed the seat of `row`, in its place. */
function newRegistrationOn(
  row: registrations.Item,
  { eventId, to, registrationId, date }: Transfer & { registrationId: string; date: string },
): registrations.Item {
  const now = new Date().toISOString();
  return {
    eventId,
    userId: to,
    registrationId,
    status: 'registered',
    // Clocks differ, so it is never before the seat was taken.
    registeredAt: now > row.registeredAt ? now : row.registeredAt,
    promotedAt: null,
    part: row.part,
    sortKey: sortKeyFor(row, to),
    dateEventId: dateEventId(date, eventId),
  };
}
