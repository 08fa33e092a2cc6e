import type { BrokenRule } from '../core/errors.ts';
import { escaped } from '../core/jsonPointer.ts';
import { eventNotFound, validationFailed } from '../core/refusals.ts';
import { type BrokenAnswer, brokenAnswers, givenAnswers } from '../domain/questions.ts';
import { isId } from '../domain/sortKeys.ts';
import type * as seats from '../repositories/seats.ts';
import type { RegistrationAttempt } from './attempt.ts';
import { knownQuestions, readQuestions } from './knownQuestions.ts';

type Asking = Pick<seats.Known, 'eventId' | 'questionsVersion'>;

/**
 * Returns whether the answers of an attempt fit the questions of an event as it is known. Nothing is refused by that,
 * since the event may be gone or ask something else by now.
 */
export function fitsKnownQuestions({ answers }: RegistrationAttempt, event: Asking): boolean {
  const questions = knownQuestions(event);
  return questions !== undefined && brokenAnswers(questions, answers).length === 0;
}

/**
 * Checks the answers of an attempt by the questions of an event. With `isCurrent` the version of the questions was read
 * from Seats during the attempt. Correctness: answers are refused by current questions only. The quiet way writes the
 * registration on the condition that the event still asks those of this version. In a crowd the questions decide that
 * the event asked when the hold was acquired, as all else does, so that an edit afterwards changes nothing for that
 * person. Speed: a process reads the questions of a version once, for half the units, since the version shows whether
 * they are right.
 * @throws ApiError EVENT_NOT_FOUND, VALIDATION_FAILED
 */
export async function checkAnswers(
  attempt: RegistrationAttempt,
  event: Asking,
  { isCurrent = false } = {},
): Promise<void> {
  if (fitsKnownQuestions(attempt, event)) return;
  const { eventId, answers } = attempt;
  if (!knownQuestions(event)) await readQuestions(eventId, false);
  if (fitsKnownQuestions(attempt, event)) return;
  const current = isCurrent ? knownQuestions(event) : undefined;
  const questions = current ?? (await readQuestions(eventId, true));
  if (!questions) throw eventNotFound();
  const broken = brokenAnswers(questions, answers);
  if (broken.length > 0) throw validationFailed(broken.map(ruleOf));
}

const ruleOf = ({ key, message }: BrokenAnswer): BrokenRule => ({
  path: `/body/answers/${escaped(key)}`,
  message,
});

/**
 * Returns the rules that answers break at an event, whatever else is wrong with the request that has them. At a draft,
 * which takes no registrations and may be hidden, they break none. Speed: nothing is read for a request without
 * answers, or for an id that no event can have.
 */
export async function rulesBrokenBy(answers: unknown, eventId = ''): Promise<BrokenRule[]> {
  if (!isAnswers(answers) || !isId(eventId)) return [];
  const questions = await readQuestions(eventId, true, { isDraftSkipped: true });
  return questions ? brokenAnswers(questions, givenAnswers(answers)).map(ruleOf) : [];
}

const isAnswers = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
