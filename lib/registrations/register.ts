import { randomUUID } from 'node:crypto';
import { type IdempotentRequest, type Result, replayAfter, storeAnswer } from '../answers/idempotency.ts';
import { type Registration, registrationAnswer } from '../answers/registrationAnswer.ts';
import { transact } from '../dynamo/write.ts';
import * as registrations from '../repositories/registrations.ts';
import * as seats from '../repositories/seats.ts';
import * as sweeps from '../repositories/sweeps.ts';
import * as users from '../repositories/users.ts';
import {
  type Answered,
  answered,
  explainRefusal,
  newRegistrationItem,
  type Open,
  type RegistrationAttempt,
} from './attempt.ts';
import { rememberCrowd, remembersCrowd } from './crowdMemory.ts';
import { registerByHold } from './registerByHold.ts';

/**
 * Registers a person for a seat, or for the next position in the queue (rules 1 to 5). One transaction takes a free
 * seat. Everything else is a hold, which is then confirmed.
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
  const taken = await takeFreeSeat(attempt);
  return taken.kind === 'answered' ? taken.result : registerByHold(attempt, taken.seen);
}

/**
 * Takes a free seat and writes the registration in one transaction. If it is refused, the items that it returns decide
 * what happens next.
 */
async function takeFreeSeat(attempt: RegistrationAttempt): Promise<Answered | Open> {
  const { eventId, userId, request } = attempt;
  const item = newRegistrationItem(attempt, { kind: 'seat' });
  const value = registrationAnswer(item, null);
  const outcome = await transact(
    {
      seats: seats.takeSeat(eventId),
      user: users.countRegistration(userId),
      registration: registrations.create(item),
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
