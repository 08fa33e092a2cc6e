import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import packageJson from '../../package.json' with { type: 'json' };
import { withServer } from '../simulator/faultyDatabase.ts';
import { serverless } from '../support/servers/commands.ts';
import { cleanUp, npm } from '../support/servers/npmStart.ts';

afterAll(cleanUp);

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** Runs `npm run invoke` with a server in place of Lambda. Returns the calls, what was printed, and the exit code. */
function invoke(answer: Answer, env: Record<string, string> = {}) {
  const calls: { url: string | undefined; payload: unknown }[] = [];
  return withServer(
    async (request, response) => {
      calls.push({ url: request.url, payload: JSON.parse(await text(request)) });
      answer(response, request);
    },
    async url => {
      const options = ['--data', '{"eventId":"meetup"}', '--stage', 'prod'];
      const command = npm(['run', '-s', 'invoke', '--', 'auditEvent', ...options], {
        AWS_ENDPOINT_URL_LAMBDA: url,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        ...env,
      });
      const code = await command.ended;
      return { calls, code, printed: command.printed() };
    },
  );
}

const CALL = {
  url: '/2015-03-31/functions/event-management-api-prod-auditEvent/invocations',
  payload: { eventId: 'meetup' },
};

test('npm run invoke calls the function of a stage with the data, and prints its answer', async () => {
  const result = await invoke(response => response.end('{"eventsChecked":1}'));
  expect(result).toEqual({ calls: [CALL], code: 0, printed: '{\n    "eventsChecked": 1\n}\n' });
});

test.each<[string, Answer, Record<string, string>]>([
  ['Lambda answers 500', response => response.writeHead(500).end('{}'), {}],
  ['Lambda answers 429', response => response.writeHead(429).end('{}'), {}],
  ['the connection is lost', (_response, { socket }) => socket.destroy(), {}],
  ['the time of the client is over', () => {}, { AWS_CLIENT_TIMEOUT: '500' }],
])('npm run invoke does not call a function again when %s', async (_when, answer, env) => {
  const { calls, code } = await invoke(answer, env);
  expect({ calls, code }).toEqual({ calls: [CALL], code: 1 });
});

test('npm run invoke waits longer than any function runs', async () => {
  const { stdout } = await serverless(['print', '--format', 'json', '--stage', 'prod']);
  const functions: { timeout?: number }[] = Object.values(JSON.parse(stdout).functions);
  const longestMs = 1000 * Math.max(...functions.map(({ timeout = 0 }) => timeout));
  const [, waitsMs] = /AWS_CLIENT_TIMEOUT:-(\d+)\}/.exec(packageJson.scripts.invoke) ?? [];
  expect(longestMs).toBe(900_000);
  expect(Number(waitsMs)).toBeGreaterThan(longestMs);
});
