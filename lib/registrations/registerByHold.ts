import { type Result, replayAfter, storeAnswer } from '../answers/idempotency.ts';
import { type Registration, registrationAnswer } from '../answers/registrationAnswer.ts';
import { bestEffort } from '../core/bestEffort.ts';
import { pauseBeforeTry, reservingTime } from '../core/deadline.ts';
import { ApiError } from '../core/errors.ts';
import { outcomeUnknown, userNotFound } from '../core/refusals.ts';
import { transact } from '../dynamo/write.ts';
import * as holdOutcomes from '../repositories/holdOutcomes.ts';
import type { Hold } from '../repositories/holds.ts';
import * as places from '../repositories/places.ts';
import * as registrations from '../repositories/registrations.ts';
import type * as seats from '../repositories/seats.ts';
import * as users from '../repositories/users.ts';
import {
  type Answered,
  answerDuplicate,
  checkEligibility,
  newRegistrationItem,
  type Open,
  type RegistrationAttempt,
} from './attempt.ts';
import { type AcquiredHold, acquireHold, releaseHold } from './holds.ts';

/** A hold is acquired only while this time is left for confirming it. */
const CONFIRMING_MS = 1000;
/** This part of that time is reserved for releasing the hold. */
const RELEASING_MS = 500;

/**
 * Registers by a hold, which is then confirmed in a transaction on items that nobody else writes. `seen` is the event
 * as this request saw it just now. Speed: without it the request is checked first, since most of a crowd only needs to
 * know that the event is full.
 * @throws ApiError as `checkEligibility`
 */
export async function registerByHold(
  attempt: RegistrationAttempt,
  seen?: seats.Item,
): Promise<Result<Registration>> {
  let state: Open | Answered = seen ? { kind: 'open', seen } : await checkEligibility(attempt);
  for (let tries = 1; ; tries += 1) {
    if (state.kind === 'answered') return state.result;
    const event = state.seen;
    const acquired = await reservingTime(CONFIRMING_MS, () => acquireHold(event));
    const result = await confirm(attempt, acquired);
    if (result) return result;
    await pauseBeforeTry(tries);
    state = await checkEligibility(attempt);
  }
}

/**
 * Writes the registration and the outcome "confirmed". Returns `undefined` when the hold was released meanwhile, since
 * this took too long.
 */
async function confirm(
  attempt: RegistrationAttempt,
  { hold, position, event }: AcquiredHold,
): Promise<Result<Registration> | undefined> {
  const item = newRegistrationItem(attempt, event, hold);
  const value = registrationAnswer(item, position);
  const outcome = await releasingOnFailure(hold, () =>
    transact({
      outcome: holdOutcomes.write(hold, 'confirmed'),
      user: users.countRegistration(attempt.userId, attempt.eventId),
      registration: registrations.create(item),
      place: places.create(places.placeOf(item)),
      answer: storeAnswer(attempt.request, value),
    }),
  );
  if (outcome.kind === 'committed') return { value, isReplay: false };
  const { outcome: ofHold, user, registration, answer } = outcome.refusals;
  if (!ofHold.conditionFailed) await bestEffort(() => releaseHold(hold));
  const first = await replayAfter<Registration>(attempt.request, answer);
  if (first) return first;
  if (user.conditionFailed) throw userNotFound();
  if (registration.item) return answerDuplicate(attempt, registration.item);
  return undefined;
}

/** Runs `work`, and releases the hold when it fails, in time that is reserved for that. */
async function releasingOnFailure<Outcome>(hold: Hold, work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await reservingTime(RELEASING_MS, work);
  } catch (error) {
    const isReleased = await bestEffort(() => releaseHold(hold));
    throw isReleased || !(error instanceof ApiError) ? error : outcomeUnknown(error);
  }
}
