import { randomUUID } from 'node:crypto';
import { type IdempotentRequest, type Result, replayAfter, storeAnswer } from '../answers/idempotency.ts';
import { type Registration, registrationAnswer } from '../answers/registrationAnswer.ts';
import { admit } from '../domain/waitlist.ts';
import { transact } from '../dynamo/write.ts';
import * as places from '../repositories/places.ts';
import * as registrations from '../repositories/registrations.ts';
import type * as seats from '../repositories/seats.ts';
import * as seatsMoves from '../repositories/seatsMoves.ts';
import * as sweeps from '../repositories/sweeps.ts';
import * as users from '../repositories/users.ts';
import {
  type Answered,
  answered,
  checkEligibility,
  explainRefusal,
  newRegistrationItem,
  type Open,
  type RegistrationAttempt,
} from './attempt.ts';
import { rememberCrowd, remembersCrowd } from './crowdMemory.ts';
import { isAsKnown, knownEvent } from './knownEvents.ts';
import { registerByHold } from './registerByHold.ts';

/**
 * Registers a person for a seat, or for the next position in the queue (rules 1 to 5). One transaction takes a free
 * seat. Everything else is a hold, which is then confirmed. A process that does not know the event reads it first, since
 * the row carries its date.
 * @throws ApiError USER_NOT_FOUND, EVENT_NOT_FOUND, ALREADY_REGISTERED, ALREADY_WAITLISTED, EVENT_NOT_OPEN,
 * EVENT_FULL, IDEMPOTENCY_KEY_REUSED
 */
export async function register(
  eventId: string,
  userId: string,
  request: IdempotentRequest | undefined,
): Promise<Result<Registration>> {
  const attempt = { eventId, userId, registrationId: randomUUID(), request };
  if (remembersCrowd(eventId)) return registerByHold(attempt);
  const known = knownEvent(eventId);
  let state = known ? await takeFreeSeat(attempt, known) : await checkEligibility(attempt);
  if (state.kind === 'open' && hasFreeSeat(state.seen) && !(known && isAsKnown(state.seen, known))) {
    state = await takeFreeSeat(attempt, state.seen);
  }
  return state.kind === 'answered' ? state.result : registerByHold(attempt, state.seen);
}

/** Returns whether an event has a seat to be taken by a transaction. */
const hasFreeSeat = (event: seats.Item) => admit(event).kind === 'seat' && !sweeps.isCrowded(event);

/**
 * Takes a free seat and writes the registration in one transaction, at the event as it is known. If it is refused, the
 * items that it returns decide what happens next.
 */
async function takeFreeSeat(attempt: RegistrationAttempt, event: seats.Known): Promise<Answered | Open> {
  const { eventId, userId, request } = attempt;
  const item = newRegistrationItem(attempt, event, { kind: 'seat' });
  const value = registrationAnswer(item, null);
  const outcome = await transact(
    {
      seats: seatsMoves.takeSeat(eventId, event),
      user: users.countRegistration(userId, eventId),
      registration: registrations.create(item),
      place: places.create(places.placeOf(item)),
      answer: storeAnswer(request, value),
    },
    { yieldsToConflictOf: 'seats' },
  );
  if (outcome.kind === 'committed') return answered({ value, isReplay: false });
  const { refusals } = outcome;
  if (refusals.seats.conflicted || sweeps.isCrowded(refusals.seats.item)) rememberCrowd(eventId);
  const first = await replayAfter<Registration>(request, refusals.answer);
  return first ? answered(first) : explainRefusal(attempt, refusals);
}
