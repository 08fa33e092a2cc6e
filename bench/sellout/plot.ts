import { axis, COLORS, chart } from '../chart.ts';
import { curveOf } from './curve.ts';
import { type Outcome, OVER_MS, peopleOf, type Sellout, type Way } from './sellout.ts';

/** Dashes tell the lines apart besides their colours. */
const LINES: Record<Way, { color: string; type: 'solid' | 'dashed' | 'dotted' }> = {
  service: { color: COLORS.blue, type: 'solid' },
  'plain holds': { color: COLORS.orange, type: 'dashed' },
  'plain transactions': { color: COLORS.purple, type: 'dotted' },
};

const titleOf = (sellout: Sellout): string => {
  const [seats, people] = [sellout.seats, peopleOf(sellout)].map(count => count.toLocaleString('en'));
  return `${people} people come to ${seats} seats within ${OVER_MS / 1000} s (modelled)`;
};

const lineOf = (outcome: Outcome) => {
  const { way } = outcome.sellout;
  const { color, type } = LINES[way];
  const lineStyle = { color, type, width: 3 };
  return { type: 'line' as const, name: way, data: curveOf(outcome), symbol: 'none', color, lineStyle };
};

/** Draws as SVG how many people had an answer as time went on, a line for each run. All runs have the same crowd. */
export const plotOf = (outcomes: Outcome[]): string =>
  chart(outcomes[0] && titleOf(outcomes[0].sellout), [840, 460], {
    grid: { top: 88, left: 90, right: 30, bottom: 60 },
    xAxis: axis('seconds since the crowd began to come', 34),
    yAxis: axis('people with an answer other than a 503', 66),
    series: outcomes.map(lineOf),
  });
