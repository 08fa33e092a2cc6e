import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isPortFree } from '../../local/ports.ts';
import { eventBody } from '../helpers/bodies.ts';
import { root } from '../helpers/commands.ts';
import { expectProblem } from '../helpers/expectations.ts';
import { cleanUp, databaseOf, npmStart, type Run, ready, remains, stage } from '../helpers/npmStart.ts';
import { until } from '../helpers/processes.ts';

afterAll(cleanUp);

const call = async ({ url }: Run, path: string, init?: RequestInit) => {
  const response = await fetch(url + path, init);
  const headers = Object.fromEntries(response.headers);
  return { status: response.status, headers, body: await response.json() };
};

const post = (body: string): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body,
});

async function expectAllStopped(run: Run): Promise<void> {
  await until(() => remains(run).length === 0);
  expect(await isPortFree(run.httpPort)).toBe(true);
  expect(await isPortFree(run.databasePort)).toBe(true);
}

let run: Run;
beforeAll(async () => {
  run = await ready(await npmStart());
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

test('a body that is too large for the gateway is answered with the same problem as one that is just too large', async () => {
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

test('a malformed cookie is none of the API’s business', async () => {
  expect(await call(run, '/events', { headers: { cookie: 'a=";;;b"c' } })).toMatchObject({ status: 200 });
});

test('a function that crashes is answered with a problem that hides the cause and has the id under which it is logged', async () => {
  await rm(join(root, '.esbuild', stage, '.build', 'functions', 'listUsers.js'));
  const answer = await call(run, '/users');
  expectProblem(answer, 'INTERNAL_ERROR');
  expect(JSON.stringify(answer.body)).not.toContain('listUsers');
  const [, requestId] = answer.body.detail.match(/quote request id (\S+)\.$/);
  await until(() => run.printed().includes(`"requestId":"${requestId}"`));
});

test('Ctrl-C stops every process that npm start started, without a word', async () => {
  expect(
    await call(run, '/events', post(JSON.stringify(eventBody({ eventId: 'launch-party' })))),
  ).toMatchObject({
    status: 201,
  });
  const before = run.printed().length;
  process.kill(-run.pid, 'SIGINT');
  await run.ended;
  await expectAllStopped(run);
  expect(
    run
      .printed()
      .slice(before)
      .replace(/^.*λ.*$/gm, '')
      .trim(),
  ).toBe('');
});

test('after a kill -9, the next start names the database left over and how to end it; then the data is there, and SIGTERM to npm alone stops everything', async () => {
  const { dataDir } = run;
  const killed = await ready(await npmStart({ dataDir }));
  const database = databaseOf(killed);
  process.kill(database?.parent ?? 0, 'SIGKILL');
  expect(await killed.ended).not.toBe(0);

  const refused = await npmStart({ dataDir });
  expect(await refused.ended).not.toBe(0);
  expect(refused.printed()).toContain(`end a left-over process with "kill ${database?.pid}"`);
  process.kill(Number(database?.pid));
  await until(() => remains(killed).length === 0);

  const next = await ready(await npmStart({ dataDir }));
  expect(await call(next, '/events/launch-party')).toMatchObject({ status: 200 });
  process.kill(next.pid, 'SIGTERM');
  await expectAllStopped(next);
});

test('a signal while npm start still starts stops the database too', async () => {
  const runs = await Promise.all([npmStart(), npmStart(), npmStart()]);
  for (const starting of runs) await until(() => databaseOf(starting) !== undefined);
  const [first, second, third] = runs as [Run, Run, Run];
  process.kill(-first.pid, 'SIGINT');
  process.kill(-second.pid, 'SIGHUP');
  process.kill(third.pid, 'SIGTERM');
  for (const stopped of runs) {
    expect(stopped.printed()).not.toContain('The API is ready');
    await expectAllStopped(stopped);
  }
});
