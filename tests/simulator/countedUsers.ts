import { randomUUID } from 'node:crypto';
import { BatchGetCommand, GetCommand, TransactGetCommand } from '@aws-sdk/lib-dynamodb';
import { TABLES } from '../../lib/dynamo/client.ts';
import * as users from '../../lib/repositories/users.ts';
import { stored } from '../support/records/records.ts';
import { until } from '../support/servers/processes.ts';
import type { ContentionOptions } from './contentionOptions.ts';
import type { Fault } from './faults.ts';
import { withWeather } from './weather.ts';
import { type Client, withClient } from './weatherClient.ts';

const TableName = TABLES.users;

/** A long transaction locks its items until the end of the test. A short one ends almost at once. */
export const LONG = { p50: 60_000, p99: 60_000 };
export const SHORT = { p50: 5, p99: 5 };

export const withContention = <Result>(
  work: (client: Client) => Promise<Result>,
  options: ContentionOptions = {},
  faults: Fault[] = [],
) =>
  withWeather(
    { seed: 5, faults, contention: { durations: { transaction: LONG, cancellation: SHORT }, ...options } },
    url => withClient(url, work),
  );

export const CONFLICT = 'TransactionConflictException';

export const countOf = (userId: string) => ({
  TableName,
  Key: { userId },
  UpdateExpression: 'ADD registrationChanges :one',
  ExpressionAttributeValues: { ':one': 1 },
});
export const join = (userId: string) => ({ Update: countOf(userId) });
export const check = (userId: string) => ({
  ConditionCheck: { TableName, Key: { userId }, ConditionExpression: 'attribute_not_exists(deletedAt)' },
});
export const create = (userId: string) => ({
  Put: {
    TableName,
    Item: { userId },
    ConditionExpression: 'attribute_not_exists(userId)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  },
});
export const refuse = (userId: string) => ({
  Update: { ...countOf(userId), ConditionExpression: 'attribute_exists(never)' },
});

/** Reads of users: of one, and of several in a batch or a transaction. */
export const get = (userId: string) => new GetCommand({ TableName, Key: { userId } });
export const batchOf = (userIds: string[]) =>
  new BatchGetCommand({
    RequestItems: { [TableName]: { Keys: userIds.map(userId => ({ userId })), ConsistentRead: true } },
  });
export const transactionOf = (userIds: string[]) =>
  new TransactGetCommand({ TransactItems: userIds.map(userId => ({ Get: { TableName, Key: { userId } } })) });

export const ids = (count: number) => Array.from({ length: count }, () => randomUUID());
export const countsOf = (userIds: string[]) =>
  Promise.all(userIds.map(async userId => (await stored(users.ref(userId)))?.registrationChanges));

export const codesOf = (error: Error) =>
  (error as Error & { CancellationReasons?: { Code: string }[] }).CancellationReasons?.map(
    ({ Code }) => Code,
  );

/** Starts a transaction, and waits until it has counted the user. Its items stay locked. */
export async function underWay(client: Client, userId: string, ...[more = [], token]: [object[]?, string?]) {
  const [before = 0] = await countsOf([userId]);
  client.transact([join(userId), ...(more as [])], token).catch(() => {});
  await until(async () => (await countsOf([userId]))[0] === before + 1);
}
