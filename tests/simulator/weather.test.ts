import { randomUUID } from 'node:crypto';
import { isThrottlingError, isTransientError } from '@smithy/core/retry';
import type { SdkError } from '@smithy/types';
import { TABLES } from '../../lib/dynamo/client.ts';
import * as users from '../../lib/repositories/users.ts';
import { stored } from '../support/records/records.ts';
import type { Fault, FaultKind } from './faults.ts';
import { withWeather } from './weather.ts';
import { type Client, failureOf, withClient } from './weatherClient.ts';

const TableName = TABLES.users;

/** Runs `work` with a client whose database has these faults, each of them always when nothing else is said. */
const withFaults = <Result>(faults: Partial<Fault>[], work: (client: Client) => Promise<Result>, seed = 5) =>
  withWeather({ seed, faults: faults.map(fault => ({ kind: 'failure', probability: 1, ...fault })) }, url =>
    withClient(url, work),
  );

const withFault = <Result>(kind: FaultKind, work: (client: Client) => Promise<Result>) =>
  withFaults([{ kind }], work);

const isStored = async (userId: string) => (await stored(users.ref(userId))) !== undefined;

/** A refusal is as the SDK tells it, and nothing was changed. */
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

test('throttles are throttles to the SDK, and failures and cuts are transient', async () => {
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

describe('a transaction', () => {
  const threeUsers = () => Array.from({ length: 3 }, () => randomUUID());
  const puts = (ids: string[]) => ids.map(userId => ({ Put: { TableName, Item: { userId } } }));

  test.each([
    ['conflict', 'TransactionConflict', 'Transaction is ongoing for the item'],
    [
      'wrappedThrottle',
      'ThrottlingError',
      expect.stringContaining('Throughput exceeds the current capacity'),
    ],
  ] as const)(
    'that meets %s is cancelled for the chosen items, in their order',
    async (kind, Code, Message) => {
      const ids = threeUsers();
      const error = await withFaults([{ kind, items: ids[1] ?? '' }], client =>
        failureOf(client.transact(puts(ids))),
      );
      expect(error).toMatchObject({
        name: 'TransactionCanceledException',
        $fault: 'client',
        $metadata: { httpStatusCode: 400 },
        message: `Transaction cancelled, please refer cancellation reasons for specific reasons [None, ${Code}, None]`,
      });
      const { CancellationReasons } = error as unknown as { CancellationReasons: object[] };
      expect(CancellationReasons).toEqual([{ Code: 'None' }, { Code, Message }, { Code: 'None' }]);
      expect(await Promise.all(ids.map(isStored))).toEqual([false, false, false]);
    },
  );

  test('that is in progress already is told so, as a client fault', async () => {
    const ids = threeUsers();
    const error = await withFault('inProgress', client => failureOf(client.transact(puts(ids))));
    expect(error).toMatchObject({ name: 'TransactionInProgressException', $fault: 'client' });
    expect(await Promise.all(ids.map(isStored))).toEqual([false, false, false]);
  });

  test.each([
    ['cutAfter', { name: 'TimeoutError', code: 'ECONNRESET' }],
    ['failureAfter', { name: 'InternalServerError', $fault: 'server' }],
  ] as const)('that meets %s is carried out, and once only when its token comes again', async (kind, as) => {
    const userId = randomUUID();
    await withFaults([{ kind, most: 1 }], async client => {
      const [token, join] = [randomUUID(), { Update: countOf(userId) }];
      expect(await failureOf(client.transact([join], token))).toMatchObject(as);
      expect(await stored(users.ref(userId))).toEqual({ userId, registrationCount: 1 });
      await client.transact([join], token);
    });
    expect(await stored(users.ref(userId))).toEqual({ userId, registrationCount: 1 });
  });
});

const countOf = (userId: string) => ({
  TableName,
  Key: { userId },
  UpdateExpression: 'ADD registrationCount :one',
  ExpressionAttributeValues: { ':one': 1 },
});

test('a slow answer is a whole one, as late as it may be', async () => {
  const userId = randomUUID();
  const begun = performance.now();
  await withFaults([{ kind: 'slow', lateMs: [200, 210] }], client =>
    client.put({ TableName, Item: { userId } }),
  );
  expect(performance.now() - begun).toBeGreaterThan(200);
  expect(await isStored(userId)).toBe(true);
});

test('a seed brings the same story again, and the weather counts what happened', async () => {
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

test('in fair weather every request is answered as by the engine itself', async () => {
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
