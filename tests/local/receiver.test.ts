import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { anyFreePort, isPortFree } from '../../local/ports.ts';
import { newEvent, newUsers, register, send, succeed, unregister } from '../support/api/client.ts';
import { type Command, cleanUp, npm, npmStart, ready, remains } from '../support/servers/npmStart.ts';
import { until } from '../support/servers/processes.ts';

const newSecret = () => `whsec_${randomBytes(24).toString('base64')}`;

/** The service and the receiver have two secrets, as while one is being replaced. The receiver takes the newer one. */
const secret = newSecret();
const secrets = `${secret} ${newSecret()}`;
let port: number;
let url: string;
let receiver: Command;
/** An event that was made before the receiver was started, and the person with its seat. */
let eventId: string;
let ada: string;

beforeAll(async () => {
  port = await anyFreePort();
  url = `http://127.0.0.1:${port}`;
  const run = await ready(await npmStart({ env: { WEBHOOK_URL: url, WEBHOOK_SECRET: secrets } }));
  process.env.TEST_URL = run.url;
  eventId = await newEvent({ capacity: 1 });
  [ada = ''] = await newUsers(1);
  await register(eventId, ada);
  await until(async () => (await succeed('GET', `/events/${eventId}/history`)).length === 1);
  receiver = npm(['run', '--silent', 'receiver'], { RECEIVER_PORT: `${port}`, WEBHOOK_SECRET: secrets });
  await until(() => receiver.printed().includes(`Waiting for notices at ${url}`));
});

afterAll(cleanUp);

/** Sends a notice that is signed with this secret to the receiver. */
async function deliver(id: string, signedWith: string, headers: Record<string, string> = {}) {
  const now = new Date();
  const body = JSON.stringify({ type: 'event.updated', data: { event: { eventId: 'launch-party' } } });
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(signedWith).sign(id, now, body),
      ...headers,
    },
    body,
  });
  return response.status;
}

const lines = () => receiver.printed().trimEnd().split('\n').slice(1);

test('npm run receiver prints a notice in one line, and accepts it', async () => {
  expect(await deliver('a-1', secret)).toBe(204);
  await until(() => lines().includes('event.updated  launch-party  (id a-1)'));
});

test('a notice that is old, not signed, or signed with another secret is refused, and printed as refused', async () => {
  expect(await deliver('b-1', newSecret())).toBe(401);
  expect(await deliver('b-2', secret, { 'webhook-timestamp': '1700000000' })).toBe(401);
  expect(await deliver('b-3', secret, { 'webhook-signature': '' })).toBe(401);
  for (const id of ['b-1', 'b-2', 'b-3']) {
    await until(() =>
      lines().some(line => /^refused, its signature is wrong:.*/.test(line) && line.endsWith(`(id ${id})`)),
    );
  }
});

const printedLine = (start: string) => until(() => lines().some(line => line.startsWith(`${start}  (id `)));

test('npm start also sends a later receiver the earlier notices', () =>
  printedLine(`registration.registered  ${ada}  ${eventId}`));

test('npm run receiver prints each notice of npm start as it comes', async () => {
  const [ben = ''] = await newUsers(1);
  await register(eventId, ben);
  await printedLine(`registration.waitlisted  ${ben}  ${eventId}`);
  await unregister(eventId, ada);
  await printedLine(`registration.unregistered  ${ada}  ${eventId}`);
  await printedLine(`registration.promoted  ${ben}  ${eventId}`);
  await succeed('PUT', `/events/${eventId}`, { status: 'cancelled' });
  await printedLine(`event.cancelled  ${eventId}`);
  await printedLine(`registration.event_cancelled  ${ben}  ${eventId}`);
  await send('DELETE', `/events/${eventId}`);
  await printedLine(`event.deleted  ${eventId}`);
  await printedLine(`registration.removed  ${ben}  ${eventId}`);
});

test('Ctrl-C ends npm run receiver, and prints nothing', async () => {
  const before = receiver.printed();
  process.kill(-receiver.pid, 'SIGINT');
  await receiver.ended;
  await until(() => remains(receiver).length === 0);
  expect(receiver.printed()).toBe(before);
  expect(await isPortFree(port)).toBe(true);
});

test.each([
  ['no secret', {}],
  ['a secret that is no base64', { WEBHOOK_SECRET: 'not a secret' }],
  ['a short secret', { WEBHOOK_SECRET: 'whsec_c2VjcmV0' }],
])('npm run receiver refuses %s in one sentence, and ends with code 1', async (_name, env) => {
  const refused = npm(['run', '--silent', 'receiver'], env);
  expect(await refused.ended).toBe(1);
  expect(refused.printed()).toMatch(/^Set WEBHOOK_SECRET to .*\.\n$/);
});

test('npm run receiver refuses a taken port, and names the setting that chooses another one', async () => {
  const taken = Number(new URL(process.env.TEST_URL ?? '').port);
  const refused = npm(['run', '--silent', 'receiver'], { RECEIVER_PORT: `${taken}`, WEBHOOK_SECRET: secret });
  expect(await refused.ended).toBe(1);
  expect(refused.printed()).toBe(
    `Port ${taken}, for the receiver, is taken by another program: choose another one, such as RECEIVER_PORT=${taken + 1}.\n`,
  );
});

test('npm run receiver refuses a wrong port in one sentence', async () => {
  const refused = npm(['run', '--silent', 'receiver'], { RECEIVER_PORT: 'abc', WEBHOOK_SECRET: secret });
  expect(await refused.ended).toBe(1);
  expect(refused.printed()).toBe(
    'RECEIVER_PORT must be a port, a whole number from 1 to 65535, and not "abc".\n',
  );
});
