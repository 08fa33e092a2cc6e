import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { eventBody } from '../support/api/bodies.ts';
import { expectProblem } from '../support/api/expectations.ts';
import { sendBytes } from '../support/api/rawRequest.ts';
import { root } from '../support/servers/commands.ts';
import { cleanUp, npmStart, type Run, ready, remains, stage } from '../support/servers/npmStart.ts';
import { residentBytes, until } from '../support/servers/processes.ts';
import { call, post, requestsIn } from '../support/servers/runs.ts';

afterAll(cleanUp);

let run: Run;
beforeAll(async () => {
  run = await ready(await npmStart());
});

test('npm start prints at most 15 lines, ends with its addresses and commands, and needs less than 600 MB', async () => {
  await until(() => run.printed().includes('Ctrl-C stops it'));
  const lines = run.printed().trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(15);
  const url = `http://localhost:${run.httpPort}`;
  expect(lines.slice(-6)).toEqual([
    `The API is ready at ${url}. To try it:`,
    `  curl ${url}/events`,
    `Its page is ${url}/docs.`,
    `The data stays in ${run.dataDir}/. To start over without it:`,
    `  DYNAMODB_DATA=${run.dataDir} npm start -- --fresh`,
    'Ctrl-C stops it and its database.',
  ]);
  expect(residentBytes(remains(run))).toBeLessThan(600e6);
});

test('npm start prints one line about access control, which is off', () => {
  const lines = run.printed().split('\n');
  expect(lines.filter(line => /access|token/i.test(line))).toEqual([
    'Access control is off: anybody may do anything (docs/access.md).',
  ]);
});

test('each request is printed in one line, with its method, path, status, duration, and the id of its problem', async () => {
  const before = run.printed().length;
  await call(run, '/events?limit=3');
  const { body } = await call(run, '/events/nowhere-at-all');
  await until(() => requestsIn(run.printed().slice(before)).length === 2);
  expect(run.printed().slice(before).trimEnd().split('\n')).toEqual([
    expect.stringMatching(/^GET \/events\?limit=3 200 \d+ ms$/),
    expect.stringMatching(new RegExp(`^GET /events/nowhere-at-all 404 \\d+ ms ${body.requestId}$`)),
  ]);
});

test('a line has the id of a problem with which no function answered', async () => {
  const before = run.printed().length;
  const { body } = await call(run, '/events?q=%E9');
  const unreadable = await sendBytes('BREW /events HTTP/1.1\r\nHost: localhost\r\n\r\n', run.url);
  const { requestId } = JSON.parse(unreadable.split('\r\n\r\n')[1] ?? '');
  const lines = () => run.printed().slice(before).trimEnd().split('\n');
  await until(() => lines().length === 2);
  expect(lines().sort()).toEqual([
    expect.stringMatching(new RegExp(`^GET /events\\?q=%E9 400 \\d+ ms ${body.requestId}$`)),
    `unreadable request 400 ${requestId}`,
  ]);
});

test('npm start prints the URL of the API, and a curl line that works', async () => {
  expect(run.printed()).toContain(`The API is ready at http://localhost:${run.httpPort}.`);
  const [, curled] = run.printed().match(/^ +curl (http\S+)$/m) ?? [];
  const response = await fetch(String(curled));
  expect({ status: response.status, body: await response.json() }).toEqual({ status: 200, body: [] });
});

test('a path that cannot be decoded is answered with a problem', async () => {
  expectProblem(await call(run, '/events/%zz'), 'BAD_REQUEST');
});

test('a body that is too large for the gateway has the same problem as one that is too large for the API', async () => {
  const details = [];
  for (const size of [11_000_000, 100_000]) {
    const answer = await call(run, '/events', post(`"${'x'.repeat(size)}"`));
    expectProblem(answer, 'BODY_TOO_LARGE');
    details.push(answer.body.detail);
  }
  expect(details[0]).toBe(details[1]);
});

test.each(['application/json, text/plain', 'json', ''])(
  'a body of the type "%s" is refused with a problem',
  async type => {
    const body = new TextEncoder().encode(JSON.stringify(eventBody()));
    const headers: Record<string, string> = type === '' ? {} : { 'content-type': type };
    expectProblem(await call(run, '/events', { method: 'POST', headers, body }), 'UNSUPPORTED_MEDIA_TYPE');
  },
);

test('a web page of any origin may read answers, without credentials', async () => {
  const { headers } = await call(run, '/events', { headers: { origin: 'https://example.org' } });
  expect(headers).toMatchObject({ 'access-control-allow-origin': '*' });
  expect(headers).not.toHaveProperty('access-control-allow-credentials');
});

test('a malformed cookie is ignored', async () => {
  expect(await call(run, '/events', { headers: { cookie: 'a=";;;b"c' } })).toMatchObject({ status: 200 });
});

test('the server goes on when the bundles of its stage are removed, as packaging the stage does', async () => {
  await rm(join(root, '.esbuild', stage), { recursive: true, force: true });
  expect(await call(run, '/users')).toMatchObject({ status: 200 });
});

test('a function that crashes has a problem without the cause, and with the id of the log entry', async () => {
  await rm(join(root, '.build', 'offline', stage, 'functions', 'listUsers.js'));
  const answer = await call(run, '/users');
  expectProblem(answer, 'INTERNAL_ERROR');
  expect(JSON.stringify(answer.body)).not.toContain('listUsers');
  const { detail, requestId } = answer.body;
  expect(detail).toMatch(new RegExp(`quote request id ${requestId}\\.$`));
  await until(() => run.printed().includes(`"requestId":"${requestId}"`));
});
