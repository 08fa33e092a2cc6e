import { bucketArn, functionArn, indexArn, parameterArn, queueArn, tableArn } from './arns.ts';
import type { Permission } from './policy.ts';

/** A request to a service of AWS. An operation of a service with targets has its name there. */
export type AwsCall = { caller: string; service: string; operation: string; path: string; body: string };

type Target = { TableName: string; IndexName?: string };
type DatabaseInput = Target & {
  TransactItems?: Record<string, Target>[];
  RequestItems?: Record<string, unknown>;
};

const inDatabase = (operation: string, { TableName, IndexName }: Target): Permission => ({
  action: `dynamodb:${operation}`,
  resource: IndexName ? indexArn(TableName, IndexName) : tableArn(TableName),
});

/** A transaction has no action of its own: it needs those of its items. */
function forDatabase({ operation, body }: AwsCall): Permission[] {
  const input: DatabaseInput = JSON.parse(body);
  if (input.TransactItems) {
    const items = input.TransactItems.flatMap(item => Object.entries(item));
    return items.map(([kind, target]) => inDatabase(`${kind}Item`, target));
  }
  if (input.RequestItems) {
    return Object.keys(input.RequestItems).map(TableName => inDatabase(operation, { TableName }));
  }
  return [inDatabase(operation, input)];
}

/** The names of a queue of what was given up, and of the queue that it serves. */
const GIVEN_UP = /-dead-notices$/;
const IN_TIME = '-late-notices';

/** SQS moves messages in the name of the caller, who therefore also needs the rights for its steps. */
function forQueue({ operation, body }: AwsCall): Permission[] {
  const { QueueUrl, SourceArn } = JSON.parse(body);
  const queue = String(QueueUrl ?? SourceArn).replace(/^.*[/:]/, '');
  const on = (name: string, ...actions: string[]) =>
    actions.map(action => ({ action: `sqs:${action}`, resource: queueArn(name) }));
  if (operation !== 'StartMessageMoveTask') return on(queue, operation);
  return [
    ...on(queue, operation, 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'),
    ...on(queue.replace(GIVEN_UP, IN_TIME), 'SendMessage'),
  ];
}

function forLambda({ path }: AwsCall): Permission[] {
  const [, called = ''] = /\/functions\/([^/]+)\/invocations/.exec(path) ?? [];
  const name = decodeURIComponent(called).replace(/^.*:/, '');
  return [{ action: 'lambda:InvokeFunction', resource: functionArn(name) }];
}

/** The SDK names the operation on an object in the query. A list of a bucket has a type there. */
function forBucket({ path }: AwsCall): Permission[] {
  const { pathname, searchParams } = new URL(path, 'http://s3.test');
  const [, bucket = '', key = ''] = /^\/([^/]+)\/(.*)$/.exec(decodeURIComponent(pathname)) ?? [];
  if (searchParams.has('list-type')) return [{ action: 's3:ListBucket', resource: bucketArn(bucket) }];
  return [{ action: `s3:${searchParams.get('x-id')}`, resource: `${bucketArn(bucket)}/${key}` }];
}

/** The key that AWS manages decrypts a parameter for everybody who may read it. */
function forParameter({ operation, body }: AwsCall): Permission[] {
  return [{ action: `ssm:${operation}`, resource: parameterArn(JSON.parse(body).Name) }];
}

const SERVICES: Record<string, (call: AwsCall) => Permission[]> = {
  dynamodb: forDatabase,
  sqs: forQueue,
  lambda: forLambda,
  s3: forBucket,
  ssm: forParameter,
};

/**
 * The permissions that a call needs. ReturnValuesOnConditionCheckFailure needs none besides.
 * @throws Error for a service that no function calls
 */
export function neededFor(call: AwsCall): Permission[] {
  const needed = SERVICES[call.service];
  if (!needed) throw new Error(`It is not known what a call of ${call.service} needs`);
  return needed(call);
}
