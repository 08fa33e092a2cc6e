import { bestEffort } from '../core/bestEffort.ts';
import { ensureTimeLeft, pauseBeforeTry, reservingTime } from '../core/deadline.ts';
import { ApiError } from '../core/errors.ts';
import { nothingChanged, outcomeUnknown } from '../core/refusals.ts';
import { put, transact } from '../dynamo/write.ts';
import * as leaveOutcomes from '../repositories/leaveOutcomes.ts';
import * as leavers from '../repositories/leavers.ts';
import type * as places from '../repositories/places.ts';
import type * as seats from '../repositories/seats.ts';
import { rememberLeavers } from './crowdMemory.ts';
import type { Left } from './leave.ts';
import { leaveInBatches } from './leaveBatch.ts';
import { turnWatch } from './turnWatch.ts';

/** Somebody asks to leave only while this time remains for withdrawing that. */
const WITHDRAWING_MS = 1000;

/**
 * Takes a person off an event together with others. They ask to leave by putting an item. One of those who ask takes many
 * off in one transaction, while the others wait. `event` and `row` are as they were just read, and the person asked at
 * the time `askedAt`, in milliseconds since 1970. Returns `undefined` when the person could not leave as they asked, so
 * that the caller has to read anew.
 *
 * It is right whoever takes people off, and however many do so at once. Their transactions have the conditions of a
 * single leaving for each person, and write an outcome for each asking. An outcome is written once. So nobody leaves
 * twice, and nobody leaves by a request that withdrew. The items by which people ask decide nothing: if one is lost, its
 * request withdraws, and one that stays too long is found stale. If the process that takes people off dies, the others
 * find it stuck, and do it themselves.
 * @throws ApiError TRY_AGAIN
 */
export async function leaveTogether(
  event: seats.Item,
  row: places.Item,
  askedAt: number,
): Promise<Left | undefined> {
  ensureTimeLeft(WITHDRAWING_MS);
  const leaver = leavers.newLeaver(event.incarnation, row, askedAt);
  try {
    const outcome = await reservingTime(WITHDRAWING_MS, () => askToLeave(event.eventId, leaver));
    return leftBy(outcome ?? (await withdraw(leaver)));
  } catch (error) {
    const outcome = await bestEffort(() => withdraw(leaver));
    if (outcome?.kind === 'left') return leftBy(outcome);
    if (!(error instanceof ApiError)) throw error;
    throw outcome ? nothingChanged(error) : outcomeUnknown(error);
  }
}

const leftBy = (outcome: leaveOutcomes.Outcome): Left | undefined =>
  outcome.kind === 'left' ? { left: outcome.left, promotedUser: outcome.promotedUser } : undefined;

/** Speed: the first pause is as long as the third one before a try, so that others of a crowd ask meanwhile. */
const PAUSES_SKIPPED = 2;

/**
 * Asks to leave, and waits until that is done. The first of those who ask takes people off. Returns `undefined` when the
 * item by which the person asks is gone, and nobody took them off.
 */
async function askToLeave(
  eventId: string,
  leaver: leavers.Leaver,
): Promise<leaveOutcomes.Outcome | undefined> {
  await put(leavers.add(leaver));
  const watch = turnWatch(leaver);
  for (let pauses = PAUSES_SKIPPED + 1; ; pauses += 1) {
    await pauseBeforeTry(pauses);
    const turn = await watch();
    if (turn === 'of another') {
      rememberLeavers(eventId);
      continue;
    }
    if (turn === 'mine') await leaveInBatches(eventId, leaver.incarnation);
    const outcome = await leaveOutcomes.get(leaver.leaveId);
    if (outcome || turn === 'over') return outcome;
    pauses = PAUSES_SKIPPED;
  }
}

/**
 * Ends an asking, unless it has an outcome already, and returns the outcome. Correctness: a plain read may not show the
 * outcome of a transaction whose other items already show it. This one waits for that transaction.
 */
async function withdraw(leaver: leavers.Leaver): Promise<leaveOutcomes.Outcome> {
  const withdrawn = { kind: 'withdrawn' } as const;
  const outcome = await transact({
    outcome: leaveOutcomes.write(leaver.leaveId, withdrawn),
    asking: leavers.remove(leaver),
  });
  if (outcome.kind === 'committed') return withdrawn;
  const { item } = outcome.refusals.outcome;
  if (!item) throw new Error(`Nobody withdrew ${leaver.leaveId}, and nothing says why`);
  return item;
}
