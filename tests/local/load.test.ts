import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cleanUp, npm, npmStart, type Run, ready } from '../support/servers/npmStart.ts';
import { until } from '../support/servers/processes.ts';
import { call } from '../support/servers/runs.ts';

let run: Run;
beforeAll(async () => {
  run = await ready(await npmStart());
});
afterAll(cleanUp);

const load = (...options: string[]) => npm(['run', '-s', 'bench:load', '--', ...options], {});

/** Nothing that a load test made is left. */
async function expectNothingLeft(): Promise<void> {
  expect((await call(run, '/events')).body).toEqual([]);
  expect((await call(run, '/users')).body).toEqual([]);
}

test('npm run bench:load sends a crowd to a running service, checks the order, and removes what it made', async () => {
  const drop = load('--url', run.url, '--people', '12', '--seats', '5', '--over', '1');
  expect(await drop.ended).toBe(0);
  const printed = drop.printed();
  expect(printed).toContain('12 × 201');
  expect(printed).toMatch(/^p50 .*, p99 .*$/m);
  expect(printed).toContain('reached  the event is not oversold (5 people have 5 seats)');
  expect(printed).toContain('reached  nobody overtakes somebody who was told to wait before (0)');
  expect(printed).not.toContain('MISSED');
  await expectNothingLeft();
});

test('--keep leaves the event, with everybody who registered', async () => {
  const drop = load('--url', run.url, '--people', '3', '--seats', '2', '--over', '0', '--keep');
  expect(await drop.ended).toBe(0);
  const [, eventId = ''] = /^Kept: the event (load-\w+),/m.exec(drop.printed()) ?? [];
  const path = `/events/${eventId}`;
  expect((await call(run, path)).body).toMatchObject({ registeredCount: 2, waitlistCount: 1 });
  await Promise.all([path, ...[1, 2, 3].map(n => `/users/${eventId}-${n}`)].map(remove));
  await expectNothingLeft();
});

const remove = (path: string) => fetch(run.url + path, { method: 'DELETE' });

test('Ctrl-C ends it early, and removes what it made', async () => {
  const drop = load('--url', run.url, '--people', '10', '--over', '3600');
  await until(() => drop.printed().includes('10 people register within'));
  process.kill(-drop.pid, 'SIGINT');
  expect(await drop.ended).toBe(130);
  await expectNothingLeft();
});

/** A service that gives everybody a seat, whatever the capacity. */
function oversellingService(): Server {
  const userIds: string[] = [];
  return createServer(async (request, response) => {
    const body = (await request.toArray()).join('');
    const answer = (status: number, value: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const [isRegistrations, isPost] = [request.url?.endsWith('/registrations'), request.method === 'POST'];
    if (request.method === 'DELETE') return response.writeHead(204).end();
    if (!isRegistrations)
      return answer(isPost ? 201 : 200, { registeredCount: userIds.length, waitlistCount: 0 });
    if (!isPost) return answer(200, userIds.map(seated));
    const { userId } = JSON.parse(body);
    userIds.push(userId);
    return answer(201, seated(userId));
  });
}

const seated = (userId: string) => ({ userId, status: 'registered' });

test('a service that sells a seat too many is found out', async () => {
  const service = oversellingService().listen(0, '127.0.0.1');
  await once(service, 'listening');
  const { port } = service.address() as AddressInfo;
  const drop = load('--url', `http://127.0.0.1:${port}`, '--people', '3', '--seats', '2', '--over', '0');
  expect(await drop.ended).toBe(1);
  expect(drop.printed()).toContain('MISSED   the event is not oversold (3 people have 2 seats)');
  service.close();
  service.closeAllConnections();
});

test.each([
  ['no URL', [], '--url must name the service that the crowd comes to. There is no default.'],
  ['an address without a scheme', ['--url', 'localhost:3000'], '--url must be an address such as'],
  ['too many people', ['--url', 'http://localhost', '--people', '50001'], '--people must be a whole number'],
  ['an unknown option', ['--peple', '5'], "Unknown option '--peple'"],
])('%s is refused with a sentence', async (_what, options, sentence) => {
  const refused = load(...options);
  expect(await refused.ended).toBe(1);
  expect(refused.printed()).toContain(sentence);
  expect(refused.printed()).not.toMatch(/^ +at /m);
});

test('--help shows every option', async () => {
  const help = load('--help');
  expect(await help.ended).toBe(0);
  for (const option of ['url', 'people', 'seats', 'over', 'concurrency', 'header', 'keep']) {
    expect(help.printed()).toContain(`--${option}`);
  }
});
