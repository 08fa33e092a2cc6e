import validate from '#build/validators/getRoot.js';
import validateList from '#build/validators/listEvents.js';
import { endpoint } from '../../../lib/handlers/endpoint.ts';
import { listed } from '../../../lib/http/reply.ts';
import { call, type TestRequest } from '../../support/api/invoke.ts';
import { cursorOf } from '../../support/api/pages.ts';

const page = listed({ items: [1], cursor: 'NEXT' });
const list = endpoint(validateList, () => page);
const linkFor = async (request: TestRequest) => (await call(list, request)).headers.link;

test('the link to the next page has only a query, which is relative to the address that the client knows', async () => {
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

test('the link to the next page keeps the other parameters, and replaces the cursor', async () => {
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

test('no parameter can break out of the link to the next page', async () => {
  const link = await linkFor({ rawPath: '/events', query: { q: '>; rel="evil", <http://evil' } });
  expect(link).toMatch(/^<[^<>"]+>; rel="next"$/);
});

test('the link to the next page needs no query and no host in the request', async () => {
  const event = { version: '2.0', rawPath: '/users', requestContext: { http: { method: 'GET' } } };
  const context = { awsRequestId: 'x', getRemainingTimeInMillis: () => 1000 };
  const answer = await endpoint(validate, () => page)(event as never, context as never);
  expect(answer.headers?.Link).toBe('<?cursor=NEXT>; rel="next"');
});

test('the last page has no link to a next page', async () => {
  const { headers } = await call(endpoint(validate, () => listed({ items: [1], cursor: undefined })));
  expect(headers).not.toHaveProperty('link');
});
