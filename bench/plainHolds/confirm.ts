import { type Registration, registrationAnswer } from '../../lib/answers/registrationAnswer.ts';
import { bestEffort } from '../../lib/core/bestEffort.ts';
import { reservingTime } from '../../lib/core/deadline.ts';
import { ApiError } from '../../lib/core/errors.ts';
import { outcomeUnknown, userNotFound } from '../../lib/core/refusals.ts';
import { transact } from '../../lib/dynamo/write.ts';
import {
  answerDuplicate,
  newRegistrationItem,
  type RegistrationAttempt,
} from '../../lib/registrations/attempt.ts';
import * as holdOutcomes from '../../lib/repositories/holdOutcomes.ts';
import * as places from '../../lib/repositories/places.ts';
import * as registrations from '../../lib/repositories/registrations.ts';
import * as users from '../../lib/repositories/users.ts';
import { type AcquiredHold, releaseHold } from './holds.ts';
import type { Hold } from './recentHolds.ts';

/** This part of the time for confirming is reserved for releasing the hold. */
const RELEASING_MS = 500;

/**
 * Writes the registration and the outcome "confirmed". Returns `undefined` when the hold was released meanwhile, since
 * this took too long.
 * @throws ApiError USER_NOT_FOUND, ALREADY_REGISTERED, ALREADY_WAITLISTED
 */
export async function confirm(
  attempt: RegistrationAttempt,
  { hold, position, event }: AcquiredHold,
): Promise<Registration | undefined> {
  const item = newRegistrationItem(attempt, event, hold);
  const outcome = await releasingOnFailure(hold, () =>
    transact({
      outcome: holdOutcomes.write(hold, 'confirmed'),
      user: users.countRegistration(attempt.userId, attempt.eventId),
      registration: registrations.create(item),
      place: places.create(places.placeOf(item)),
    }),
  );
  if (outcome.kind === 'committed') return registrationAnswer(item, position);
  const { outcome: ofHold, user, registration } = outcome.refusals;
  if (!ofHold.conditionFailed) await bestEffort(() => releaseHold(hold));
  if (user.conditionFailed) throw userNotFound();
  if (registration.item) return (await answerDuplicate(attempt, registration.item)).value;
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
