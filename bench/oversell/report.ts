import { barChart, COLORS } from '../chart.ts';
import { alignedTable, duration, percentile, statusesOf, targetLine } from '../figures.ts';
import { waitsOf } from '../scenario.ts';
import { isRight } from './findings.ts';
import type { Outcome } from './run.ts';
import type { Way } from './systems.ts';

const TITLES: Record<Way, string> = { express: 'Express', service: 'this service' };

const COLOR: Record<Way, { atOnce: string; within: string }> = {
  express: { atOnce: COLORS.orange, within: COLORS.purple },
  service: { atOnce: COLORS.blue, within: COLORS.green },
};

const MEASURES = {
  seatsSold: 'seats sold',
  doubleRows: 'double rows',
  toldTwice: 'told twice',
  lostCounts: 'lost counts',
  sharedPositions: 'shared positions',
  overtakers: 'overtakers',
  brokenPromises: 'broken promises',
} as const;
const measures = Object.entries(MEASURES) as [keyof typeof MEASURES, string][];

const howOf = ({ overMs }: Pick<Outcome, 'overMs'>): string =>
  overMs === 0 ? 'at once' : `within ${overMs / 1000} s`;

const whatOf = ({ people, seats, ...outcome }: Outcome): string =>
  `${people} people ${howOf(outcome)}, ${seats} seats`;

/** Writes what became of each run. */
export function oversellTable(outcomes: Outcome[]): string {
  const head = ['crowd', 'by', ...measures.map(([, title]) => title), 'p50', 'p99', 'busy', 'statuses'];
  const rows = outcomes.map(outcome => {
    const { way, findings, registered, openHolds, busy } = outcome;
    const waits = waitsOf(registered);
    const statuses = statusesOf(registered.map(({ answer }) => answer.status));
    return [
      whatOf(outcome),
      TITLES[way],
      ...measures.map(([measure]) => String(findings[measure])),
      duration(percentile(waits, 0.5)),
      duration(percentile(waits, 0.99)),
      `${Math.round(100 * busy)} %`,
      openHolds > 0 ? `${statuses}, ${openHolds} holds to be released` : statuses,
    ];
  });
  return alignedTable([head, ...rows]);
}

/** Writes whether this service sold each seat once, with counts, order and answers that agree. */
export const oversellTargets = (outcomes: Outcome[]): string[] =>
  outcomes
    .filter(({ way }) => way === 'service')
    .map(outcome =>
      targetLine(
        isRight(outcome.findings, outcome.seats),
        `${whatOf(outcome)}: this service sells each seat once, and nothing is double, lost or out of order`,
      ),
    );

/** Draws the runs as SVG. All of them have the same number of people and seats. */
export function oversellPlot(outcomes: Outcome[]): string {
  const [{ people, seats } = { people: 0, seats: 0 }] = outcomes;
  return barChart(
    `${people} people come to ${seats} seats (modelled)`,
    'people, rows or counts',
    measures.map(([, name]) => name),
    outcomes.map(({ way, findings, overMs }) => ({
      name: `${TITLES[way]}, ${howOf({ overMs })}`,
      color: COLOR[way][overMs === 0 ? 'atOnce' : 'within'],
      data: measures.map(([measure]) => findings[measure]),
    })),
  );
}

/** Returns what became of a run as it is written to JSON. */
export const jsonOf = ({ registered, ...outcome }: Outcome) => {
  const waits = waitsOf(registered);
  const statuses = statusesOf(registered.map(({ answer }) => answer.status));
  return { ...outcome, statuses, p50Ms: percentile(waits, 0.5), p99Ms: percentile(waits, 0.99) };
};
