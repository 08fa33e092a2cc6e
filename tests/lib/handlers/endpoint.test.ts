import validate from '#build/validators/getRoot.js';
import validateList from '#build/validators/listEvents.js';
import { ApiError } from '../../../lib/core/errors.ts';
import { endpoint } from '../../../lib/handlers/endpoint.ts';
import {
  created,
  file,
  listed,
  noContent,
  ok,
  type Reply,
  redirect,
  STATIC,
} from '../../../lib/http/reply.ts';
import { expectProblem } from '../../support/api/expectations.ts';
import { type Answer, call, type TestRequest } from '../../support/api/invoke.ts';
import { logOf } from '../../support/api/log.ts';

const answerTo = (reply: Reply, request: TestRequest = {}) =>
  call(
    endpoint(validate, () => reply),
    request,
  );

const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET,POST,PUT,DELETE,OPTIONS',
  'access-control-allow-headers': 'Authorization,Content-Type,Idempotency-Key,If-Match',
  'access-control-expose-headers':
    'Location,Link,ETag,Idempotency-Replayed,Retry-After,Allow,WWW-Authenticate,Content-Disposition,Csv-Truncated',
};
const uncached = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

test.each<[string, Reply, number]>([
  ['a 200', ok({}), 200],
  ['a 201', created({}, false, { Location: 'events/a' }), 201],
  ['a 204', noContent(), 204],
  ['a page', listed({ items: [], cursor: undefined }), 200],
  ['a redirect', redirect('../events'), 308],
  ['a failure', { status: 503, body: {} }, 503],
])('%s has the CORS headers, and must not be cached', async (_name, reply, status) => {
  expect(await answerTo(reply)).toMatchObject({ status, headers: { ...cors, ...uncached } });
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

test.each<[string, unknown]>([
  ['a refusal', new ApiError('EVENT_NOT_FOUND', 'Event not found')],
  ['a bug', new Error('secret')],
])('%s has the CORS headers, and must not be cached', async (_name, thrown) => {
  const handler = endpoint(validate, () => {
    throw thrown;
  });
  let answer: Answer | undefined;
  await logOf(async () => {
    answer = await call(handler);
  });
  expect(answer?.headers).toMatchObject({ ...cors, ...uncached });
});

test('an answer that stays the same until the next deployment may be cached', async () => {
  const { headers } = await answerTo(ok({}, STATIC));
  expect(headers).toMatchObject({ ...uncached, 'cache-control': 'no-cache' });
});

describe('a preflight', () => {
  const preflight = (headers: Record<string, string>) =>
    answerTo(ok({}), { method: 'OPTIONS', headers: { origin: 'https://app.example', ...headers } });
  const allowed = async (asked: string) => {
    const answer = await preflight({ 'access-control-request-headers': asked });
    expect(answer).toMatchObject({
      status: 204,
      headers: { ...uncached, vary: 'Access-Control-Request-Headers' },
    });
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
    return answer.headers['access-control-allow-headers'];
  };

  test('never reaches the handler', async () => {
    const handler = endpoint(validate, () => {
      throw new Error('The handler ran');
    });
    const answer = await call(handler, { method: 'OPTIONS' });
    expect(answer).toMatchObject({ status: 204, headers: { ...cors, ...uncached } });
  });

  test.each([
    ['authorization', 'authorization'],
    ['authorization,x-requested-with', 'authorization,x-requested-with'],
    ['baggage, sentry-trace', 'baggage,sentry-trace'],
    ["!#$%&'*+-.^_`|~09AZaz", "!#$%&'*+-.^_`|~09AZaz"],
  ])('allows the headers that a page asks for: %s', async (asked, names) => {
    expect(await allowed(asked)).toBe(names);
  });

  test.each(['', 'a b', 'a,,b', 'é', 'x: y', 'a\r\nSet-Cookie: b', 'a,'.repeat(3000)])(
    'allows the usual headers when the request has no list of headers: %p',
    async asked => expect(await allowed(asked)).toBe(cors['access-control-allow-headers']),
  );
});

test.each(['organizer=Jos%E9', 'q=%ff%41', '%C3', 'a=%C3%A9&b=%80'])(
  'the query %s is not UTF-8',
  async rawQueryString => {
    const handler = endpoint(validate, () => ok({}));
    expectProblem(await call(handler, { rawQueryString }), 'BAD_REQUEST');
  },
);

test.each(['', 'organizer=Jos%C3%A9', 'q=100%', 'q=%zz', 'q=%EF%BF%BD', 'q=%F0%9F%8E%89+a'])(
  'the query "%s" is UTF-8',
  async rawQueryString => {
    const handler = endpoint(validateList, () => ok({}));
    expect(await call(handler, { rawQueryString })).toMatchObject({ status: 200 });
  },
);

test('a request without headers, parameters and body is answered', async () => {
  const handler = endpoint(validate, () => ok('fine'));
  const event = { version: '2.0', rawPath: '/', requestContext: { http: { method: 'GET' } } };
  const context = { awsRequestId: 'x', getRemainingTimeInMillis: () => 1000 };
  expect(await handler(event as never, context as never)).toMatchObject({ statusCode: 200, body: '"fine"' });
});
