import { barChart, COLORS } from '../chart.ts';
import { medianCost } from './costs.ts';
import type { Measurements } from './measurements.ts';
import { OPERATIONS } from './operations.ts';
import { PRICES, priceOfAMillion } from './prices.ts';
import type { Machine, Report } from './report.ts';
import { medianOf } from './statistics.ts';
import { SYSTEMS, type System, TITLES } from './systems.ts';

const COLOR: Record<System, string> = {
  service: COLORS.blue,
  bare: COLORS.green,
  express: COLORS.orange,
  fastapi: COLORS.purple,
};

/** Draws what was measured of operations that some baseline has too, a bar for each system. */
function bars<Sample>(
  title: string,
  unit: string,
  measured: Measurements<Sample>,
  measureOf: (samples: Sample[]) => number,
  digits = 1,
): string {
  const { all } = measured;
  const isCompared = (operation: string) =>
    all.some(one => one.operation === operation && one.system !== 'service');
  const operations = OPERATIONS.map(({ name }) => name).filter(isCompared);
  const systems = SYSTEMS.filter(system => all.some(one => one.system === system));
  const valueIn = (operation: string, system: System) => {
    const samples = measured.of(operation, system);
    return samples ? Number(measureOf(samples).toFixed(digits)) : null;
  };
  return barChart(
    title,
    unit,
    operations,
    systems.map(system => ({
      name: TITLES[system],
      color: COLOR[system],
      data: operations.map(operation => valueIn(operation, system)),
    })),
  );
}

const where = ({ cores, node, date }: Machine) => `${cores} cores, Node ${node}, ${date}`;

/** Draws a report as SVG: cold starts, warm answers, and prices. */
export const plotsOf = ({ machine, cold, warm, costs }: Report): Record<string, string> => ({
  cold: bars(
    `Cold starts: import and first answer (${where(machine)})`,
    'milliseconds, medians',
    cold,
    samples => medianOf(samples.map(({ coldMs }) => coldMs)),
    0,
  ),
  warm: bars(`Answers of warm handlers (${where(machine)})`, 'milliseconds, medians', warm, medianOf),
  price: bars(
    `What DynamoDB costs for a million of each (units modelled, ${PRICES.region})`,
    'dollars',
    costs,
    samples => priceOfAMillion(medianCost(samples)),
    2,
  ),
});
