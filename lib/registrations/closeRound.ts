import { pauseBeforeTry } from '../core/deadline.ts';
import { happened } from '../core/usage.ts';
import type { RoundOutcome } from '../domain/rounds.ts';
import { batchGet } from '../dynamo/read.ts';
import { FIRST } from '../dynamo/retry.ts';
import { update } from '../dynamo/write.ts';
import * as funnels from '../repositories/funnels.ts';
import { lastOutcomeOf, lastRoundOf } from '../repositories/lastRound.ts';
import * as roundOutcomes from '../repositories/roundOutcomes.ts';
import * as rounds from '../repositories/rounds.ts';
import * as seats from '../repositories/seats.ts';
import { rememberEvent } from './knownEvents.ts';

/**
 * The result of closing a round. `beingClosed` means that somebody else is at it, and `tooEarly` that the round before is
 * still being closed. `gone` means that the event was deleted. The event that has taken its id is remembered, if there is
 * one.
 */
export type Closing =
  | { kind: 'closed'; outcome: RoundOutcome }
  | { kind: 'beingClosed' }
  | { kind: 'tooEarly' }
  | { kind: 'gone'; isReplaced: boolean };

/**
 * Closes a round of an event: fences all funnels, commits the holds of everybody who came, and publishes the outcome.
 * Any number of people may do it at once, and each step may be repeated. Speed: it makes way for somebody else who began
 * before, unless it `takesOver`.
 */
export async function closeRound(event: seats.Known, round: number, takesOver: boolean): Promise<Closing> {
  const { eventId, incarnation } = event;
  for (let tries = 1; ; tries += 1) {
    if (tries > 1) await pauseBeforeTry(tries - 1, FIRST);
    const [ofEvent, ofFunnel] = [seats.ref(eventId), funnels.ref(incarnation, 0)];
    const found = await batchGet([ofEvent, ofFunnel], { consistent: true, isAwaitedByMany: true });
    const item = seats.unlessDeleted(found(ofEvent));
    if (item) rememberEvent(item);
    if (item?.incarnation !== incarnation) return { kind: 'gone', isReplaced: item !== undefined };
    const last = lastRoundOf(item);
    if (last >= round) return { kind: 'closed', outcome: await outcomeOf(item, round) };
    if (!takesOver && last < round - 1) return { kind: 'tooEarly' };
    if (!takesOver && funnels.roundOf(found(ofFunnel)) > round) return { kind: 'beingClosed' };
    if (last < round - 1) {
      await closeRound(event, last + 1, takesOver);
      continue;
    }
    const fenced = await fenceAll(item, round, takesOver);
    if (fenced.kind === 'beingClosed') return fenced;
    const after = fenced.kind === 'fenced' && (await commit(item, fenced.cuts));
    const outcome = after && lastOutcomeOf(after);
    if (!outcome) continue;
    happened('holdsAcquired', outcome.seated + outcome.queued);
    await roundOutcomes.publish(outcome);
    return { kind: 'closed', outcome };
  }
}

/**
 * Commits a round, by a new plan whenever somebody changed the event since it was seen. The cuts stay, and so does the
 * time that decides whether people may register. Returns the event after it, or `undefined` when somebody else committed
 * the round, or the event is gone.
 */
async function commit(item: seats.Item, cuts: number[]): Promise<seats.Item | undefined> {
  const decidedAt = Date.now();
  for (let [tries, seen] = [1, item]; ; tries += 1) {
    const outcome = await update(rounds.commit(seen, cuts, decidedAt), { isAwaitedByMany: true });
    if (outcome.kind === 'updated') return outcome.item;
    const now = seats.unlessDeleted(outcome.item);
    const isSame = now?.incarnation === item.incarnation && lastRoundOf(now) === lastRoundOf(item);
    if (!now || !isSame) return undefined;
    seen = now;
    if (tries > 1) await pauseBeforeTry(tries - 1, FIRST);
  }
}

/** Publishes an outcome, unless somebody has done so. */
async function ensurePublished(outcome: RoundOutcome): Promise<RoundOutcome> {
  if (!(await roundOutcomes.isPublished(outcome))) await roundOutcomes.publish(outcome);
  return outcome;
}

/** Returns the outcome of a round that was committed. The item of the event has that of its last round only. */
async function outcomeOf(item: seats.Item, round: number): Promise<RoundOutcome> {
  const last = lastOutcomeOf(item);
  if (last?.round === round) return ensurePublished(last);
  const ref = roundOutcomes.ref({ incarnation: item.incarnation, round }, 0);
  const outcome = (await batchGet([ref], { consistent: true }))(ref);
  if (!outcome) throw new Error(`Round ${round} of event ${item.eventId} was committed, and never published`);
  return outcome;
}

type Fenced = { kind: 'fenced'; cuts: number[] } | { kind: 'beingClosed' } | { kind: 'passed' };

/**
 * Fences all funnels of an event, so that whoever comes later is in the next round, and counts who came before. The
 * first funnel goes first: of those who close at once, one finds it open, and the others make way. Correctness: the
 * outcome of the round before is published by now, since the commit overwrites it.
 */
async function fenceAll(item: seats.Item, round: number, takesOver: boolean): Promise<Fenced> {
  const fence = (funnel: number) => funnels.fence(item.incarnation, funnel, round);
  const first = await fence(0);
  if (first.kind === 'fenced' && !first.isFirst && !takesOver) return { kind: 'beingClosed' };
  const others = Array.from({ length: seats.funnelsOf(item) - 1 }, (_, n) => fence(n + 1));
  const before = lastOutcomeOf(item);
  const [fences] = await Promise.all([Promise.all(others), before && ensurePublished(before)]);
  const cuts: number[] = [];
  for (const one of [first, ...fences]) {
    if (one.kind === 'passed') return one;
    cuts.push(one.cut);
  }
  return { kind: 'fenced', cuts };
}
