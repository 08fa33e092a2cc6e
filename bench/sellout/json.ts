import { statusesOf } from '../figures.ts';
import { curveOf } from './curve.ts';
import type { Outcome } from './sellout.ts';
import { answeredMs, waitedMs } from './table.ts';

/** Returns what became of a run as it is written to JSON: the row of the table, and the curve of the plot. */
export function jsonOf(outcome: Outcome) {
  const { sellout, answers, consumed, ...rest } = outcome;
  return {
    ...sellout,
    modelledPeople: answers.length,
    answeredMs: answeredMs(outcome),
    p50Ms: waitedMs(outcome, 0.5),
    p99Ms: waitedMs(outcome, 0.99),
    statuses: statusesOf(answers.map(({ status }) => status)),
    unitsEach: { read: consumed.read / answers.length, write: consumed.write / answers.length },
    ...rest,
    curve: curveOf(outcome),
  };
}
