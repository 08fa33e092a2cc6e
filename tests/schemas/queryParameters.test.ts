import { endpoint } from '../../lib/handlers/endpoint.ts';
import { ok } from '../../lib/http/reply.ts';
import { type OperationId, requests } from '../../schemas/requests.ts';
import { cursorOf } from '../support/api/pages.ts';
import { expectBroken, validated } from '../support/api/validation.ts';

const path = { eventId: 'some-event', userId: 'some-user' };

const UNKNOWN = 'is not known here';

test.each(Object.keys(requests) as OperationId[])(
  '%s refuses unknown query parameters',
  async operationId => {
    const query = { page: '2', offset: '' };
    const { body } = await validated(operationId, {
      path,
      query,
      ...('body' in requests[operationId] && { body: {} }),
    });
    if (operationId === 'routeNotFound') return expect(body.errors).toBeUndefined();
    const rules = body.errors.filter(({ path }: { path: string }) => path.startsWith('/query/'));
    expect(rules).toEqual(Object.keys(query).map(name => ({ path: `/query/${name}`, message: UNKNOWN })));
  },
);

test('unknown query parameters are refused with every other broken rule', async () => {
  const query = { page: '2', limit: '0', status: ['registered', 'waitlisted'] };
  const pointers = ['/path/eventId', '/query/page', '/query/limit', '/query/status'];
  await expectBroken('listEventRegistrations', { path: { eventId: 'a b' }, query }, pointers);
  const { body } = await validated('createUser', { query: { x: '1' }, body: {} });
  expect(body.errors).toEqual([
    { path: '/query/x', message: UNKNOWN },
    { path: '/body/name', message: 'is required' },
  ]);
});

test.each<[OperationId, string, string]>([
  ['listEvents', 'status', 'active'],
  ['listEvents', 'organizer', 'Ada'],
  ['listUsers', 'limit', '5'],
  ['listEventHistory', 'cursor', cursorOf('event-history some-event a')],
])('%s refuses a query parameter that is given twice: %s', async (operationId, name, value) => {
  const { body } = await validated(operationId, { path, query: { [name]: [value, value] } });
  expect(body.errors).toEqual([{ path: `/query/${name}`, message: 'must be given once' }]);
});

test('an unknown query parameter is named once, whatever its name and however often it is given', async () => {
  const names = ['__proto__', 'constructor', '', 'a b', 'ä', '0', 'Limit', 'limit[]'];
  for (const name of names) {
    const query = Object.fromEntries([[name, ['1', '2']]]);
    const { body } = await validated('listUsers', { query });
    expect(body.errors).toEqual([{ path: `/query/${name}`, message: UNKNOWN }]);
  }
  const { body } = await validated('listUsers', { query: { 'a/b~c': '1' } });
  expect(body.errors).toEqual([{ path: '/query/a~1b~0c', message: UNKNOWN }]);
});

test('query parameters are read as API Gateway has decoded them if there is no raw query', async () => {
  const { default: validate } = await import('#build/validators/listEvents.js');
  const handler = endpoint(validate, ({ query }) => ok(query));
  const context = { awsRequestId: 'x', getRemainingTimeInMillis: () => 1000 };
  const answerTo = async (queryStringParameters: object | null) => {
    const event = { queryStringParameters, requestContext: { http: { method: 'GET' } } };
    return JSON.parse(String((await handler(event as never, context as never)).body));
  };
  expect(await answerTo({ q: 'a', limit: '5' })).toEqual({ q: ['a'], limit: 5, sort: 'date' });
  expect(await answerTo(null)).toEqual({ limit: 100, sort: 'date' });
  expect(await answerTo({ page: '2' })).toMatchObject({
    errors: [{ path: '/query/page', message: UNKNOWN }],
  });
});
