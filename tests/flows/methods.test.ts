import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import routes from '#build/routes.js';
import { newEvent, newUsers, register, send, TRANSPORT } from '../helpers/client.ts';
import { expectProblem } from '../helpers/expectations.ts';
import type { Answer } from '../helpers/invoke.ts';

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
  Object.entries(headers).filter(([name]) => !TRANSPORT.includes(name) && name !== 'link');

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
  const { hostname, port } = new URL(String(process.env.TEST_URL));
  const path = `${pathOf('/events/{eventId}')}/registrations/${dots}`;
  // Unlike fetch, this sends the path as it is.
  const sent = request({ hostname, port, path, method: 'DELETE' }).end();
  const [answer] = await once(sent, 'response');
  expect(answer.statusCode).toBe(400);
  expect(await json(answer)).toMatchObject({ code: 'BAD_REQUEST' });
  expect((await send('GET', pathOf('/events/{eventId}'))).status).toBe(200);
});

test('GET with Range is answered in full', async () => {
  const full = await send('GET', '/health');
  expect(await send('GET', '/health', undefined, { Range: 'bytes=0-3' })).toMatchObject({
    status: 200,
    body: full.body,
  });
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
        },
        body: undefined,
      });
    }
  });
});

test.each(paths)('%s takes no PATCH, and says what it takes', async pattern => {
  const answer = await send('PATCH', pathOf(pattern));
  expectProblem(answer, 'METHOD_NOT_ALLOWED');
  const methods = routes.flatMap(([method, path]) => (path === pattern ? [method] : []));
  expect(answer.headers.allow?.split(', ').sort()).toEqual([...methods, 'OPTIONS'].sort());
});
