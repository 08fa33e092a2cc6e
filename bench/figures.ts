import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** How the benchmarks write their figures. */

/** Returns the value within which this part of the values lies. They are sorted, the smallest first. */
export const percentile = (sorted: number[], part: number): number =>
  sorted[Math.ceil(sorted.length * part) - 1] ?? Number.NaN;

/** Writes a duration in milliseconds or seconds. */
export const duration = (ms: number): string =>
  ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;

/** Writes how often each status was answered. */
export const statusesOf = (statuses: (number | string)[]): string =>
  Object.entries(Object.groupBy(statuses, status => status))
    .map(([status, found]) => `${found?.length} × ${status}`)
    .join(', ');

/** Writes rows of cells as a table of aligned columns. */
export function alignedTable(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  const lineOf = (row: string[]) => row.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join('  ');
  return rows.map(row => lineOf(row).trimEnd()).join('\n');
}

/** Writes whether a target was reached. */
export const targetLine = (isReached: boolean, text: string): string =>
  `${isReached ? 'reached' : 'MISSED '}  ${text}`;

/** Writes a text into a file, and makes its folder if there is none. */
export async function writeText(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${text}\n`);
}
