import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { eventBody } from '../support/api/bodies.ts';
import {
  cleanUp,
  databaseOf,
  kill,
  npmStart,
  type Run,
  ready,
  remains,
  temporaryFolder,
} from '../support/servers/npmStart.ts';
import { until } from '../support/servers/processes.ts';
import { besideRequests, call, expectAllStopped, post, requestsIn } from '../support/servers/runs.ts';

afterAll(cleanUp);

let run: Run;
beforeAll(async () => {
  run = await ready(await npmStart());
});

test('Ctrl-C stops every process of npm start, and prints nothing', async () => {
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

test('after a kill -9 the next start ends the old database and has its data, LOG=silent prints no request, and SIGTERM to npm alone stops everything', async () => {
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

test('--fresh removes the data of earlier runs and nothing else in the folder, and LOG=verbose prints more', async () => {
  const { dataDir } = run;
  await writeFile(join(dataDir, 'notes.txt'), 'mine');
  const position = join(dataDir, 'streams', 'recordHistory.json');
  await mkdir(dirname(position), { recursive: true });
  await writeFile(position, '{ "earlier": "1" }');
  const fresh = await ready(await npmStart({ dataDir, options: ['--fresh'], env: { LOG: 'verbose' } }));
  expect(await call(fresh, '/events')).toMatchObject({ status: 200, body: [] });
  expect(await readFile(join(dataDir, 'notes.txt'), 'utf8')).toBe('mine');
  expect(await readFile(position, 'utf8').catch(() => '')).not.toContain('earlier');
  await until(() => fresh.printed().includes('(λ: listEvents)'));
  kill(databaseOf(fresh)?.pid);
  expect(await fresh.ended).toBeGreaterThan(0);
  const [, said] = fresh.printed().split('Ctrl-C stops it and its database.');
  expect(said).toContain('The embedded database was ended from outside');
  await expectAllStopped(fresh);
});

test('npm start ends with one sentence when its database is killed', async () => {
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

/** Begins a request that does not end, and returns when the server has read a part of it. */
async function beginRequest({ httpPort }: Run): Promise<Socket> {
  const socket = connect(httpPort, '127.0.0.1');
  const head = ['POST /events HTTP/1.1', 'Host: localhost', 'Expect: 100-continue', 'Content-Length: 2'];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toContain('100 Continue');
  return socket;
}

test('SIGTERM to every process at once stops them and prints nothing, even when the database ends before a request', async () => {
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

test('a signal during the start also stops the database', async () => {
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
