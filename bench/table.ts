import type { Result, Scenario } from './scenario.ts';

export type Comparison = { scenario: Scenario; off: Result; on: Result };

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

const HEAD = [
  'people',
  'events',
  'waitlist',
  'holds',
  'answers/s',
  'on/off',
  'p50',
  'p99',
  'busy',
  'statuses',
];

function rowsOf({ scenario, off, on }: Comparison): string[][] {
  const ratio = `× ${(answersPerSecond(on) / answersPerSecond(off)).toFixed(1)}`;
  const measured = (result: Result) => [
    duration(percentile(result, 0.5)),
    duration(percentile(result, 0.99)),
    `${Math.round((100 * result.busyMs) / result.totalMs)} %`,
    statusesOf(result),
  ];
  const speed = (result: Result) => String(Math.round(answersPerSecond(result)));
  const where = [String(scenario.people), String(scenario.events), scenario.hasWaitlist ? 'yes' : 'no'];
  return [
    [...where, 'off', speed(off), '', ...measured(off)],
    ['', '', '', 'on', speed(on), ratio, ...measured(on)],
  ];
}

/**
 * Writes what was measured, by transactions alone (off) and with holds (on). Where this process is nearly always busy,
 * its processor limits the result, and not contention.
 */
export function tableOf(comparisons: Comparison[]): string {
  const rows = [HEAD, ...comparisons.flatMap(rowsOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  const lineOf = (row: string[]) => row.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join('  ');
  return rows.map(row => lineOf(row).trimEnd()).join('\n');
}
