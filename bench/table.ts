import { MODES, type Mode, type Result, type Scenario } from './scenario.ts';

export type Comparison = { scenario: Scenario; results: Record<Mode, Result> };

/** Returns the time within which this part of the people had their answers. */
export const percentile = ({ registered }: Result, part: number) =>
  registered[Math.ceil(registered.length * part) - 1]?.ms ?? Number.NaN;

/** Counts answers other than 503. */
export const answersPerSecond = ({ registered, totalMs }: Result) =>
  (registered.filter(({ answer }) => answer.status !== 503).length * 1000) / totalMs;

/** Writes a duration in milliseconds or seconds. */
export const duration = (ms: number) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

function statusesOf({ registered, openHolds }: Result): string {
  const counts = Object.entries(Object.groupBy(registered, ({ answer }) => answer.status));
  const statuses = counts.map(([status, found]) => `${found?.length} × ${status}`);
  return [...statuses, ...(openHolds > 0 ? [`${openHolds} holds to be released`] : [])].join(', ');
}

const HEAD = ['people', 'events', 'waitlist', 'by', 'answers/s', 'ratio', 'p50', 'p99', 'busy', 'statuses'];

function rowsOf({ scenario, results }: Comparison): string[][] {
  const base = answersPerSecond(results.transactions);
  const measured = (result: Result) => [
    duration(percentile(result, 0.5)),
    duration(percentile(result, 0.99)),
    `${Math.round((100 * result.busyMs) / result.totalMs)} %`,
    statusesOf(result),
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
export function tableOf(comparisons: Comparison[]): string {
  const rows = [HEAD, ...comparisons.flatMap(rowsOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  const lineOf = (row: string[]) => row.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join('  ');
  return rows.map(row => lineOf(row).trimEnd()).join('\n');
}
