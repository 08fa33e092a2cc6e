import type { FromSchema } from 'json-schema-to-ts';
import type { checkedInRegistration } from '../../schemas/registration.ts';
import { type IdempotentRequest, type Result, replayAfter, storeAnswer } from '../answers/idempotency.ts';
import { registrationAnswer } from '../answers/registrationAnswer.ts';
import { eventNotOpenForCheckIn, notSeated, registrationNotFound } from '../core/refusals.ts';
import { retryRace } from '../core/retryRace.ts';
import { nextCheckInChange } from '../domain/checkInChange.ts';
import type { FindSight } from '../domain/drafts.ts';
import { instantOf, latest, textOf } from '../domain/instants.ts';
import { transact } from '../dynamo/write.ts';
import * as places from '../repositories/places.ts';
import * as registrations from '../repositories/registrations.ts';
import * as seats from '../repositories/seats.ts';
import { loadParticipantOrAnswer } from './loadParticipant.ts';

/** The answer to a check-in. `firstCheckIn` is true for only one of those who check a person in at once. */
export type CheckedIn = FromSchema<typeof checkedInRegistration>;

/**
 * Checks in a person who has a seat at an active event. The time of an earlier check-in stays. Speed: a read comes
 * first, so that repeated check-ins leave the counters alone. A deletion of the person or the event meanwhile takes
 * the check-in with it. `scannedAt` is when their ticket was scanned, if that was before.
 * @throws ApiError USER_NOT_FOUND, EVENT_NOT_FOUND, REGISTRATION_NOT_FOUND, EVENT_NOT_OPEN, NOT_SEATED,
 * IDEMPOTENCY_KEY_REUSED
 */
export const checkIn = (
  eventId: string,
  userId: string,
  request: IdempotentRequest | undefined,
  findSight: FindSight,
  scannedAt?: string,
): Promise<Result<CheckedIn>> =>
  retryRace<Result<CheckedIn>>(async () => {
    const found = await loadParticipantOrAnswer<CheckedIn>(eventId, userId, request, findSight);
    if (found.kind === 'answered') return found.result;
    const { event, row } = found;
    if (!row) throw registrationNotFound();
    const firstCheckIn = !row.checkedInAt;
    if (firstCheckIn) ensureMayEnter(event, row);
    const now = new Date().toISOString();
    const checkedInAt = row.checkedInAt ?? checkInTime(row, now, scannedAt);
    const change = nextCheckInChange(row, now);
    const value = { ...registrationAnswer({ ...row, checkedInAt }, null), firstCheckIn };
    if (!firstCheckIn && !request) return { value, isReplay: false };
    const outcome = await transact({
      seats: firstCheckIn ? seats.countCheckIn(eventId) : undefined,
      registration: firstCheckIn ? registrations.markCheckedIn(row, checkedInAt, change) : undefined,
      place: firstCheckIn ? places.markCheckedIn(row, checkedInAt, change) : undefined,
      answer: storeAnswer(request, value),
    });
    if (outcome.kind === 'committed') return { value, isReplay: false };
    return replayAfter<CheckedIn>(request, outcome.refusals.answer);
  });

function ensureMayEnter({ status }: seats.Item, row: registrations.Item): void {
  if (status !== 'active') throw eventNotOpenForCheckIn(status);
  if (row.status === 'waitlisted') throw notSeated();
}

/**
 * Returns the time of a check-in. Clocks differ, so that of a scan may be ahead of this one. No check-in is before the
 * person got their seat.
 */
function checkInTime(
  { registeredAt, promotedAt }: registrations.Item,
  now: string,
  scannedAt: string = now,
): string {
  const scanned = textOf(Math.min(Number(instantOf(scannedAt)), Date.parse(now)));
  return latest(scanned, promotedAt ?? registeredAt);
}
