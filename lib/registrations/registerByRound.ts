import type { Result } from '../answers/idempotency.ts';
import type { Registration } from '../answers/registrationAnswer.ts';
import { unlessHidden } from '../answers/visibleEvent.ts';
import { pauseBeforeTry, reservingTime } from '../core/deadline.ts';
import type { ApiError } from '../core/errors.ts';
import { eventNotFound } from '../core/refusals.ts';
import type { Denial } from '../domain/denial.ts';
import type { FindSight } from '../domain/drafts.ts';
import { admissionOf, peopleIn } from '../domain/rounds.ts';
import * as funnels from '../repositories/funnels.ts';
import * as seats from '../repositories/seats.ts';
import { denied } from './admitOrThrow.ts';
import type { RegistrationAttempt } from './attempt.ts';
import { awaitOutcome } from './awaitOutcome.ts';
import { checkAnswers } from './checkAnswers.ts';
import { checkPerson } from './checkPerson.ts';
import { type AcquiredHold, CONFIRMING_MS, confirmHold } from './confirmHold.ts';
import { rememberCrowd } from './crowdMemory.ts';
import { earlierHold } from './earlierHold.ts';
import { knownEvent } from './knownEvents.ts';

/** So many times somebody looks whether another request of theirs, which came before, has made their registration. */
const MAX_LOOKS = 8;

/**
 * Registers somebody in a crowd, with a hold that everybody who comes in a round acquires together. The steps:
 *
 * 1. Read the person's own items, which answer duplicates and replays (checkPerson.ts). A crowd does not read the event.
 *    What they answer to its questions is checked (checkAnswers.ts).
 *    A seat that an earlier request of the person holds is used (earlierHold.ts).
 * 2. Arrive: add a token to a funnel, one of a few items that count who comes. The funnel has the round, and the index of
 *    the person there.
 * 3. Wait for the outcome of the round (awaitOutcome.ts). The person who came first at a funnel closes the round soon
 *    (closeRound.ts), and others do so if nobody has. To close is to fence every funnel, so that people who come later are
 *    in the next round; to commit, by one plain update of the event, the holds of all who came; and to publish the
 *    outcome.
 * 4. Read the own admission from the outcome: the rank in the round, and so the seat or the ticket.
 * 5. Confirm the hold (confirmHold.ts), if the answers fit what the event asked by then.
 *
 * Correctness: a funnel leaves a round once, so that everybody who closes the round sees the same cuts, and nobody who
 * is told of it came after its cut. Rounds are committed one after another, each by a condition, so that each has one
 * outcome. A rank follows from the cuts, so that there are as many holds as people. If A was answered before B was sent,
 * A's round was committed, so every funnel was in a later round before, and B gets a higher ticket (rule 4). The commit
 * has the conditions of rules 1, 3, 5 and 8 for all who came. If everybody dies before it, nothing is held. After it the
 * sweep releases what nobody confirms.
 * Whether people may register at that time is decided for all who came, by the clock of the one who commits the round.
 * @throws ApiError as `checkPerson` and `checkAnswers`, and EVENT_NOT_FOUND, and as `denied` makes it
 */
export async function registerByRound(
  attempt: RegistrationAttempt,
  seen: seats.Known,
): Promise<Result<Registration>> {
  const { eventId, userId, registrationId, askedAt, findSight } = attempt;
  // Twenty clicks of a person have one token, so that they share one entry and its hold.
  let token = funnels.tokenOf(userId);
  for (let tries = 1; ; tries += 1) {
    const event = knownEvent(eventId) ?? seen;
    const funnel = funnels.funnelOf(userId, seats.funnelsOf(event));
    const own = await checkPerson(attempt, funnels.ref(event.incarnation, funnel));
    if (own.kind === 'answered') return own.result;
    await checkAnswers(attempt, event);
    const earlier = funnels.earlierArrival(own.funnel, funnel, token);
    const hold = earlier ? await earlierHold(event, earlier, askedAt) : undefined;
    // A token whose earlier entry leads to nothing is replaced, so that the person arrives anew.
    if (hold?.kind === 'none' || tries > MAX_LOOKS) token = funnels.tokenOf(`${registrationId} ${tries}`);
    // The other request may have made the registration since it was looked for.
    if (hold?.kind === 'none') continue;
    if (hold?.kind !== 'underWay' || tries > MAX_LOOKS) {
      const acquire = async () =>
        hold?.kind === 'seat' ? hold.acquired : acquireHold(event, funnel, token, findSight);
      const acquired = await reservingTime(CONFIRMING_MS, acquire);
      const result = acquired && (await confirmHold(attempt, acquired));
      if (result) return result;
    }
    await pauseBeforeTry(tries);
  }
}

/**
 * Acquires a hold in a round. Returns `undefined` when another event has taken the id.
 * @throws ApiError EVENT_NOT_FOUND, and as `denied` makes it
 */
async function acquireHold(
  event: seats.Known,
  funnel: number,
  token: string,
  findSight: FindSight,
): Promise<AcquiredHold | undefined> {
  const { eventId, incarnation } = event;
  const arrival = await funnels.arrive(incarnation, funnel, token);
  const outcome = await awaitOutcome(event, arrival);
  if (!outcome) return undefined;
  if (peopleIn(outcome) > 1) rememberCrowd(eventId);
  const admission = admissionOf(outcome, arrival);
  if (admission.kind !== 'seat' && admission.kind !== 'queue')
    throw await refusalOf(eventId, admission, findSight);
  const { kind, number } = admission;
  const position = admission.kind === 'seat' ? null : admission.position;
  return { hold: { eventId, incarnation, kind, number }, position, event: outcome };
}

/** Returns the refusal of somebody who came in a round. Only a draft is read for that. */
async function refusalOf(eventId: string, denial: Denial, findSight: FindSight): Promise<ApiError> {
  const isDraft = denial.kind === 'closed' && denial.status === 'draft';
  const isHidden = isDraft && !(await unlessHidden(await seats.get(eventId), findSight));
  return isHidden ? eventNotFound() : denied(denial);
}
