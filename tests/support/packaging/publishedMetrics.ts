import { textOf } from '../documents/documents.ts';

/**
 * The dimensions with which metrics are published. An alarm on others is accepted, and silent for ever. No dimension
 * grows with events or people.
 */
const PUBLISHED: Record<string, string[]> = {
  'AWS/ApiGateway Count': ['ApiId'],
  'AWS/ApiGateway 4xx': ['ApiId'],
  'AWS/ApiGateway 5xx': ['ApiId'],
  'AWS/ApiGateway Latency': ['ApiId'],
  'AWS/Lambda Invocations': ['FunctionName'],
  'AWS/Lambda Errors': ['FunctionName'],
  'AWS/Lambda Duration': ['FunctionName'],
  'AWS/Lambda IteratorAge': ['FunctionName'],
  'AWS/Lambda DestinationDeliveryErrors': ['FunctionName'],
  'AWS/Lambda Throttles': [''],
  'AWS/Lambda ConcurrentExecutions': [''],
  'AWS/Lambda ClaimedAccountConcurrency': [''],
  'AWS/SQS ApproximateNumberOfMessagesVisible': ['QueueName'],
  'AWS/SQS ApproximateNumberOfMessagesNotVisible': ['QueueName'],
  'AWS/SQS ApproximateNumberOfMessagesDelayed': ['QueueName'],
  'AWS/S3 PutRequests': ['BucketName FilterId'],
  'AWS/S3 NumberOfObjects': ['BucketName StorageType'],
  'AWS/DynamoDB SystemErrors': ['TableName Operation'],
  'AWS/DynamoDB ReadThrottleEvents': ['TableName', 'TableName GlobalSecondaryIndexName'],
  'AWS/DynamoDB WriteThrottleEvents': ['TableName', 'TableName GlobalSecondaryIndexName'],
};

/** The metrics that functions write, as docs/operate.md lists them. A test of each function has its dimensions. */
const ownMetrics = () => {
  const table = /^\| metric \| what it tells \|\n(.*?)\n\n/ms.exec(textOf('docs/operate.md'))?.[1] ?? '';
  return [...table.matchAll(/`(\w+)`(?=[^|]*\|[^|]*\|$)/gm)].map(([, name = '']) => name);
};

type Named = { Namespace: string; MetricName: string; dimensions: string[] };

export function expectPublished({ Namespace, MetricName, dimensions }: Named): void {
  if (Namespace === 'EventManagementApi') {
    expect(ownMetrics()).toContain(MetricName);
    expect(dimensions).toEqual(['service', 'function']);
  } else expect(PUBLISHED[`${Namespace} ${MetricName}`]).toContain(dimensions.join(' '));
}
