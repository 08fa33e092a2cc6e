import { alignedTable, duration, percentile, statusesOf } from './figures.ts';
import { MODES, type Mode, type Result, type Scenario, waitsOf } from './scenario.ts';

export type Comparison = { scenario: Scenario; results: Record<Mode, Result> };

/** Returns the time within which this part of the people had their answers. */
export const waitedMs = ({ registered }: Result, part: number): number =>
  percentile(waitsOf(registered), part);

/** Counts answers other than 503. */
export const answersPerSecond = ({ registered, totalMs }: Result) =>
  (registered.filter(({ answer }) => answer.status !== 503).length * 1000) / totalMs;

const answersOf = ({ registered, openHolds }: Result): string =>
  [
    statusesOf(registered.map(({ answer }) => answer.status)),
    ...(openHolds > 0 ? [`${openHolds} holds to be released`] : []),
  ].join(', ');

const HEAD = ['people', 'events', 'waitlist', 'by', 'answers/s', 'ratio', 'p50', 'p99', 'busy', 'statuses'];

function rowsOf({ scenario, results }: Comparison): string[][] {
  const base = answersPerSecond(results.transactions);
  const measured = (result: Result) => [
    duration(waitedMs(result, 0.5)),
    duration(waitedMs(result, 0.99)),
    `${Math.round((100 * result.busyMs) / result.totalMs)} %`,
    answersOf(result),
  ];
  const where = [String(scenario.people), String(scenario.events), scenario.hasWaitlist ? 'yes' : 'no'];
  return MODES.map((mode, n) => {
    const speed = answersPerSecond(results[mode]);
    const ratio = n > 0 ? `× ${(speed / base).toFixed(1)}` : '';
    return [
      ...(n > 0 ? ['', '', ''] : where),
      mode,
      String(Math.round(speed)),
      ratio,
      ...measured(results[mode]),
    ];
  });
}

/**
 * Writes what was measured, in each mode, with the ratio to transactions alone. Where this process is nearly always busy,
 * its processor limits the result, and not contention.
 */
export const tableOf = (comparisons: Comparison[]): string =>
  alignedTable([HEAD, ...comparisons.flatMap(rowsOf)]);
