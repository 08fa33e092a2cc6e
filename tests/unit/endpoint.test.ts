import validate from '#build/validators/getRoot.js';
import { endpoint } from '../../lib/endpoint.ts';
import { created, file, listed, noContent, ok, type Reply } from '../../lib/reply.ts';
import { call, type TestRequest } from '../helpers/invoke.ts';

const answerTo = (reply: Reply, request: TestRequest = {}) =>
  call(
    endpoint(validate, () => reply),
    request,
  );

const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET,POST,PUT,DELETE,OPTIONS',
  'access-control-allow-headers': 'Content-Type,Idempotency-Key,If-Match',
  'access-control-expose-headers':
    'Location,Link,ETag,Idempotency-Replayed,Retry-After,Allow,Content-Disposition',
};

test.each<[string, Reply, number]>([
  ['a 200', ok({}), 200],
  ['a 201', created({}, false, { Location: '/events/a' }), 201],
  ['a 204', noContent(), 204],
  ['a page', listed({ items: [], cursor: undefined }), 200],
])('%s has the CORS headers', async (_name, reply, status) => {
  expect(await answerTo(reply)).toMatchObject({ status, headers: cors });
  expect(await answerTo(reply, { headers: { origin: 'https://app.example' } })).toMatchObject({
    headers: cors,
  });
});

test('a file is sent as it is, under its own type', async () => {
  const answer = await answerTo(file('"text"', 'text/css', { 'Cache-Control': 'no-cache' }));
  expect(answer).toMatchObject({
    status: 200,
    headers: { 'content-type': 'text/css', 'cache-control': 'no-cache' },
    body: '"text"',
  });
});

test('a preflight never reaches the handler', async () => {
  const handler = endpoint(validate, () => {
    throw new Error('The handler ran');
  });
  expect(await call(handler, { method: 'OPTIONS' })).toMatchObject({ status: 204, headers: cors });
});

test('a request that the gateway sends without headers, parameters and body is answered', async () => {
  const handler = endpoint(validate, () => ok('fine'));
  const event = { version: '2.0', rawPath: '/', requestContext: { http: { method: 'GET' } } };
  const context = { awsRequestId: 'x', getRemainingTimeInMillis: () => 1000 };
  expect(await handler(event as never, context as never)).toMatchObject({ statusCode: 200, body: '"fine"' });
});

describe('the link to the next page', () => {
  const page = listed({ items: [1], cursor: 'NEXT' });
  const linkFor = async (request: TestRequest) => (await answerTo(page, request)).headers.link;

  test('is an absolute URL at the host that the client called', async () => {
    const headers = { host: 'api.example:8443', 'x-forwarded-proto': 'https' };
    expect(await linkFor({ rawPath: '/events', headers })).toBe(
      '<https://api.example:8443/events?cursor=NEXT>; rel="next"',
    );
  });

  test('keeps the other parameters, and replaces the cursor', async () => {
    const query = { status: 'active', from: '2027-01-01', limit: '5', cursor: 'BEFORE' };
    const [, url = ''] =
      /^<(.*)>; rel="next"$/.exec((await linkFor({ rawPath: '/events', query })) ?? '') ?? [];
    expect(Object.fromEntries(new URL(url).searchParams)).toEqual({ ...query, cursor: 'NEXT' });
  });

  test('cannot be broken out of by a parameter', async () => {
    const link = await linkFor({ rawPath: '/events', query: { x: '>; rel="evil", <http://evil' } });
    expect(link).toMatch(/^<[^<>"]+>; rel="next"$/);
  });

  test('is relative without a host', async () => {
    const event = { version: '2.0', rawPath: '/users', requestContext: { http: { method: 'GET' } } };
    const context = { awsRequestId: 'x', getRemainingTimeInMillis: () => 1000 };
    const answer = await endpoint(validate, () => page)(event as never, context as never);
    expect(answer.headers?.Link).toBe('</users?cursor=NEXT>; rel="next"');
  });

  test('is not there on the last page', async () => {
    const { headers } = await answerTo(listed({ items: [1], cursor: undefined }));
    expect(headers).not.toHaveProperty('link');
  });
});
