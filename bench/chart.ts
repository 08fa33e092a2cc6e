import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

/** This grey is read on a white page and on a dark one. So are the colours. */
export const GREY = '#7a7a7a';
export const COLORS = { blue: '#2f7fe0', orange: '#c96a12', purple: '#b04fb8', green: '#3f9a6b' } as const;

export const text = { color: GREY, fontSize: 14 };

/** Returns an axis of numbers with a name. */
export const axis = (name: string, nameGap: number) => ({
  type: 'value' as const,
  name,
  nameGap,
  nameLocation: 'middle' as const,
  nameTextStyle: text,
  axisLabel: text,
  axisLine: { show: true, lineStyle: { color: GREY } },
  splitLine: { lineStyle: { color: GREY, opacity: 0.3 } },
});

/** Draws a chart with a title and a legend as SVG. */
export function chart(
  title: string | undefined,
  [width, height]: [number, number],
  option: EChartsCoreOption,
) {
  use([BarChart, LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);
  const drawn = init(null, null, { renderer: 'svg', ssr: true, width, height });
  drawn.setOption({
    animation: false,
    textStyle: { fontFamily: 'system-ui, sans-serif' },
    title: { text: title, left: 'center', top: 8, textStyle: { color: GREY, fontSize: 16 } },
    legend: { top: 42, itemWidth: 48, itemGap: 32, textStyle: text },
    ...option,
  });
  const svg = drawn.renderToSVGString();
  drawn.dispose();
  return svg;
}

/** What is drawn of one thing that is compared: a bar in each category, unless it has none there. */
export type Bars = { name: string; color: string; data: (number | null)[] };

const WIDTH = 840;
const [AROUND, PER_BAR, BETWEEN] = [150, 22, 14];

/** Draws bars side by side as SVG, with their values behind them. */
export function barChart(title: string, unit: string, categories: string[], all: Bars[]): string {
  const height = AROUND + categories.length * (PER_BAR * all.length + BETWEEN);
  return chart(title, [WIDTH, height], {
    legend: { top: 42, itemGap: 32, textStyle: text, data: all.map(({ name }) => name) },
    grid: { top: 80, left: 230, right: 60, bottom: 60 },
    xAxis: axis(unit, 34),
    yAxis: {
      type: 'category',
      data: categories,
      inverse: true,
      axisLabel: text,
      axisLine: { lineStyle: { color: GREY } },
    },
    series: all.map(({ name, color, data }) => ({
      type: 'bar',
      name,
      color,
      data,
      label: { show: true, position: 'right', color: GREY, fontSize: 12 },
    })),
  });
}
