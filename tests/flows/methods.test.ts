import { randomUUID } from 'node:crypto';
import routes from '#build/routes.js';
import { eventBody } from '../support/api/bodies.ts';
import { newEvent, newUsers, register, send, TRANSPORT } from '../support/api/client.ts';
import { expectProblem } from '../support/api/expectations.ts';
import type { Answer } from '../support/api/invoke.ts';
import { sendBytes, sendRaw } from '../support/api/rawRequest.ts';

let ids: Record<string, string>;
beforeAll(async () => {
  const eventId = await newEvent({ eventId: randomUUID() });
  const [userId = ''] = await newUsers(1);
  await register(eventId, userId);
  ids = { eventId, userId, file: 'swagger-ui.css' };
});

const pathOf = (pattern: string) => pattern.replace(/\{(\w+)\}/g, (_whole, name) => ids[name] ?? '');

const paths = [...new Set(routes.map(([, path]) => path))];
const gets = routes.flatMap(([method, path]) => (method === 'GET' ? [path] : []));

/** The headers of an answer that tell of what is answered; which page is the next one changes with every write. */
const tellingHeaders = ({ headers }: Answer) =>
  Object.entries(headers)
    .filter(([name]) => !TRANSPORT.includes(name) && name !== 'link')
    .sort();

test.each(['GET', 'HEAD'])('%s with If-None-Match is answered in full', async method => {
  const path = pathOf('/events/{eventId}');
  const full = await send(method, path);
  for (const tag of [full.headers.etag ?? '', '*']) {
    expect(await send(method, path, undefined, { 'If-None-Match': tag })).toMatchObject({
      status: 200,
      headers: { etag: full.headers.etag },
      body: full.body,
    });
  }
});

test.each(['..', '.', '%2e%2e', '%2E.'])('%s in a path is no way to another resource', async dots => {
  const path = `${pathOf('/events/{eventId}')}/registrations/${dots}`;
  expectProblem(await sendRaw('DELETE', path), 'BAD_REQUEST');
  expect((await send('GET', pathOf('/events/{eventId}'))).status).toBe(200);
});

test('GET with Range is answered in full', async () => {
  const full = await send('GET', '/health');
  const answer = await send('GET', '/health', undefined, { Range: 'bytes=0-3' });
  expect(answer).toMatchObject({ status: 200, body: full.body });
  expect(answer.headers).not.toHaveProperty('accept-ranges');
});

test.each(['a b', 'a/b', 'a?b', 'a#b', 'user@a', 'a:port', 'a:99999', '[::1'])(
  'the Host "%s" is malformed',
  async host => expectProblem(await sendRaw('GET', '/events?limit=1', { host }), 'BAD_REQUEST'),
);

test('two Host headers are malformed', async () => {
  const headers = ['Host', 'one.example', 'Host', 'other.example'];
  expectProblem(await sendRaw('GET', '/events?limit=1', headers), 'BAD_REQUEST');
});

test.each(['evil.example', '[::1]:3000', 'xn--bcher-kva.example:8443'])(
  'nothing in an answer is made of the Host %s, or of what proxies tell',
  async host => {
    await newUsers(2);
    const answer = await sendRaw('GET', '/users?limit=1', {
      host,
      Forwarded: 'host=forged.example;proto=https',
      'X-Forwarded-Host': 'forged.example',
      'X-Forwarded-Proto': 'https,http',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.link).toMatch(/^<\?limit=1&cursor=[\w-]+>; rel="next"$/);
    expect(JSON.stringify(answer)).not.toMatch(/evil|forged|https|::1|xn--/);
  },
);

describe('a slash at the end of a path', () => {
  test.each(paths.filter(path => path !== '/'))('%s is redirected to the path without it', async pattern => {
    const path = pathOf(pattern);
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH']) {
      const { status, headers, body } = await sendRaw(method, `${path}/?limit=1&q=a%20b`);
      expect({ status, body }).toEqual({ status: 308, body: undefined });
      expect(headers.location).toMatch(/^\.\.\/\w/);
      const { pathname, search } = new URL(headers.location ?? '', `http://api.test${path}/?limit=1`);
      expect({ pathname, search }).toEqual({ pathname: path, search: '?limit=1&q=a+b' });
      expect(headers).toMatchObject({ 'access-control-allow-origin': '*', 'cache-control': 'no-store' });
    }
    expect((await send('OPTIONS', `${path}/`)).status).toBe(204);
  });

  test('leads to what was asked for, with its method and its body', async () => {
    const { eventId } = eventBody();
    const made = await send('POST', '/events/', eventBody({ eventId }));
    expect(made).toMatchObject({ status: 201, body: { eventId } });
    expect((await send('GET', `/events/${eventId}/`)).body).toEqual(made.body);
  });

  test.each(['/nowhere/', '//evil.example/', '//evil.example/events/', '/events//', '//'])(
    '%s, which is no route without it, is a 404',
    async path => expectProblem(await sendRaw('GET', path), 'ROUTE_NOT_FOUND'),
  );
});

describe('HEAD', () => {
  test.each(gets)('%s is answered as GET is, without content', async pattern => {
    const path = pathOf(pattern);
    const [got, told] = [await send('GET', path), await send('HEAD', path)];
    expect(told.body).toBeUndefined();
    expect(told.status).toBe(200);
    expect(tellingHeaders(told)).toEqual(tellingHeaders(got));
  });

  test.each([`/events/${randomUUID()}`, '/events?limit=0', '/nowhere'])(
    '%s is refused as GET is, without content',
    async path => {
      const [got, told] = [await send('GET', path), await send('HEAD', path)];
      expect(told.body).toBeUndefined();
      expect(told.status).toBe(got.status);
      expect(tellingHeaders(told)).toEqual(tellingHeaders(got));
      expect(told.status).toBeGreaterThanOrEqual(400);
    },
  );

  test.each(paths.filter(path => !gets.includes(path)))('%s, which takes no GET, is a 405', async pattern => {
    const { status, headers } = await send('HEAD', pathOf(pattern));
    expect(status).toBe(405);
    expect(headers.allow).not.toMatch(/GET|HEAD/);
  });
});

describe('OPTIONS', () => {
  const preflight = { origin: 'https://app.example', 'access-control-request-method': 'PUT' };

  test.each([...paths, '/nowhere'])('%s is answered with what pages may do', async pattern => {
    for (const headers of [{}, preflight]) {
      const answer = await send('OPTIONS', pathOf(pattern), undefined, headers);
      expect(answer).toMatchObject({
        status: 204,
        headers: {
          'access-control-allow-origin': '*',
          'access-control-allow-methods': 'GET,POST,PUT,DELETE,OPTIONS',
          'access-control-allow-headers': 'Content-Type,Idempotency-Key,If-Match',
          vary: 'Access-Control-Request-Headers',
        },
        body: undefined,
      });
    }
  });

  test('allows any header that a page asks for, and never cookies beside an origin of *', async () => {
    const asked = 'authorization,baggage,content-type,sentry-trace,x-requested-with';
    const headers = { ...preflight, 'access-control-request-headers': asked };
    for (const path of ['/events', '/events/', '/nowhere']) {
      const answer = await send('OPTIONS', path, undefined, headers);
      expect(answer).toMatchObject({
        status: 204,
        headers: { 'access-control-allow-origin': '*', 'access-control-allow-headers': asked },
      });
      expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
    }
    const origin = 'https://app.example';
    const { headers: told } = await send('GET', '/health', undefined, { origin, cookie: 'a=b' });
    expect(told['access-control-allow-origin']).toBe('*');
    expect(told).not.toHaveProperty('access-control-allow-credentials');
  });
});

test.each(paths)('%s takes no PATCH, and says what it takes', async pattern => {
  const answer = await send('PATCH', pathOf(pattern));
  expectProblem(answer, 'METHOD_NOT_ALLOWED');
  const methods = routes.flatMap(([method, path]) => (path === pattern ? [method] : []));
  expect(answer.headers.allow?.split(', ').sort()).toEqual([...methods, 'OPTIONS'].sort());
});

test.each([
  ['letters in its URL as they are', 'GET /events?q=café HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['an unknown method', 'BREW /events HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['no sense', 'x\r\n\r\n'],
])('a request with %s is refused by a problem', async (_what, bytes) => {
  const [head = '', body = ''] = (await sendBytes(bytes)).split('\r\n\r\n');
  expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  expect(head).toContain('Content-Type: application/problem+json');
  expect(head).toContain('Access-Control-Allow-Origin: *');
  expect(head).toContain('X-Content-Type-Options: nosniff');
  expect(JSON.parse(body)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
});
