import { randomUUID } from 'node:crypto';
import type { Bearer } from '../../local/issuer.ts';
import { eventBody } from '../support/api/bodies.ts';
import { answered, register, send, succeed, TRANSPORT } from '../support/api/client.ts';
import { expectAlike, expectProblem } from '../support/api/expectations.ts';
import type { Answer } from '../support/api/invoke.ts';
import { asBearer } from '../support/api/token.ts';

const REALM = 'Bearer realm="event-management-api"';
const ORIGIN = { origin: 'https://app.example' };

type Asked = { by?: Bearer; body?: object; headers?: Record<string, string> };

/** Sends a request of somebody, or one without a token. The API document must describe the answer. */
async function ask(method: string, path: string, { by, body, headers }: Asked = {}): Promise<Answer> {
  const response = await fetch(new URL(path, process.env.TEST_URL), {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(by && (await asBearer(by))),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return answered(method, response);
}

const someone = (name: string): Bearer => ({ userId: `${name}-${randomUUID()}` });
const organiser = (name: string): Bearer => ({ ...someone(name), roles: ['organiser'] });

const grace = organiser('grace');
const ada: Bearer = { userId: 'access-ada' };
const admin: Bearer = { ...someone('root'), roles: ['admin'] };

/** The event is of Grace. Ada has a seat there. */
const eventId = 'access-evening';
const path = `/events/${eventId}`;
const ofAda = `${path}/registrations/${ada.userId}`;

beforeAll(async () => {
  expect((await ask('POST', '/events', { by: grace, body: eventBody({ eventId }) })).status).toBe(201);
  await succeed('POST', '/users', { userId: ada.userId, name: 'Ada' });
  expect((await register(eventId, ada.userId)).status).toBe(201);
});

/** What is for some people only, at an event and about a person. */
const guarded = (event: string, userId: string): [method: string, path: string, body?: object][] => [
  ['PUT', `/events/${event}`, { title: 'New' }],
  ['PUT', `/events/${event}?unknown=1`, { capacity: -1 }],
  ['DELETE', `/events/${event}`],
  ['GET', `/events/${event}/history`],
  ['GET', `/events/${event}/registrations`],
  ['GET', `/events/${event}/registrations?limit=0`],
  ['POST', `/events/${event}/registrations`, { userId }],
  ['DELETE', `/events/${event}/registrations/${userId}`],
  ['POST', `/events/${event}/registrations/${userId}/check-in`],
  ['DELETE', `/events/${event}/registrations/${userId}/check-in`],
  ['GET', `/users/${userId}`],
  ['DELETE', `/users/${userId}`],
  ['GET', `/users/${userId}/registrations`],
  ['GET', `/users/${userId}/history`],
  ['GET', `/users/${userId}/calendar.ics`],
  ['POST', `/users/${userId}/calendar-feed`],
];

/** The parts of an answer that a client can compare. */
const seen = ({ headers, ...answer }: Answer): Answer => ({
  ...answer,
  headers: Object.fromEntries(
    Object.entries(headers).filter(([name]) => !['connection', 'date', 'keep-alive'].includes(name)),
  ),
});

describe('a request without a token', () => {
  test.each([
    ...guarded(eventId, ada.userId),
    ['POST', '/events', eventBody()],
    ['POST', '/users', { name: 'Ada' }],
    ['GET', '/users'],
  ] as const)('to %s %s is a 401 with a challenge, which pages of any origin may read', async (...sent) => {
    const [method, to, body] = sent;
    const answer = await ask(method, to, { headers: ORIGIN, ...(body && { body }) });
    expectProblem(answer, 'UNAUTHENTICATED');
    expect(answer.headers).toMatchObject({
      'www-authenticate': REALM,
      'access-control-allow-origin': '*',
      'access-control-expose-headers': expect.stringContaining('WWW-Authenticate'),
      'cache-control': 'no-store',
    });
  });

  test.each([
    '/',
    '/health',
    '/openapi.json',
    '/docs',
    '/events',
    path,
    `${path}/availability`,
    `${path}/calendar.ics`,
  ])('to GET %s succeeds, also with a token that does not hold', async to => {
    expect((await ask('GET', to)).status).toBe(200);
    expect((await ask('GET', to, { headers: { authorization: 'Bearer x' } })).status).toBe(200);
  });

  test('to a route that does not exist is a 404', async () => {
    expectProblem(await ask('GET', '/nowhere'), 'ROUTE_NOT_FOUND');
  });

  test('has its HEAD refused as its GET', async () => {
    const [get, head] = [await ask('GET', '/users'), await ask('HEAD', '/users')];
    const lengthless = ({ headers }: Answer) =>
      Object.entries(headers).filter(([name]) => !TRANSPORT.includes(name));
    expect({ status: head.status, body: head.body }).toEqual({ status: 401, body: undefined });
    expect(lengthless(head)).toEqual(lengthless(get));
  });
});

describe('a token', () => {
  test('that its issuer did not sign is a 401 with the reason', async () => {
    const { authorization } = await asBearer(admin);
    const [head = '', , signature = ''] = authorization.split('.');
    const claims = Buffer.from(JSON.stringify({ sub: 'admin', roles: ['admin'] })).toString('base64url');
    const answer = await ask('GET', '/users', {
      headers: { authorization: `${head}.${claims}.${signature}` },
    });
    expectProblem(answer, 'UNAUTHENTICATED', 'The access token is refused: its signature is wrong');
    expect(answer.headers['www-authenticate']).toBe(
      `${REALM}, error="invalid_token", error_description="its signature is wrong"`,
    );
  });

  test.each(['Bearer x', 'bearer x.y.z', 'Basic YWRhOmFkYQ==', 'Bearer', 'Bearer a b'])(
    'is refused as "%s"',
    async authorization => {
      expectProblem(await ask('GET', '/users', { headers: { authorization } }), 'UNAUTHENTICATED');
    },
  );

  test('may be sent by any page', async () => {
    for (const to of ['/events', path, '/users/me', '/nowhere']) {
      const headers = {
        ...ORIGIN,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'authorization',
      };
      expect(await ask('OPTIONS', to, { headers })).toMatchObject({
        status: 204,
        headers: { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'authorization' },
      });
    }
  });
});

describe('a stranger', () => {
  const stranger = organiser('mallory');

  const there = guarded(eventId, ada.userId);
  const missing = guarded('nowhere', 'nobody');

  test.each(there.map(([method, to, body], index) => ({ method, to, body, index })))(
    'has the same 403 to $method $to as to one that does not exist',
    async ({ method, to, body, index }) => {
      const [, toMissing = '', ofMissing] = missing[index] ?? [];
      const answer = await ask(method, to, { by: stranger, ...(body && { body }) });
      expectProblem(answer, 'FORBIDDEN', 'The access token does not allow this');
      expect(answer.headers['www-authenticate']).toBe(`${REALM}, error="insufficient_scope"`);
      const other = await ask(method, toMissing, { by: stranger, ...(ofMissing && { body: ofMissing }) });
      expectAlike(seen(answer), seen(other));
    },
  );

  test('has changed nothing by all that', async () => {
    expect((await ask('GET', path)).body).toMatchObject({ title: eventBody().title, registeredCount: 1 });
    expect((await send('GET', ofAda.replace(/\/[^/]+$/, ''))).body).toMatchObject([{ checkedInAt: null }]);
  });

  test('who is no organiser makes no event, and nobody makes somebody else', async () => {
    expectProblem(await ask('POST', '/events', { by: someone('ben'), body: eventBody() }), 'FORBIDDEN');
    const body = { userId: `ben-${randomUUID()}`, name: 'Ben' };
    expectProblem(await ask('POST', '/users', { by: stranger, body }), 'FORBIDDEN');
  });
});

test('the owner of an event, whom it names, changes it, reads its lists, registers people, checks them in, takes them off, and deletes it', async () => {
  const own = `/events/own-${randomUUID()}`;
  const body = eventBody({ eventId: own.replace('/events/', '') });
  const made = await ask('POST', '/events', { by: grace, body });
  expect(made).toMatchObject({ status: 201, body: { ownerId: grace.userId } });
  const { userId } = ada;
  for (const [method, to, sent] of [
    ['PUT', own, { title: 'New' }],
    ['POST', `${own}/registrations`, { userId }],
    ['POST', `${own}/registrations/${userId}/check-in`],
    ['DELETE', `${own}/registrations/${userId}/check-in`],
    ['GET', `${own}/registrations`],
    ['GET', `${own}/history`],
    ['DELETE', `${own}/registrations/${userId}`],
    ['DELETE', own],
  ] as const) {
    const answer = await ask(method, to, { by: grace, ...(sent && { body: sent }) });
    expect({ method, to, fails: answer.status >= 300 }).toEqual({ method, to, fails: false });
  }
});

test('a request is found to be broken for those only who may send it, and before what is missing', async () => {
  const body = { capacity: -1 };
  for (const [by, to] of [
    [grace, path],
    [admin, '/events/nowhere'],
  ] as const) {
    expectProblem(await ask('PUT', to, { by, body }), 'VALIDATION_FAILED');
  }
  expectProblem(await ask('PUT', '/events/nowhere', { by: admin, body: {} }), 'EVENT_NOT_FOUND');
});

test('staff of an event check people in and read its list, and do nothing else there or elsewhere', async () => {
  const staff = { ...someone('door'), scope: `openid check-in:${eventId} profile` };
  expect((await ask('POST', `${ofAda}/check-in`, { by: staff })).status).toBe(200);
  expect((await ask('DELETE', `${ofAda}/check-in`, { by: staff })).status).toBe(200);
  expect((await ask('GET', `${path}/registrations`, { by: staff })).body).toHaveLength(1);
  for (const [method, to, body] of [
    ['PUT', path, { title: 'New' }],
    ['GET', `${path}/history`],
    ['DELETE', ofAda],
    ['GET', '/events/elsewhere/registrations'],
    ['POST', `/events/${eventId}x/registrations/${ada.userId}/check-in`],
  ] as const) {
    expectProblem(await ask(method, to, { by: staff, ...(body && { body }) }), 'FORBIDDEN');
  }
});

test('an admin changes any event and reads any person, and has nobody’s calendar', async () => {
  expect((await ask('PUT', path, { by: admin, body: { location: 'Elsewhere' } })).status).toBe(200);
  for (const to of ['/users?limit=1', `/users/${ada.userId}`, `${path}/history`, `${path}/registrations`]) {
    expect((await ask('GET', to, { by: admin })).status).toBe(200);
  }
  expectProblem(await ask('GET', '/events/nowhere/history', { by: admin }), 'EVENT_NOT_FOUND');
  expectProblem(await ask('GET', `/users/${ada.userId}/calendar.ics`, { by: admin }), 'FORBIDDEN');
  expectProblem(await ask('POST', `/users/${ada.userId}/calendar-feed`, { by: admin }), 'FORBIDDEN');
});

test('a person is whom their token names, says "me" for their id, and once deleted never comes back', async () => {
  const by = someone('cleo');
  const { userId } = by;
  const created = await ask('POST', '/users', { by, body: { name: 'Cleo' } });
  expect(created).toMatchObject({ status: 201, body: { userId }, headers: { location: `users/${userId}` } });
  const registered = await ask('POST', `${path}/registrations`, { by, body: { userId: 'me' } });
  expect(registered).toMatchObject({ status: 201, body: { userId } });
  for (const id of ['me', userId]) {
    expect((await ask('GET', `/users/${id}`, { by })).body).toMatchObject({ userId, name: 'Cleo' });
    expect((await ask('GET', `/users/${id}/registrations`, { by })).body).toMatchObject([
      { registration: { eventId, userId } },
    ]);
    expect((await ask('GET', `/users/${id}/history`, { by })).status).toBe(200);
    expect((await ask('GET', `/users/${id}/calendar.ics`, { by })).body).toContain(eventId);
  }
  expectProblem(await ask('POST', `${path}/registrations/me/check-in`, { by }), 'FORBIDDEN');
  expect((await ask('DELETE', `${path}/registrations/me`, { by })).status).toBe(200);
  expect((await ask('DELETE', '/users/me', { by })).status).toBe(204);
  expectProblem(await ask('GET', '/users/me', { by }), 'USER_NOT_FOUND');
  for (const again of [by, admin]) {
    expectProblem(
      await ask('POST', '/users', { by: again, body: { userId, name: 'Cleo' } }),
      'USER_ID_RETIRED',
    );
  }
});

test('whoever has the secret URL of a calendar reads it, until the next URL revokes it', async () => {
  const make = async () => {
    const from = `/users/me/calendar-feed`;
    const { status, body } = await ask('POST', from, { by: ada });
    expect(status).toBe(201);
    return new URL(body.url, new URL(from, process.env.TEST_URL)).href;
  };
  const first = await make();
  expect(new URL(first).pathname).toBe(`/users/${ada.userId}/calendar.ics`);
  expect(await ask('GET', first)).toMatchObject({ status: 200, body: expect.stringContaining(eventId) });
  const second = await make();
  expect((await ask('GET', second)).status).toBe(200);
  const ofGrace = second.replace(ada.userId, grace.userId);
  for (const url of [first, `${second}x`, second.slice(0, -1), ofGrace, second.replace(/=.*/, '=')]) {
    expectProblem(await ask('GET', url), 'UNAUTHENTICATED');
  }
  expect((await ask('GET', second)).status).toBe(200);
});

test('a key of one caller is none of another, and is refused with another request of its own', async () => {
  const headers = { 'idempotency-key': `key ${randomUUID()}` };
  const body = eventBody({ eventId: undefined });
  const other = organiser('linus');
  const first = await ask('POST', '/events', { by: grace, headers, body });
  const theirs = await ask('POST', '/events', { by: other, headers, body });
  expect([first.status, theirs.status]).toEqual([201, 201]);
  expect(theirs.body.eventId).not.toBe(first.body.eventId);
  expect(theirs.headers).not.toHaveProperty('idempotency-replayed');
  for (const [by, { body: own }] of [
    [grace, first],
    [other, theirs],
  ] as const) {
    const again = await ask('POST', '/events', { by, headers, body });
    expect(again).toMatchObject({ status: 201, body: own, headers: { 'idempotency-replayed': 'true' } });
  }
  const another = await ask('POST', '/users', { by: grace, headers, body: { name: 'Grace' } });
  expectProblem(another, 'IDEMPOTENCY_KEY_REUSED');
});

test('the served document has no operation of both kinds: a token is needed, or is none', async () => {
  const { paths } = (await ask('GET', '/openapi.json')).body;
  expect(paths['/events'].post.security).toEqual([{ bearerAuth: [] }]);
  expect(paths['/events'].get.security ?? []).toEqual([]);
});
