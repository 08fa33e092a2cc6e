import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';

const logger = new Logger();
const metrics = new Metrics({ namespace: 'Baseline' });

type Work = (path: Record<string, string>, body: Record<string, unknown>) => Promise<[number, unknown]>;

/** Makes a handler that reads a request, and writes a line, a metric and the answer as JSON. */
export const answering =
  (work: Work) =>
  async (event: APIGatewayProxyEventV2, context: Context): Promise<APIGatewayProxyStructuredResultV2> => {
    const [statusCode, body] = await work(
      (event.pathParameters ?? {}) as Record<string, string>,
      JSON.parse(event.body ?? '{}'),
    );
    logger.info('invocation', { requestId: context.awsRequestId, status: statusCode });
    metrics.addMetric('answered', MetricUnit.Count, 1);
    metrics.publishStoredMetrics();
    return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  };
