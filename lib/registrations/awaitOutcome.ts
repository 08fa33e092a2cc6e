import { bestEffort } from '../core/bestEffort.ts';
import { pause } from '../core/deadline.ts';
import { eventNotFound } from '../core/refusals.ts';
import type { Arrival, RoundOutcome } from '../domain/rounds.ts';
import { batchGet } from '../dynamo/read.ts';
import { update } from '../dynamo/write.ts';
import * as funnels from '../repositories/funnels.ts';
import * as roundOutcomes from '../repositories/roundOutcomes.ts';
import * as seats from '../repositories/seats.ts';
import { closeRound } from './closeRound.ts';

/** The person who came first at a funnel closes the round after this time, in which others come. */
const CLOSING_MS = 10;
/**
 * Speed: those who came first at different funnels begin one after another, so that the first ones do it for all. The
 * others have the outcome before it is their turn, and do not read the event.
 */
const STAGGER_MS = 5;
/** A round is closed within some 50 ms. After this time others take it over, since whoever began may have died. */
const PATIENCE_MS = 250;
/** Those who wait look for the outcome after this time, again and again. The longer they wait, the less often. */
const LOOK_MS = 15;
const MAX_LOOK_MS = 100;

/** Spreads what many people do over as much time again. */
const spread = (ms: number) => ms * (1 + Math.random());

/**
 * Returns after what time of waiting somebody takes a round over. Speed: a few who came early do so first, and more of
 * the others the longer it lasts. So a slow round is not closed by all at once, and one that many dead people left is
 * closed within seconds.
 */
function patienceOf({ index, funnel }: Arrival, allFunnels: number): number {
  const order = (index - 1) * allFunnels + funnel + 1;
  return spread(PATIENCE_MS * Math.log2(1 + order));
}

/**
 * Waits for the outcome of the round of an arrival, and closes the round when it is due. Returns `undefined` when
 * another event has taken the id.
 * @throws ApiError EVENT_NOT_FOUND
 */
export async function awaitOutcome(event: seats.Known, arrival: Arrival): Promise<RoundOutcome | undefined> {
  const { funnel, round, index } = arrival;
  const ref = roundOutcomes.ref({ incarnation: event.incarnation, round }, funnel);
  const patienceMs = patienceOf(arrival, seats.funnelsOf(event));
  const turnMs = CLOSING_MS + STAGGER_MS * funnel;
  let dueMs = index === 1 ? turnMs : patienceMs;
  let waitedMs = 0;
  let waitMs = Math.min(dueMs, 2 * LOOK_MS);
  for (;;) {
    await pause(waitMs);
    waitedMs += waitMs;
    waitMs = spread(Math.min(MAX_LOOK_MS, LOOK_MS + waitedMs / 10));
    if (waitedMs < dueMs) {
      const outcome = (await batchGet([ref], { consistent: false }))(ref);
      if (outcome) return outcome;
      continue;
    }
    const closing = await closeRound(event, round, waitedMs >= patienceMs);
    if (closing.kind === 'closed') return closing.outcome;
    if (closing.kind === 'gone') return leaveGoneEvent(event, funnel, closing.isReplaced);
    if (closing.kind === 'beingClosed') dueMs = patienceMs;
    if (closing.kind === 'tooEarly') dueMs = waitedMs + turnMs;
  }
}

/** Lets the funnel of an event that is gone expire. Returns `undefined` when another event has its id. */
async function leaveGoneEvent({ incarnation }: seats.Known, funnel: number, isReplaced: boolean) {
  await bestEffort(() => update(funnels.expire(incarnation, funnel)));
  if (!isReplaced) throw eventNotFound();
  return undefined;
}
