import { logStreamArn } from './arns.ts';
import type { PackagedFunction } from './packagedStack.ts';
import type { Permission } from './policy.ts';

const STREAM = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];
const QUEUE = ['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'];

const on = (resource: string, service: string, ...names: string[]): Permission[] =>
  names.map(name => ({ action: `${service}:${name}`, resource }));

/** What Lambda does in the name of a function, which its code never does: its log, and the way of its events. */
export const neededByLambda = ({ name, sources, destinations }: PackagedFunction): Permission[] => [
  ...on(logStreamArn(name), 'logs', 'CreateLogStream', 'PutLogEvents'),
  ...sources.flatMap(({ EventSourceArn }) => forSource(EventSourceArn)),
  ...destinations.flatMap(forDestination),
];

const forSource = (arn: string): Permission[] =>
  arn.startsWith('arn:aws:dynamodb:') ? on(arn, 'dynamodb', ...STREAM) : on(arn, 'sqs', ...QUEUE);

/** Lambda puts records into a bucket, and sends calls to a queue. */
const forDestination = (arn: string): Permission[] =>
  arn.startsWith('arn:aws:s3:')
    ? [...on(arn, 's3', 'ListBucket'), ...on(`${arn}/aws/lambda/an-object`, 's3', 'PutObject')]
    : on(arn, 'sqs', 'SendMessage');
