import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';

const HELP = `npm run smoke -- <URL> [--token <access token>]

Runs the walk-through of the README against a service, and removes what it made. With access control, the token must be
that of somebody who is an organiser and an admin. SMOKE_TOKEN in the environment is such a token too. It exits with 1
when anything is not as it should be.`;

/** A request of the service ends within 20 seconds. */
const MAX_ANSWER_MS = 25_000;

type Reply = { status: number; body: unknown };

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Sends requests to a service, and says of each whether its answer is as it should be. */
class Smoke {
  readonly #url: string;
  readonly #headers: Record<string, string>;
  failures = 0;

  constructor(url: string, token: string | undefined) {
    this.#url = url.replace(/\/$/, '');
    this.#headers = token ? { Authorization: `Bearer ${token}` } : {};
  }

  async send(method: string, path: string, body?: object): Promise<Reply> {
    const response = await fetch(this.#url + path, {
      method,
      signal: AbortSignal.timeout(MAX_ANSWER_MS),
      headers: { ...this.#headers, ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text && JSON.parse(text) };
  }

  /** Sends a request, whose answer must have this status and these fields. */
  async expect(
    what: string,
    [status, fields = {}]: [number, object?],
    ...request: Parameters<Smoke['send']>
  ) {
    const begun = performance.now();
    const reply = await this.send(...request).catch((error: Error) => ({ status: 0, body: error.message }));
    const isRight = reply.status === status && contains(reply.body, fields);
    if (!isRight) this.failures += 1;
    const took = `${Math.round(performance.now() - begun)} ms`;
    say(isRight ? `ok      ${what} (${took})` : `FAILED  ${what} (${took}): ${JSON.stringify(reply)}`);
  }
}

const contains = (body: unknown, fields: object): boolean =>
  Object.entries(fields).every(([name, value]) => Object(body)[name] === value);

/** Runs the walk-through. Everything that it makes has an id that begins with `id`. */
async function walkThrough(smoke: Smoke, id: string): Promise<void> {
  const [ada, ben, event] = [`${id}-ada`, `${id}-ben`, `/events/${id}`];
  const made = {
    ...{ eventId: id, title: 'Smoke test', description: 'It is removed in a moment.', date: '2027-05-01' },
    ...{ location: 'Nowhere', organizer: 'npm run smoke', capacity: 1, hasWaitlist: true },
  };
  await smoke.expect('the service is healthy', [200, { status: 'healthy' }], 'GET', '/health');
  await smoke.expect('an event is published', [201, { eventId: id, isFull: false }], 'POST', '/events', made);
  for (const userId of [ada, ben]) {
    await smoke.expect('a user is made', [201, { userId }], 'POST', '/users', { userId, name: 'Smoke test' });
  }
  const seat = { status: 'registered', waitlistPosition: null };
  const place = { status: 'waitlisted', waitlistPosition: 1 };
  const registrations = `${event}/registrations`;
  await smoke.expect('the first gets the seat', [201, seat], 'POST', registrations, { userId: ada });
  await smoke.expect('the second waits', [201, place], 'POST', registrations, { userId: ben });
  await smoke.expect('nobody registers twice', [409, { code: 'ALREADY_REGISTERED' }], 'POST', registrations, {
    userId: ada,
  });
  const counts = { registeredCount: 1, waitlistCount: 1, isFull: true };
  await smoke.expect('the event counts both', [200, counts], 'GET', event);
  await smoke.expect(
    'who leaves gives the seat to the second',
    [200, { promotedUser: ben }],
    'DELETE',
    `${registrations}/${ada}`,
  );
  await smoke.expect('the second has the seat', [200, { ...counts, waitlistCount: 0 }], 'GET', event);
}

/** Removes what a walk-through made, however far it came. */
async function remove(smoke: Smoke, id: string): Promise<void> {
  for (const path of [`/events/${id}`, `/users/${id}-ada`, `/users/${id}-ben`]) {
    const { status } = await smoke.send('DELETE', path).catch(() => ({ status: 0 }));
    if (![204, 404].includes(status)) {
      smoke.failures += 1;
      say(`FAILED  ${path} is left (${status})`);
    }
  }
}

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { token: { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  const [url = ''] = positionals;
  if (values.help) return say(HELP);
  if (positionals.length !== 1 || !/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new Error('Name the address of one service, such as http://localhost:3000.');
  }
  const smoke = new Smoke(url, values.token ?? process.env.SMOKE_TOKEN);
  const id = `smoke-${randomUUID()}`;
  await walkThrough(smoke, id).finally(() => remove(smoke, id));
  say(smoke.failures === 0 ? 'The service works.' : `${smoke.failures} steps failed.`);
  if (smoke.failures > 0) process.exitCode = 1;
}

await run().catch((error: Error) => {
  process.stderr.write(`${error.message}\n\n${HELP}\n`);
  process.exitCode = 1;
});
