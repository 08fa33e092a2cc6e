import { happened } from '../core/usage.ts';
import { transact } from '../dynamo/write.ts';
import * as departures from '../repositories/departures.ts';
import * as holdOutcomes from '../repositories/holdOutcomes.ts';
import { type Hold, release } from '../repositories/holds.ts';

/**
 * The result of a release. With `settledBefore`, one of them had an outcome, and nothing was
 * changed. With `gone`, the event is not there any more.
 */
export type Released = { kind: 'released' } | { kind: 'settledBefore' } | { kind: 'gone' };

/** The writes that release holds of one event, the counters first. */
export const releaseOf = (holds: [Hold, ...Hold[]]) => {
  const tickets = holds.filter(({ kind }) => kind === 'queue').map(({ number }) => number);
  return {
    seats: release(holds),
    outcomes: holds.map(hold => holdOutcomes.write(hold, 'released')),
    departures: departures.add(holds[0].incarnation, tickets),
  };
};

/** Releases holds of one event in one transaction: all of them, or none when one has an outcome already. */
export async function releaseHolds(holds: [Hold, ...Hold[]]): Promise<Released> {
  const outcome = await transact(releaseOf(holds));
  if (outcome.kind === 'committed') {
    happened('holdsReleased', holds.length);
    return { kind: 'released' };
  }
  return { kind: outcome.refusals.seats.conditionFailed ? 'gone' : 'settledBefore' };
}
