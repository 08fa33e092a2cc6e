import { alignedTable } from '../figures.ts';
import { type Cost, medianCost } from './costs.ts';
import type { ColdStart } from './instance.ts';
import type { Measurements } from './measurements.ts';
import { PRICES, priceOfAMillion } from './prices.ts';
import type { FunctionReport } from './report.ts';
import { ratioOf, spread, summaryOf } from './statistics.ts';
import { TITLES } from './systems.ts';

/** Writes the ratio of rounds to those of this service. */
const times = (values: number[], ofService: number[] | undefined): string =>
  ofService ? `× ${ratioOf(values, ofService).median.toFixed(1)}` : '';

const summaryCell = (values: number[]): string => spread(summaryOf(values));

/** Writes the name of an operation beside its first row only. */
function withNames(rows: string[][]): string[][] {
  return rows.map((row, n) => (row[0] === rows[n - 1]?.[0] ? ['', ...row.slice(1)] : row));
}

export function coldTable(cold: Measurements<ColdStart>): string {
  const head = ['fresh process, ms', 'by', 'cold start', '×', 'import', 'first', 'tenth', 'from spawn'];
  const coldOf = (samples: ColdStart[] | undefined) => samples?.map(({ coldMs }) => coldMs);
  const rows = cold.all.map(({ operation, system, samples }) => [
    operation,
    TITLES[system],
    summaryCell(samples.map(({ coldMs }) => coldMs)),
    times(coldOf(samples) ?? [], coldOf(cold.of(operation, 'service'))),
    ...(['importMs', 'firstMs', 'lastMs', 'spawnMs'] as const).map(part =>
      summaryCell(samples.map(sample => sample[part])),
    ),
  ]);
  return alignedTable([head, ...withNames(sortedByOperation(rows))]);
}

export function warmTable(warm: Measurements<number>): string {
  const rows = warm.all.map(({ operation, system, samples }) => [
    operation,
    TITLES[system],
    summaryCell(samples),
    times(samples, warm.of(operation, 'service')),
  ]);
  return alignedTable([['warm, ms', 'by', 'answer', '×'], ...withNames(sortedByOperation(rows))]);
}

export function costTable(costs: Measurements<Cost>): string {
  const head = [
    'costs',
    'by',
    'calls',
    'read units',
    'write units',
    `$ a million (${PRICES.region})`,
    'modelled ms',
  ];
  const rows = costs.all.map(({ operation, system, samples }) => {
    const cost = medianCost(samples);
    return [
      operation,
      TITLES[system],
      ...[cost.calls, cost.readUnits, cost.writeUnits].map(String),
      priceOfAMillion(cost).toFixed(2),
      cost.modelledMs.toFixed(0),
    ];
  });
  return alignedTable([head, ...withNames(sortedByOperation(rows))]);
}

export function functionTable(functions: FunctionReport[]): string {
  const head = ['function', 'KB', 'import, ms', 'first answer', 'earlier KB', 'earlier import', 'import ×'];
  const rows = functions.map(({ name, kilobytes, starts: { now, earlier } }) => {
    const [imports, before] = [now, earlier].map(starts => starts.map(({ importMs }) => importMs));
    return [
      name,
      kilobytes.now.toFixed(0),
      summaryCell(imports ?? []),
      summaryCell(now.map(({ firstMs }) => firstMs)),
      kilobytes.earlier.toFixed(0),
      summaryCell(before ?? []),
      `× ${ratioOf(imports ?? [], before ?? []).median.toFixed(2)}`,
    ];
  });
  return alignedTable([head, ...rows]);
}

/** Puts the rows of an operation together, in the order of the operations. */
function sortedByOperation(rows: string[][]): string[][] {
  return [...Map.groupBy(rows, ([operation]) => operation).values()].flat();
}
