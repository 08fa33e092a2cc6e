import { targetLine } from '../figures.ts';
import type { Cost, Measured } from './measure.ts';

const cellOf = ({ calls, readUnits, writeUnits, ms }: Cost): string =>
  `${calls} / ${readUnits} / ${writeUnits} / ${ms.toFixed(1)}`;

const rowOf = (cells: string[]): string => `| ${cells.join(' | ')} |`;

/** Writes the costs as a Markdown table: calls, read units, write units and milliseconds of each operation. */
export function growthTable(sizes: number[], measured: Measured[]): string {
  const head = ['calls / read units / write units / ms', ...sizes.map(size => size.toLocaleString('en'))];
  return [
    rowOf(head),
    rowOf(head.map(() => '---')),
    ...measured.map(({ operation, costs }) => rowOf([operation, ...costs.map(cellOf)])),
  ].join('\n');
}

/** At the largest size, calls and units may be this many times those of the smallest one. */
const MOST = 1.2;

/** Writes for each operation whether its calls and units stay flat, from the first size on that fills its page. */
export const flatnessOf = (sizes: number[], measured: Measured[]): string =>
  measured
    .map(({ operation, page, costs: all }) => {
      const costs = all.slice(sizes.findIndex(size => size >= page));
      const ratio = Math.max(
        ...(['calls', 'readUnits', 'writeUnits'] as const).map(what => growth(costs, what)),
      );
      return targetLine(ratio <= MOST, `${operation}: × ${ratio.toFixed(2)} from first to last`);
    })
    .join('\n');

function growth(costs: Cost[], what: keyof Cost): number {
  const [first, last] = [costs[0]?.[what] ?? 0, costs.at(-1)?.[what] ?? 0];
  return first === 0 ? last + 1 : last / first;
}
