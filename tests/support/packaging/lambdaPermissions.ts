import { logStreamArn } from './arns.ts';
import type { PackagedFunction, Source } from './packagedStack.ts';
import type { Permission } from './policy.ts';

const STREAM = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];
const QUEUE = ['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'];

const on = (resource: string, service: string, ...names: string[]): Permission[] =>
  names.map(name => ({ action: `${service}:${name}`, resource }));

/** What Lambda does in the name of a function, which its code never does: its log, and the way of its events. */
export const neededByLambda = ({ name, sources }: PackagedFunction): Permission[] => [
  ...on(logStreamArn(name), 'logs', 'CreateLogStream', 'PutLogEvents'),
  ...sources.flatMap(forSource),
];

function forSource({ EventSourceArn, DestinationConfig }: Source): Permission[] {
  const isStream = EventSourceArn.startsWith('arn:aws:dynamodb:');
  const reading = isStream ? on(EventSourceArn, 'dynamodb', ...STREAM) : on(EventSourceArn, 'sqs', ...QUEUE);
  const destination = DestinationConfig?.OnFailure.Destination;
  return [...reading, ...(destination ? on(destination, 'sqs', 'SendMessage') : [])];
}
