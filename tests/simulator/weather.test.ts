import { randomUUID } from 'node:crypto';
import { isThrottlingError, isTransientError } from '@smithy/core/retry';
import type { SdkError } from '@smithy/types';
import { TABLES } from '../../lib/dynamo/client.ts';
import * as users from '../../lib/repositories/users.ts';
import { stored } from '../support/records/records.ts';
import type { FaultKind } from './faults.ts';
import { withFault, withFaults } from './faultyClient.ts';
import { withWeather } from './weather.ts';
import { failureOf, withClient } from './weatherClient.ts';

const TableName = TABLES.users;

const isStored = async (userId: string) => (await stored(users.ref(userId))) !== undefined;

/** The faults of plain writes, each with the error that the SDK throws. */
const plainFaults: [FaultKind, object][] = [
  ['throttle', { name: 'ThrottlingException', $fault: 'client', $metadata: { httpStatusCode: 400 } }],
  [
    'throughput',
    { name: 'ProvisionedThroughputExceededException', $fault: 'client', $metadata: { httpStatusCode: 400 } },
  ],
  ['failure', { name: 'InternalServerError', $fault: 'server', $metadata: { httpStatusCode: 500 } }],
  [
    'conflict',
    { name: 'TransactionConflictException', $fault: 'client', $metadata: { httpStatusCode: 400 } },
  ],
  ['cut', { name: 'TimeoutError', code: 'ECONNRESET' }],
];

test.each(plainFaults)(
  'a plain write that meets %s fails as at DynamoDB, and changes nothing',
  async (kind, as) => {
    const userId = randomUUID();
    const error = await withFault(kind, client => failureOf(client.put({ TableName, Item: { userId } })));
    expect(error).toMatchObject(as);
    expect(error).toBeInstanceOf(Error);
    expect(await isStored(userId)).toBe(false);
  },
);

test('the SDK takes throttles for throttles, and failures and cuts for transient errors', async () => {
  const item = { TableName, Item: { userId: randomUUID() } };
  const errorOf = async (kind: FaultKind) =>
    (await withFault(kind, client => failureOf(client.put(item)))) as unknown as SdkError;
  for (const kind of ['throttle', 'throughput'] as const) {
    expect(isThrottlingError(await errorOf(kind))).toBe(true);
  }
  for (const kind of ['failure', 'cut', 'cutAfter'] as const) {
    expect(isTransientError(await errorOf(kind))).toBe(true);
  }
});

test('a slow answer is complete, and late', async () => {
  const userId = randomUUID();
  const begun = performance.now();
  await withFaults([{ kind: 'slow', lateMs: [200, 210] }], client =>
    client.put({ TableName, Item: { userId } }),
  );
  expect(performance.now() - begun).toBeGreaterThan(200);
  expect(await isStored(userId)).toBe(true);
});

test('a seed brings the same faults again, and the weather counts them', async () => {
  const story = (seed: number) =>
    withWeather(
      {
        seed,
        faults: [
          { kind: 'throttle', probability: 0.3 },
          { kind: 'cut', probability: 0.3 },
        ],
      },
      async (url, weather) => {
        const names: string[] = [];
        await withClient(url, async client => {
          for (let n = 0; n < 40; n += 1) {
            const write = client.put({ TableName, Item: { userId: randomUUID() } });
            names.push(
              await write.then(
                () => 'written',
                ({ name }) => name,
              ),
            );
          }
        });
        const count = (name: string) => names.filter(one => one === name).length;
        expect(weather).toMatchObject({
          seed,
          happened: { throttle: count('ThrottlingException'), cut: count('TimeoutError') },
        });
        return names;
      },
    );
  const first = await story(5);
  expect(new Set(first)).toEqual(new Set(['written', 'ThrottlingException', 'TimeoutError']));
  expect(await story(5)).toEqual(first);
  expect(await story(6)).not.toEqual(first);
});

test('without faults every answer is that of the engine', async () => {
  const userId = randomUUID();
  await withFaults([], async client => {
    await client.put({ TableName, Item: { userId, name: 'é🎉' } });
    const create = {
      Put: { TableName, Item: { userId }, ConditionExpression: 'attribute_not_exists(userId)' },
    };
    expect(await failureOf(client.transact([create]))).toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'ConditionalCheckFailed' }],
    });
  });
  expect(await stored(users.ref(userId))).toEqual({ userId, name: 'é🎉' });
});

test('no answer tells the time, so that a caller whose time is slowed down trusts its own clock', async () => {
  await withWeather({ faults: [{ kind: 'throttle', probability: 1 }] }, async url => {
    const headers = { 'x-amz-target': 'DynamoDB_20120810.ListTables' };
    const answer = await fetch(url, { method: 'POST', headers, body: '{}' });
    expect([answer.status, answer.headers.get('date')]).toEqual([400, null]);
  });
});
