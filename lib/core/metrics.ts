import { Metrics } from '@aws-lambda-powertools/metrics';

const metrics = new Metrics({ namespace: 'EventManagementApi' });

/** With one value more of a metric, the library would write a line by itself, and the next one without a function. */
const MAX_VALUES = 99;

/**
 * Writes how often things happened in an invocation of a function, and by how many milliseconds each of some was late,
 * as lines of CloudWatch's embedded metric format. What did not happen is left out. The only dimensions are the service
 * with its stage, and the function, so that their number never grows with events or people.
 */
export function writeMetrics(
  functionName: string,
  counts: Record<string, number>,
  delays: Record<string, number[]>,
): void {
  const happened = Object.entries(counts).filter(([, count]) => count > 0);
  writeLine(functionName, 'Count', happened);
  for (const [name, late] of Object.entries(delays)) {
    for (let start = 0; start < late.length; start += MAX_VALUES) {
      const values = late.slice(start, start + MAX_VALUES).map((value): Value => [name, value]);
      writeLine(functionName, 'Milliseconds', values);
    }
  }
}

type Value = [name: string, value: number];

function writeLine(functionName: string, unit: 'Count' | 'Milliseconds', values: Value[]): void {
  if (values.length === 0) return;
  metrics.addDimension('function', functionName);
  for (const [name, value] of values) metrics.addMetric(name, unit, value);
  metrics.publishStoredMetrics();
}
