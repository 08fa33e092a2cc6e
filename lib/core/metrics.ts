import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

const metrics = new Metrics({ namespace: 'EventManagementApi' });

/**
 * Writes how often things happened in an invocation of a function, as one line of CloudWatch's embedded metric format.
 * What did not happen is left out. The only dimensions are the service with its stage, and the function, so that their
 * number never grows with events or people.
 */
export function writeMetrics(functionName: string, counts: Record<string, number>): void {
  const happened = Object.entries(counts).filter(([, count]) => count > 0);
  if (happened.length === 0) return;
  metrics.addDimension('function', functionName);
  for (const [name, count] of happened) metrics.addMetric(name, MetricUnit.Count, count);
  metrics.publishStoredMetrics();
}
