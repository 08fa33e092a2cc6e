import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { isPortFree } from '../../local/ports.ts';
import { eventBody } from '../support/api/bodies.ts';
import { expectProblem } from '../support/api/expectations.ts';
import { root } from '../support/servers/commands.ts';
import {
  cleanUp,
  databaseOf,
  kill,
  npmStart,
  type Run,
  ready,
  remains,
  stage,
  temporaryFolder,
} from '../support/servers/npmStart.ts';
import { residentBytes, until } from '../support/servers/processes.ts';

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

/** The lines that tell of requests. */
const requestsIn = (printed: string) => printed.match(/^[A-Z]+ \/\S* \d{3} \d+ ms$/gm) ?? [];

/** What was printed besides them. */
const besideRequests = (printed: string) => printed.replaceAll(/^[A-Z]+ \/\S* \d{3} \d+ ms$/gm, '').trim();

let run: Run;
beforeAll(async () => {
  run = await ready(await npmStart());
});

test('npm start prints at most 15 lines, the last of which tell all that one wants to know, and holds less than 600 MB', async () => {
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

test('each request is told in one line, with its method, path, status and duration', async () => {
  const before = run.printed().length;
  await call(run, '/events?limit=3');
  await call(run, '/events/nowhere-at-all');
  await until(() => requestsIn(run.printed().slice(before)).length === 2);
  expect(run.printed().slice(before).trimEnd().split('\n')).toEqual([
    expect.stringMatching(/^GET \/events\?limit=3 200 \d+ ms$/),
    expect.stringMatching(/^GET \/events\/nowhere-at-all 404 \d+ ms$/),
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
  await rm(join(root, '.esbuild', stage, 'offline', 'functions', 'listUsers.js'));
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
  expect(besideRequests(run.printed().slice(before))).toBe('');
});

test('after a kill -9, the next start ends the database left over, and the data is there; LOG=silent prints no request, and SIGTERM to npm alone stops everything', async () => {
  const { dataDir } = run;
  const killed = await ready(await npmStart({ dataDir }));
  const leftOver = databaseOf(killed);
  kill(leftOver?.parent);
  expect(await killed.ended).not.toBe(0);

  const next = await ready(await npmStart({ dataDir, env: { LOG: 'silent' } }));
  expect(remains(killed).map(({ pid }) => pid)).not.toContain(leftOver?.pid);
  expect(await call(next, '/events/launch-party')).toMatchObject({ status: 200 });
  process.kill(next.pid, 'SIGTERM');
  await expectAllStopped(next);
  expect(requestsIn(next.printed())).toEqual([]);
});

test('with --fresh the data of earlier runs is gone, and nothing else in its folder; LOG=verbose prints more', async () => {
  const { dataDir } = run;
  await writeFile(join(dataDir, 'notes.txt'), 'mine');
  const place = join(dataDir, 'streams', 'recordHistory.json');
  await mkdir(dirname(place), { recursive: true });
  await writeFile(place, '{ "earlier": "1" }');
  const fresh = await ready(await npmStart({ dataDir, options: ['--fresh'], env: { LOG: 'verbose' } }));
  expect(await call(fresh, '/events')).toMatchObject({ status: 200, body: [] });
  expect(await readFile(join(dataDir, 'notes.txt'), 'utf8')).toBe('mine');
  expect(await readFile(place, 'utf8').catch(() => '')).not.toContain('earlier');
  await until(() => fresh.printed().includes('(λ: listEvents)'));
  kill(databaseOf(fresh)?.pid);
  expect(await fresh.ended).toBeGreaterThan(0);
  const [, said] = fresh.printed().split('Ctrl-C stops it and its database.');
  expect(said).toContain('The embedded database was ended from outside');
  await expectAllStopped(fresh);
});

test('a database that is killed ends npm start with one sentence', async () => {
  const bereft = await ready(await npmStart({ dataDir: await temporaryFolder() }));
  const before = bereft.printed().length;
  kill(databaseOf(bereft)?.pid);
  expect(await bereft.ended).toBeGreaterThan(0);
  expect(bereft.printed().slice(before).trim().split('\n').at(-1)).toContain(
    'The embedded database was ended from outside, and so this ends too: start it again.',
  );
  expect(bereft.printed()).not.toMatch(/^ +at /m);
  await expectAllStopped(bereft);
});

/** Begins a request that does not end, and returns when the server has read of it. */
async function beginRequest({ httpPort }: Run): Promise<Socket> {
  const socket = connect(httpPort, '127.0.0.1');
  const head = ['POST /events HTTP/1.1', 'Host: localhost', 'Expect: 100-continue', 'Content-Length: 2'];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toContain('100 Continue');
  return socket;
}

test('SIGTERM to every process at once stops them without a word, though the database ends before the requests under way', async () => {
  const stopped = await ready(await npmStart());
  await until(() => stopped.printed().includes('Ctrl-C stops it'));
  const before = stopped.printed().length;
  const request = await beginRequest(stopped);
  try {
    for (const { pid } of remains(stopped)) process.kill(pid, 'SIGTERM');
    await stopped.ended;
  } finally {
    request.destroy();
  }
  await expectAllStopped(stopped);
  expect(besideRequests(stopped.printed().slice(before))).toBe('');
});

test('a signal while npm start still starts stops the database too', async () => {
  const runs = await Promise.all([npmStart(), npmStart(), npmStart()]);
  const [first, second, third] = runs as [Run, Run, Run];
  const tell = async (starting: Run, receiver: number, signal: NodeJS.Signals) => {
    await until(() => databaseOf(starting) !== undefined);
    process.kill(receiver, signal);
  };
  await Promise.all([
    tell(first, -first.pid, 'SIGINT'),
    tell(second, -second.pid, 'SIGHUP'),
    tell(third, third.pid, 'SIGTERM'),
  ]);
  for (const stopped of runs) {
    expect(stopped.printed()).not.toContain('The API is ready');
    await expectAllStopped(stopped);
  }
});
