import { randomUUID } from 'node:crypto';
import { eventBody } from '../support/api/bodies.ts';
import { newUsers } from '../support/api/client.ts';
import { tokenHeader } from '../support/api/token.ts';
import { type PrefixProxy, startPrefixProxy } from '../support/servers/prefixProxy.ts';

let proxy: PrefixProxy;
beforeAll(async () => {
  proxy = await startPrefixProxy('/tickets', String(process.env.TEST_URL));
});
afterAll(() => proxy?.stop());

const at = (path: string) => `${proxy.origin}/tickets${path}`;

const post = async (path: string, body: object) =>
  fetch(at(path), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(await tokenHeader({ method: 'POST', path, body })) },
    body: JSON.stringify(body),
  });

test('Location leads behind the prefix', async () => {
  const { eventId, ...body } = eventBody();
  const made = await post('/events', { eventId, ...body });
  expect(made.status).toBe(201);
  const location = new URL(made.headers.get('location') ?? '', made.url).href;
  expect(location).toBe(at(`/events/${eventId}`));
  expect(await (await fetch(location)).json()).toEqual(await made.json());
});

test('Link leads behind the prefix', async () => {
  await newUsers(2);
  const headers = await tokenHeader({ method: 'GET', path: '/users' });
  const first = await fetch(at('/users?limit=1'), { headers });
  const [, reference = ''] = /^<([^<>]+)>; rel="next"$/.exec(first.headers.get('link') ?? '') ?? [];
  const next = new URL(reference, first.url);
  expect(`${next.origin}${next.pathname}`).toBe(at('/users'));
  expect(await (await fetch(next, { headers })).json()).toHaveLength(1);
});

test('a path with a slash at its end is redirected behind the prefix', async () => {
  const eventId = randomUUID();
  const made = await post('/events/', eventBody({ eventId }));
  expect({ status: made.status, url: made.url }).toEqual({ status: 201, url: at('/events') });
});
