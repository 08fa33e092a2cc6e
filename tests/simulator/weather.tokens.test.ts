import { until } from '../support/servers/processes.ts';
import {
  codesOf,
  countOf,
  countsOf,
  ids,
  join,
  LONG,
  SHORT,
  underWay,
  withContention,
} from './countedUsers.ts';
import type { Fault } from './faults.ts';
import { failureOf } from './weatherClient.ts';

describe('the same token', () => {
  test('is refused while its transaction is in progress', async () => {
    const [userId = '', token = ''] = ids(2);
    await withContention(async client => {
      await underWay(client, userId, [], token);
      const error = await failureOf(client.transact([join(userId)], token));
      expect(error).toMatchObject({ name: 'TransactionInProgressException', $fault: 'client' });
    });
    expect(await countsOf([userId])).toEqual([1]);
  });

  test('is answered as committed after the commit, even when other transactions lock the items', async () => {
    const [userId = '', token = ''] = ids(2);
    const durations = { transaction: SHORT };
    await withContention(
      async client => {
        await client.transact([join(userId)], token);
        durations.transaction = LONG;
        await underWay(client, userId);
        await client.transact([join(userId)], token);
      },
      { durations },
    );
    expect(await countsOf([userId])).toEqual([2]);
  });

  test('counts once when the first answer was lost', async () => {
    const [userId = '', token = ''] = ids(2);
    const lost: Fault = { kind: 'cutAfter', probability: 1, most: 1 };
    await withContention(
      async client => {
        expect(await failureOf(client.transact([join(userId)], token))).toMatchObject({
          name: 'TimeoutError',
        });
        await client.transact([join(userId)], token);
      },
      { durations: { transaction: SHORT, cancellation: SHORT } },
      [lost],
    );
    expect(await countsOf([userId])).toEqual([1]);
  });

  test('can commit after it was cancelled', async () => {
    const [userId = '', token = ''] = ids(2);
    await withContention(
      async client => {
        await underWay(client, userId);
        expect(codesOf(await failureOf(client.transact([join(userId)], token)))).toEqual([
          'TransactionConflict',
        ]);
        const again = () => client.transact([join(userId)], token).catch(() => undefined);
        await until(async () => (await again()) !== undefined);
      },
      { durations: { transaction: { p50: 1000, p99: 1000 } } },
    );
    expect(await countsOf([userId])).toEqual([2]);
  });
});

describe('an item without write units', () => {
  /** The units of the first write come back after minutes, so that the speed of the machine does not matter. */
  const limits = { writeUnits: 0.01 };

  test('throttles a plain write', async () => {
    const [userId = ''] = ids(1);
    const answers = await withContention(
      client => Promise.allSettled(ids(20).map(() => client.update(countOf(userId)))),
      { limits },
    );
    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) {
      expect(answer).toMatchObject({ reason: { name: 'ThrottlingException', $fault: 'client' } });
    }
    expect(await countsOf([userId])).toEqual([answers.length - refused.length]);
  });

  test('cancels a transaction, with the reason at the position of its write', async () => {
    const [userId = '', other = ''] = ids(2);
    const codes = await withContention(
      async client => {
        await client.update(countOf(userId));
        return codesOf(await failureOf(client.transact([join(other), join(userId)])));
      },
      { limits },
    );
    expect(codes).toEqual(['None', 'ThrottlingError']);
  });
});
