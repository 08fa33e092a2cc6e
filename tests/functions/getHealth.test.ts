import { handler } from '../../functions/getHealth.ts';
import { callsOf } from '../helpers/calls.ts';
import { coldStart } from '../helpers/coldStart.ts';
import { expectAnswer } from '../helpers/expectations.ts';
import { absentDatabase, withSilentDatabase } from '../helpers/faultyDatabase.ts';
import { invoke } from '../helpers/invoke.ts';
import { logOf } from '../helpers/log.ts';

describe('200', () => {
  test('says that the service is healthy when the database answers, at the cost of one read', async () => {
    const calls = await callsOf(async () => {
      expectAnswer(await invoke(handler), 200, { status: 'healthy' });
    });
    expect(calls).toEqual(['BatchGetItem']);
  });
});

/** The service calls itself unhealthy with this database, and writes one line about it to the log. */
async function expectUnhealthy(url: string): Promise<void> {
  const log = await logOf(() =>
    coldStart('getHealth', { AWS_ENDPOINT_URL_DYNAMODB: url }, async cutOff =>
      expectAnswer(await invoke(cutOff), 503, { status: 'unhealthy' }),
    ),
  );
  expect(log).toMatchObject([{ level: 'error', code: 'UNHEALTHY' }]);
}

describe('503', () => {
  test('says that the service is unhealthy when there is no database', async () => {
    await expectUnhealthy(await absentDatabase());
  });

  test('says so when its table is missing', async () => {
    const log = await logOf(() =>
      coldStart('getHealth', { SEATS_TABLE: 'no-such-table' }, async broken =>
        expectAnswer(await invoke(broken), 503, { status: 'unhealthy' }),
      ),
    );
    expect(log).toMatchObject([{ causes: [{ name: 'ResourceNotFoundException' }] }]);
  });

  test('says so before its time is over when the database takes requests and never answers', () =>
    withSilentDatabase(expectUnhealthy));
});
