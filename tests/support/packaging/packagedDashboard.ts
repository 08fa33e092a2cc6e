import { ofType, type Packaged } from './packaging.ts';
import { expectPublished } from './publishedMetrics.ts';

type Widget = { type: string; properties: { title: string; alarms?: string[]; metrics?: unknown[][] } };

/** Declares the tests of the dashboard. */
export function describeDashboard(resourcesOf: () => Packaged['resources']): void {
  const widgetsOf = (): Widget[] => {
    const body: string = resourcesOf().Dashboard?.Properties.DashboardBody['Fn::Sub'];
    return JSON.parse(body).widgets;
  };

  test('the dashboard names only resources of the template', () => {
    const body = JSON.stringify(widgetsOf());
    const ids = [...body.matchAll(/\$\{(\w+)(?:\.\w+)?\}/g)].map(([, id = '']) => id);
    expect(ids.length).toBeGreaterThan(40);
    for (const id of ids) expect(resourcesOf()).toHaveProperty(id);
  });

  test('the dashboard shows every alarm', () => {
    const shown = widgetsOf().flatMap(({ properties }) => properties.alarms ?? []);
    expect(shown.sort()).toEqual(
      ofType(resourcesOf(), 'AWS::CloudWatch::Alarm')
        .map(([id]) => `\${${id}.Arn}`)
        .sort(),
    );
  });

  test('the dashboard draws metrics that are published, and fifty of them at most, which cost nothing', () => {
    const graphs = widgetsOf().map(({ properties }) => expanded(properties.metrics ?? []));
    expect(graphs.flat().length).toBeLessThanOrEqual(50);
    for (const [Namespace = '', MetricName = '', ...dimensions] of graphs.flat())
      expectPublished({
        Namespace,
        MetricName,
        dimensions: dimensions.filter((_one, place) => place % 2 === 0),
      });
  });
}

/** The metrics of a graph in full, where "." repeats a field of the one before, and "..." its beginning. */
function expanded(metrics: unknown[][]): string[][] {
  const full: string[][] = [];
  for (const metric of metrics) {
    const fields = metric.filter(field => typeof field === 'string');
    if (fields.length === 0) continue;
    const before = full.at(-1) ?? [];
    const [first, ...others] = fields;
    if (first === '...') full.push([...before.slice(0, before.length - others.length), ...others]);
    else full.push(fields.map((field, place) => (field === '.' ? String(before[place]) : field)));
  }
  return full;
}
