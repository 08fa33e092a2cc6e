import { replayAfter, storeAnswer } from '../answers/idempotency.ts';
import { type Registration, registrationWithAnswers } from '../answers/registrationAnswer.ts';
import { unlessHidden } from '../answers/visibleEvent.ts';
import { eventNotFound } from '../core/refusals.ts';
import { transact, type Write } from '../dynamo/write.ts';
import * as holdOutcomes from '../repositories/holdOutcomes.ts';
import * as places from '../repositories/places.ts';
import * as registrations from '../repositories/registrations.ts';
import * as seats from '../repositories/seats.ts';
import * as seatsMoves from '../repositories/seatsMoves.ts';
import * as users from '../repositories/users.ts';
import { admitOrThrow } from './admitOrThrow.ts';
import {
  type Answered,
  answered,
  checkEligibility,
  explainRefusal,
  newRegistrationItem,
  type Open,
  type RegistrationAttempt,
} from './attempt.ts';
import { checkAnswers, fitsKnownQuestions } from './checkAnswers.ts';
import { rememberCrowd } from './crowdMemory.ts';
import { isAsKnown } from './knownEvents.ts';

/** An attempt that met others, at the event that is known. */
type MetOthers = { kind: 'contended'; event: seats.Known };

/**
 * Registers somebody in one transaction, for a free seat or the next ticket of the queue. A process that knows the
 * event assumes a free seat, and reads nothing first. Otherwise the event is read, since the row carries its date. The
 * attempt is given up at the first sign of other people, so that it is not in the way of their rounds.
 * @throws ApiError as `checkEligibility` and `checkAnswers`, and as `denied` makes it
 */
export async function registerQuietly(
  attempt: RegistrationAttempt,
  known: seats.Known | undefined,
): Promise<Answered | MetOthers> {
  const isKnown = known && fitsKnownQuestions(attempt, known);
  let state = isKnown ? await takeFreeSeat(attempt, known) : await checkEligibility(attempt);
  if (state.kind !== 'open') return state;
  const seen = state.seen;
  if (!(await unlessHidden(seen, attempt.findSight))) throw eventNotFound();
  await checkAnswers(attempt, seen, { isCurrent: true });
  if (seats.isCrowded(seen, Date.now())) return contendedIn(seen);
  const { kind } = admitOrThrow(seen, attempt.askedAt);
  if (kind === 'seat' && isKnown && isAsKnown(seen, known)) return { kind: 'contended', event: seen };
  state = kind === 'seat' ? await takeFreeSeat(attempt, seen) : await takeTicket(attempt, seen);
  return state.kind === 'open' ? { kind: 'contended', event: state.seen } : state;
}

function contendedIn(event: seats.Known): MetOthers {
  rememberCrowd(event.eventId);
  return { kind: 'contended', event };
}

/** Takes a free seat and writes the registration, at the event as it is known. */
function takeFreeSeat(attempt: RegistrationAttempt, event: seats.Known) {
  const item = newRegistrationItem(attempt, event, { kind: 'seat' });
  return write(attempt, event, item, null, { seats: seatsMoves.takeSeat(event, attempt.askedAt) });
}

/** Takes the next ticket of the queue and writes the registration, at the event as it was seen. */
function takeTicket(attempt: RegistrationAttempt, seen: seats.Item) {
  const { eventId, incarnation, lastTicket } = seen;
  const hold = { eventId, incarnation, kind: 'queue' as const, number: lastTicket + 1 };
  return write(attempt, seen, newRegistrationItem(attempt, seen, hold), seen.waitlistCount + 1, {
    seats: seatsMoves.takeTicket(seen, attempt.askedAt),
    outcome: seats.isSwept(seen) ? holdOutcomes.write(hold, 'confirmed') : undefined,
  });
}

/**
 * Writes a registration, and what takes its seat or ticket, in one transaction. If it is refused, the items that it
 * returns decide what happens next.
 */
async function write(
  attempt: RegistrationAttempt,
  event: seats.Known,
  item: registrations.Item,
  position: number | null,
  taking: { seats: Write<seats.Item>; outcome?: Write<holdOutcomes.HoldOutcome> | undefined },
): Promise<Answered | Open | MetOthers> {
  const { eventId, userId, request } = attempt;
  const value = registrationWithAnswers(item, position);
  const outcome = await transact(
    {
      seats: taking.seats,
      user: users.countRegistration(userId, eventId),
      registration: registrations.create(item),
      place: places.create(places.placeOf(item)),
      answer: storeAnswer(request, value),
      outcome: taking.outcome,
    },
    { yieldsToContentionOf: 'seats' },
  );
  if (outcome.kind === 'committed') return answered({ value, isReplay: false });
  const { refusals } = outcome;
  const first = await replayAfter<Registration>(request, refusals.answer);
  if (first) return answered(first);
  const state = await explainRefusal(attempt, refusals);
  if (state.kind !== 'contended') return state;
  return refusals.seats.conflicted ? contendedIn(event) : { kind: 'contended', event };
}
