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
import { cursorOf } from '../../support/api/pages.ts';

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
const kept = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

test.each<[string, Reply, number]>([
  ['a 200', ok({}), 200],
  ['a 201', created({}, false, { Location: 'events/a' }), 201],
  ['a 204', noContent(), 204],
  ['a page', listed({ items: [], cursor: undefined }), 200],
  ['a redirect', redirect('../events'), 308],
  ['a failure', { status: 503, body: {} }, 503],
])('%s has the CORS headers, and is kept by nobody', async (_name, reply, status) => {
  expect(await answerTo(reply)).toMatchObject({ status, headers: { ...cors, ...kept } });
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
])('%s has the CORS headers, and is kept by nobody', async (_name, thrown) => {
  const handler = endpoint(validate, () => {
    throw thrown;
  });
  let answer: Answer | undefined;
  await logOf(async () => {
    answer = await call(handler);
  });
  expect(answer?.headers).toMatchObject({ ...cors, ...kept });
});

test('what stays the same until the next deployment may be kept', async () => {
  const { headers } = await answerTo(ok({}, STATIC));
  expect(headers).toMatchObject({ ...kept, 'cache-control': 'no-cache' });
});

describe('a preflight', () => {
  const preflight = (headers: Record<string, string>) =>
    answerTo(ok({}), { method: 'OPTIONS', headers: { origin: 'https://app.example', ...headers } });
  const allowed = async (asked: string) => {
    const answer = await preflight({ 'access-control-request-headers': asked });
    expect(answer).toMatchObject({
      status: 204,
      headers: { ...kept, vary: 'Access-Control-Request-Headers' },
    });
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
    return answer.headers['access-control-allow-headers'];
  };

  test('never reaches the handler', async () => {
    const handler = endpoint(validate, () => {
      throw new Error('The handler ran');
    });
    const answer = await call(handler, { method: 'OPTIONS' });
    expect(answer).toMatchObject({ status: 204, headers: { ...cors, ...kept } });
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
    'allows the usual ones to what is no list of headers: %p',
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

test('a request that the gateway sends without headers, parameters and body is answered', async () => {
  const handler = endpoint(validate, () => ok('fine'));
  const event = { version: '2.0', rawPath: '/', requestContext: { http: { method: 'GET' } } };
  const context = { awsRequestId: 'x', getRemainingTimeInMillis: () => 1000 };
  expect(await handler(event as never, context as never)).toMatchObject({ statusCode: 200, body: '"fine"' });
});

describe('the link to the next page', () => {
  const page = listed({ items: [1], cursor: 'NEXT' });
  const list = endpoint(validateList, () => page);
  const linkFor = async (request: TestRequest) => (await call(list, request)).headers.link;

  test('is made of nothing but the query: the client knows by which address it came', async () => {
    const forged = 'evil.example/forged>; rel="next", <http://evil.example';
    const headers = {
      host: forged,
      forwarded: `host="${forged}";proto=https`,
      'x-forwarded-proto': 'https,http',
      'x-forwarded-host': forged,
      'x-forwarded-prefix': '/forged',
    };
    for (const rawPath of ['/events', '/prod/events', '//evil.example/events']) {
      expect(await linkFor({ rawPath, query: { limit: '1' }, headers })).toBe(
        '<?limit=1&cursor=NEXT>; rel="next"',
      );
    }
  });

  test('keeps the other parameters, and replaces the cursor', async () => {
    const query = {
      status: 'active',
      from: '2027-01-01',
      limit: '5',
      cursor: cursorOf('events 2027-05-01#a'),
    };
    const [, url = ''] =
      /^<(.*)>; rel="next"$/.exec((await linkFor({ rawPath: '/events', query })) ?? '') ?? [];
    const { pathname, searchParams } = new URL(url, 'http://api.test/tickets/events?limit=5');
    expect(pathname).toBe('/tickets/events');
    expect(Object.fromEntries(searchParams)).toEqual({ ...query, cursor: 'NEXT' });
  });

  test('cannot be broken out of by a parameter', async () => {
    const link = await linkFor({ rawPath: '/events', query: { q: '>; rel="evil", <http://evil' } });
    expect(link).toMatch(/^<[^<>"]+>; rel="next"$/);
  });

  test('needs no query, and no host', async () => {
    const event = { version: '2.0', rawPath: '/users', requestContext: { http: { method: 'GET' } } };
    const context = { awsRequestId: 'x', getRemainingTimeInMillis: () => 1000 };
    const answer = await endpoint(validate, () => page)(event as never, context as never);
    expect(answer.headers?.Link).toBe('<?cursor=NEXT>; rel="next"');
  });

  test('is not there on the last page', async () => {
    const { headers } = await answerTo(listed({ items: [1], cursor: undefined }));
    expect(headers).not.toHaveProperty('link');
  });
});
