import type { RequestOf } from '../../schemas/requests.ts';
import type { IdempotentRequest, Result } from '../answers/idempotency.ts';
import type { Registration } from '../answers/registrationAnswer.ts';
import type { FindSight } from '../domain/drafts.ts';
import { givenAnswers } from '../domain/questions.ts';
import { newAttempt } from './attempt.ts';
import { isWaryOf, remembersCrowd } from './crowdMemory.ts';
import { knownEvent } from './knownEvents.ts';
import { registerByRound } from './registerByRound.ts';
import { registerQuietly } from './registerQuietly.ts';

/**
 * Registers a person for a seat, or for the next position in the queue (rules 1 to 5). At a quiet event one transaction
 * does it. Somebody who meets others there, or whose process did so a moment ago, registers by a round.
 * @throws ApiError USER_NOT_FOUND, EVENT_NOT_FOUND, ALREADY_REGISTERED, ALREADY_WAITLISTED, EVENT_NOT_OPEN,
 * REGISTRATION_NOT_OPEN, EVENT_FULL, WAITLIST_FULL, IDEMPOTENCY_KEY_REUSED, VALIDATION_FAILED when the answers do not fit
 * the questions of the event
 */
export async function register(
  eventId: string,
  { userId, answers }: RequestOf<'registerForEvent'>['body'],
  request: IdempotentRequest | undefined,
  findSight: FindSight,
): Promise<Result<Registration>> {
  const attempt = newAttempt({ eventId, userId, answers: givenAnswers(answers), request, findSight });
  const known = knownEvent(eventId);
  if (known && remembersCrowd(eventId)) return registerByRound(attempt, known);
  const quiet = await registerQuietly(attempt, isWaryOf(eventId) ? undefined : known);
  return quiet.kind === 'answered' ? quiet.result : registerByRound(attempt, quiet.event);
}
