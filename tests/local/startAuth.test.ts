import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { serverless } from '../support/servers/commands.ts';
import { cleanUp, npm, npmStart, type Run, ready, stage } from '../support/servers/npmStart.ts';
import { until } from '../support/servers/processes.ts';
import { besideRequests, call, expectAllStopped, requestsIn } from '../support/servers/runs.ts';

afterAll(cleanUp);

let run: Run;
/** What it has printed before the first request. */
let greeting: string;
beforeAll(async () => {
  run = await ready(await npmStart({ script: 'start:auth' }));
  await until(() => run.printed().includes('Ctrl-C stops it'));
  greeting = run.printed();
});

/** The indented lines with the tokens, and with what uses them. */
const linesToPaste = () => greeting.match(/^ {2}([A-Z]+=\S+|curl -H .*)$/gm) ?? [];

const tokenOf = (name: string) => new RegExp(`^ *${name}=(\\S+)$`, 'm').exec(greeting)?.[1] ?? '';

const as = (token: string, method = 'GET'): RequestInit => ({
  method,
  headers: { authorization: `Bearer ${token}` },
});

test('npm run start:auth prints three tokens, and one line about access control, which is on', () => {
  expect(linesToPaste().map(line => line.replace(/=.*| -H .*/s, '').trim())).toEqual([
    ...['ADMIN', 'curl'],
    ...['ORGANISER', 'curl'],
    ...['PERSON', 'curl'],
  ]);
  expect(greeting.split('\n').filter(line => line.startsWith('Access control'))).toEqual([
    `Access control is on: requests need a token of http://127.0.0.1:${run.issuerPort}.`,
  ]);
});

test('its lines work when they are pasted into a shell', async () => {
  const status = `curl() { command curl -sS -o /dev/null -w '%{http_code}\\n' "$@"; }`;
  const { stdout } = await promisify(execFile)('bash', ['-c', [status, ...linesToPaste()].join('\n')]);
  expect(stdout).toBe('200\n201\n201\n');
  expect((await call(run, '/events/meetup')).body).toMatchObject({ ownerId: 'grace' });
  expect((await call(run, '/users/me', as(tokenOf('PERSON')))).body).toMatchObject({ userId: 'ada' });
});

test('its issuer tells its public key, and keeps the private one', async () => {
  const { keys } = (await call({ ...run, url: `http://127.0.0.1:${run.issuerPort}` }, '/jwks')).body;
  expect(keys).toEqual([expect.objectContaining({ kty: 'EC', alg: 'ES256', use: 'sig' })]);
  expect(keys[0]).not.toHaveProperty('d');
  expect((await stat(join(run.dataDir, 'issuer.json'))).mode & 0o077).toBe(0);
});

test('no line about a request has the secret of a calendar feed', async () => {
  const { body } = await call(run, '/users/me/calendar-feed', as(tokenOf('PERSON'), 'POST'));
  const url = new URL(body.url, `${run.url}/users/me/calendar-feed`);
  const secret = String(url.searchParams.get('token'));
  expect(secret.length).toBeGreaterThan(40);
  const lines = () => requestsIn(run.printed()).filter(line => line.includes('calendar.ics'));
  expect((await fetch(url)).status).toBe(200);
  expect((await fetch(`${url.origin}${url.pathname}?limit=1&token=${secret}`)).status).toBe(422);
  await until(() => lines().length === 2);
  expect(lines()).toEqual([
    expect.stringMatching(/^GET \/users\/ada\/calendar\.ics\?token=… 200 \d+ ms$/),
    expect.stringMatching(/^GET \/users\/ada\/calendar\.ics\?limit=1&token=… 422 \d+ ms [\da-f-]{36}$/),
  ]);
  expect(run.printed()).not.toContain(secret);
});

/** Runs `npm run token`, and returns what it printed. */
async function printToken(args: string[]): Promise<string> {
  const command = npm(['run', '-s', 'token', '--', ...args], { DYNAMODB_DATA: run.dataDir });
  expect(await command.ended).toBe(0);
  return command.printed().trim();
}

test('npm run token prints a token alone, for the roles and the events that it names', async () => {
  const organiser = await printToken(['linus', '--role', 'organiser']);
  expect(organiser).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  expect((await call(run, '/users', as(organiser))).status).toBe(403);
  expect((await call(run, '/users', as(await printToken(['linus', '--role', 'admin'])))).status).toBe(200);
  const doors = ['--scope', 'check-in:meetup', '--scope', 'check-in:party'];
  const staff = await printToken(['door', ...doors]);
  expect((await call(run, '/events/meetup/registrations', as(staff))).status).toBe(200);
  expect((await call(run, '/events/party/registrations', as(staff))).status).toBe(404);
  expect((await call(run, '/events/other/registrations', as(staff))).status).toBe(403);
});

test('invoke local sends each of its requests as the person whom it is about', async () => {
  const env = { DYNAMODB_DATA: run.dataDir, DYNAMODB_PORT: String(run.databasePort) };
  const people = ['createUser', 'registerForEvent', 'checkIn', 'getUserCalendar', 'listUsers'];
  const statuses = [];
  for (const name of ['createEvent', ...people]) {
    const options = ['--function', name, '--path', `tests/requests/${name}.json`, '--stage', stage];
    const { stdout } = await serverless(['invoke', 'local', ...options], {
      AWS_ENDPOINT_URL_DYNAMODB: undefined,
      ...env,
    });
    statuses.push([name, JSON.parse(stdout).statusCode]);
  }
  // Ada has been a user since her line was pasted.
  expect(Object.fromEntries(statuses)).toEqual({
    createEvent: 201,
    createUser: 409,
    registerForEvent: 201,
    checkIn: 200,
    getUserCalendar: 200,
    listUsers: 200,
  });
  expect((await call(run, '/events/launch-party')).body).toMatchObject({ checkedInCount: 1 });
});

test('Ctrl-C stops the API, its database and its issuer, and prints nothing', async () => {
  const before = run.printed().length;
  process.kill(-run.pid, 'SIGINT');
  await run.ended;
  await expectAllStopped(run);
  expect(besideRequests(run.printed().slice(before))).toBe('');
});
