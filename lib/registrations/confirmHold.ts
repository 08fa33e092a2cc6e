import { type Result, replayAfter, storeAnswer } from '../answers/idempotency.ts';
import { type Registration, registrationWithAnswers } from '../answers/registrationAnswer.ts';
import { bestEffort } from '../core/bestEffort.ts';
import { reservingTime } from '../core/deadline.ts';
import { ApiError } from '../core/errors.ts';
import { outcomeUnknown, userNotFound } from '../core/refusals.ts';
import { happened } from '../core/usage.ts';
import { transact } from '../dynamo/write.ts';
import * as holdOutcomes from '../repositories/holdOutcomes.ts';
import type { Hold } from '../repositories/holds.ts';
import * as places from '../repositories/places.ts';
import * as registrations from '../repositories/registrations.ts';
import type * as seats from '../repositories/seats.ts';
import * as users from '../repositories/users.ts';
import { answerDuplicate, newRegistrationItem, type RegistrationAttempt } from './attempt.ts';
import { checkAnswers } from './checkAnswers.ts';
import { releaseHolds } from './releaseHolds.ts';

/** A hold that a request acquires, and the event as it is then. `position` is that of a hold on the queue. */
export type AcquiredHold = {
  hold: Hold;
  position: number | null;
  event: Pick<seats.Item, 'date' | 'lanes' | 'questionsVersion'>;
};

/** This time is reserved for confirming a hold. */
export const CONFIRMING_MS = 1000;
/** This part of it is reserved for releasing the hold. */
const RELEASING_MS = 500;

/**
 * Confirms a hold: writes the registration and the outcome "confirmed", in a transaction on items of this person alone.
 * A hold that cannot be confirmed is released. Returns `undefined` when it was released before, since this took too
 * long, or confirmed by another request of the same person.
 * @throws ApiError as `checkAnswers`, and USER_NOT_FOUND, ALREADY_REGISTERED, ALREADY_WAITLISTED,
 * IDEMPOTENCY_KEY_REUSED
 */
export async function confirmHold(
  attempt: RegistrationAttempt,
  { hold, position, event }: AcquiredHold,
): Promise<Result<Registration> | undefined> {
  const { eventId } = attempt;
  const asking = { eventId, questionsVersion: event.questionsVersion };
  await releasingOnFailure(hold, () => checkAnswers(attempt, asking, { isCurrent: true }));
  const item = newRegistrationItem(attempt, event, hold);
  const value = registrationWithAnswers(item, position);
  const outcome = await releasingOnFailure(hold, () =>
    transact({
      outcome: holdOutcomes.write(hold, 'confirmed'),
      user: users.countRegistration(attempt.userId, attempt.eventId),
      registration: registrations.create(item),
      place: places.create(places.placeOf(item)),
      answer: storeAnswer(attempt.request, value),
    }),
  );
  if (outcome.kind === 'committed') {
    happened('holdsConfirmed');
    return { value, isReplay: false };
  }
  const { outcome: ofHold, user, registration, answer } = outcome.refusals;
  if (!ofHold.conditionFailed) await bestEffort(() => releaseHolds([hold]));
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
    const released = await bestEffort(() => releaseHolds([hold]));
    throw released || !(error instanceof ApiError) ? error : outcomeUnknown(error);
  }
}
