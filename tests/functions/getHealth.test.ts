import type { ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { handler } from '../../functions/getHealth.ts';
import { callsOf } from '../simulator/calls.ts';
import { absentDatabase, withServer, withSilentDatabase } from '../simulator/faultyDatabase.ts';
import { expectAnswer } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import { logOf } from '../support/api/log.ts';
import { coldStart } from '../support/records/coldStart.ts';
import { until } from '../support/servers/processes.ts';

describe('200', () => {
  test('comes when the database answers, at the cost of one read', async () => {
    const calls = await callsOf(async () => {
      expectAnswer(await invoke(handler), 200, { status: 'healthy' });
    });
    expect(calls).toEqual(['BatchGetItem']);
  });

  test('comes without waiting behind the queued calls of a crowd', () =>
    withHeldDatabase(async ({ url, arrived, answerNext }) => {
      // Calls are held here for as long as it takes: none may be given up, and sent again.
      const env = { AWS_ENDPOINT_URL_DYNAMODB: url, DYNAMODB_CALL_MS: '120000' };
      await coldStart('getHealth', env, async handlerOfCrowd => {
        const [{ batchGet }, { MAX_CALLS }, users] = await Promise.all([
          import('../../lib/dynamo/read.ts'),
          import('../../lib/dynamo/callQueue.ts'),
          import('../../lib/repositories/users.ts'),
        ]);
        const crowd = Array.from({ length: MAX_CALLS + WAITING }, (_, n) =>
          batchGet([users.ref(`user-${n}`)], { consistent: false }),
        );
        await until(() => arrived.length >= MAX_CALLS);
        const health = invoke(handlerOfCrowd);
        const isAsked = () => arrived.some(body => body.includes('"health"'));
        while (!isAsked() && arrived.length < MAX_CALLS + WAITING) {
          const before = arrived.length;
          answerNext();
          await until(() => arrived.length > before);
        }
        expect(isAsked()).toBe(true);
        expect(arrived.length).toBeLessThan(MAX_CALLS + WAITING / 2);
        answerNext(Number.POSITIVE_INFINITY);
        expectAnswer(await health, 200, { status: 'healthy' });
        await Promise.all(crowd);
      });
    }));
});

/** Calls that wait while all that may be under way are. */
const WAITING = 100;

type Held = { url: string; arrived: string[]; answerNext: (many?: number) => void };

/** Runs `work` with a database that answers a call, finding nothing, when it is told to. */
function withHeldDatabase(work: (held: Held) => Promise<void>): Promise<void> {
  const arrived: string[] = [];
  const held: ServerResponse[] = [];
  let allowed = 0;
  const answer = () => {
    for (; allowed > 0 && held.length > 0; allowed -= 1) {
      held.shift()?.setHeader('content-type', 'application/x-amz-json-1.0').end('{"Responses":{}}');
    }
  };
  const answerNext = (many = 1) => {
    allowed += many;
    answer();
  };
  return withServer(
    async (request, response) => {
      arrived.push(await text(request));
      held.push(response);
      answer();
    },
    url => work({ url, arrived, answerNext }),
  );
}

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
  test('comes when there is no database', async () => {
    await expectUnhealthy(await absentDatabase());
  });

  test('comes when the table is missing', async () => {
    const log = await logOf(() =>
      coldStart('getHealth', { SEATS_TABLE: 'no-such-table' }, async broken =>
        expectAnswer(await invoke(broken), 503, { status: 'unhealthy' }),
      ),
    );
    expect(log).toMatchObject([{ causes: [{ name: 'ResourceNotFoundException' }] }]);
  });

  test('comes before the deadline when the database never answers', () =>
    withSilentDatabase(expectUnhealthy));
});
