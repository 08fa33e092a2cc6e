import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { curveOf } from './curve.ts';
import { type Outcome, OVER_MS, peopleOf, type Sellout, type Way } from './sellout.ts';

const [WIDTH, HEIGHT] = [840, 460];

/** This grey is read on a white page and on a dark one. So are the colours, and dashes tell the lines apart too. */
const GREY = '#7a7a7a';
const LINES: Record<Way, { color: string; type: 'solid' | 'dashed' | 'dotted' }> = {
  service: { color: '#2f7fe0', type: 'solid' },
  'plain holds': { color: '#c96a12', type: 'dashed' },
  'plain transactions': { color: '#b04fb8', type: 'dotted' },
};

const text = { color: GREY, fontSize: 14 };
const axis = (name: string, nameGap: number) => ({
  type: 'value' as const,
  name,
  nameGap,
  nameLocation: 'middle' as const,
  nameTextStyle: text,
  axisLabel: text,
  axisLine: { show: true, lineStyle: { color: GREY } },
  splitLine: { lineStyle: { color: GREY, opacity: 0.3 } },
});

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
export function plotOf(outcomes: Outcome[]): string {
  use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  const title = outcomes[0] && titleOf(outcomes[0].sellout);
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: 'system-ui, sans-serif' },
    title: { text: title, left: 'center', top: 8, textStyle: { color: GREY, fontSize: 16 } },
    legend: { top: 42, itemWidth: 48, itemGap: 32, textStyle: text },
    grid: { top: 88, left: 90, right: 30, bottom: 60 },
    xAxis: axis('seconds since the crowd began to come', 34),
    yAxis: axis('people with an answer other than a 503', 66),
    series: outcomes.map(lineOf),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}
