import { ACCOUNT, functionArn, REGION } from './arns.ts';
import { neededFor } from './neededPermissions.ts';

const TABLES = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table`;

const neededBy = (service: string, operation: string, input: object, path = '/') =>
  neededFor({ caller: 'me', service, operation, path, body: JSON.stringify(input) }).map(
    ({ action, resource }) => `${action} ${resource}`,
  );

test('a transaction needs the permission of each of its items, and none of its own', () => {
  const TransactItems = [
    { Put: { TableName: 'events', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } },
    { Update: { TableName: 'seats' } },
    { Delete: { TableName: 'places' } },
    { ConditionCheck: { TableName: 'users' } },
  ];
  expect(neededBy('dynamodb', 'TransactWriteItems', { TransactItems })).toEqual([
    `dynamodb:PutItem ${TABLES}/events`,
    `dynamodb:UpdateItem ${TABLES}/seats`,
    `dynamodb:DeleteItem ${TABLES}/places`,
    `dynamodb:ConditionCheckItem ${TABLES}/users`,
  ]);
  const reads = [{ Get: { TableName: 'answers' } }];
  expect(neededBy('dynamodb', 'TransactGetItems', { TransactItems: reads })).toEqual([
    `dynamodb:GetItem ${TABLES}/answers`,
  ]);
});

test.each(['BatchGetItem', 'BatchWriteItem'])('%s needs its own permission on each table', operation => {
  expect(neededBy('dynamodb', operation, { RequestItems: { events: {}, seats: {} } })).toEqual([
    `dynamodb:${operation} ${TABLES}/events`,
    `dynamodb:${operation} ${TABLES}/seats`,
  ]);
});

test('a query of an index needs a permission on the index, and one of a table on the table', () => {
  expect(neededBy('dynamodb', 'Query', { TableName: 'events', IndexName: 'byDate' })).toEqual([
    `dynamodb:Query ${TABLES}/events/index/byDate`,
  ]);
  expect(neededBy('dynamodb', 'Query', { TableName: 'places' })).toEqual([`dynamodb:Query ${TABLES}/places`]);
});

test('a move of messages needs the permissions for its steps at both queues', () => {
  const arn = `arn:aws:sqs:${REGION}:${ACCOUNT}`;
  expect(neededBy('sqs', 'StartMessageMoveTask', { SourceArn: `${arn}:stage-dead-notices` })).toEqual([
    `sqs:StartMessageMoveTask ${arn}:stage-dead-notices`,
    `sqs:ReceiveMessage ${arn}:stage-dead-notices`,
    `sqs:DeleteMessage ${arn}:stage-dead-notices`,
    `sqs:GetQueueAttributes ${arn}:stage-dead-notices`,
    `sqs:SendMessage ${arn}:stage-late-notices`,
  ]);
});

test('an invocation needs a permission on the function, which its path names', () => {
  const path = `/2015-03-31/functions/${encodeURIComponent(functionArn('a-function'))}/invocations`;
  expect(neededBy('lambda', '', {}, path)).toEqual([`lambda:InvokeFunction ${functionArn('a-function')}`]);
});

test('a call of S3 needs a permission on the bucket, or on the object', () => {
  const bucket = 'arn:aws:s3:::a-bucket';
  const list = '/a-bucket/?list-type=2&start-after=a%2Fkey';
  expect(neededBy('s3', '', {}, list)).toEqual([`s3:ListBucket ${bucket}`]);
  for (const operation of ['GetObject', 'DeleteObject']) {
    const path = `/a-bucket/a/k%24y?x-id=${operation}`;
    expect(neededBy('s3', '', {}, path)).toEqual([`s3:${operation} ${bucket}/a/k$y`]);
  }
});

test('a parameter needs a permission on itself', () => {
  expect(neededBy('ssm', 'GetParameter', { Name: '/stage/secret' })).toEqual([
    `ssm:GetParameter arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/stage/secret`,
  ]);
});

test('a call of another service is no call that any policy could allow', () => {
  expect(() => neededBy('iam', 'CreateUser', {})).toThrow('It is not known what a call of iam needs');
});
