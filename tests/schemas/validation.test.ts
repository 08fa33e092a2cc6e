import { endpoint } from '../../lib/handlers/endpoint.ts';
import { ok } from '../../lib/http/reply.ts';
import { type OperationId, requests } from '../../schemas/requests.ts';
import { eventBody } from '../support/api/bodies.ts';
import { cursorOf } from '../support/api/pages.ts';
import { expectBroken, validated } from '../support/api/validation.ts';

const path = { eventId: 'some-event', userId: 'some-user' };

describe('every broken rule is listed at once', () => {
  test('of the path and the body', async () => {
    const request = { path: { eventId: 'a b' }, body: { title: '', capacity: '5', status: 5 } };
    await expectBroken('updateEvent', request, [
      '/path/eventId',
      '/body/title',
      '/body/capacity',
      '/body/status',
    ]);
  });

  test('of the path and the query', async () => {
    const request = { path: { eventId: 'a b' }, query: { status: 'active', limit: '0', cursor: '' } };
    const places = ['/path/eventId', '/query/status', '/query/limit', '/query/cursor'];
    await expectBroken('listEventRegistrations', request, places);
  });

  test('of one value that breaks two', async () => {
    const { body } = await validated('createUser', { body: { name: ' '.repeat(201) } });
    const messages: string[] = body.errors.map(({ message }: { message: string }) => message);
    expect(messages.sort()).toEqual([
      'must NOT have more than 200 characters',
      'must show something: it has only white space or invisible characters',
    ]);
  });

  test('in words that say what is allowed', async () => {
    const { body } = await validated('listEvents', { query: { status: 'open', from: 'today', limit: '0' } });
    expect(body.errors).toEqual(
      expect.arrayContaining([
        { path: '/query/status', message: 'must be one of: active, cancelled, completed' },
        { path: '/query/from', message: 'must be a real calendar date, YYYY-MM-DD' },
        { path: '/query/limit', message: 'must be >= 1' },
      ]),
    );
    for (const { path: place, message } of body.errors) expect(body.detail).toContain(`${place} ${message}`);
  });
});

describe('each broken rule has a sentence of its own', () => {
  const errorsOf = async (fields: object) =>
    (await validated('createEvent', { body: eventBody(fields) })).body.errors;

  test.each<[object, string, string]>([
    [{ title: '\u200b' }, 'title', 'must show something: it has only white space or invisible characters'],
    [{ title: '\ud800' }, 'title', 'must be valid Unicode'],
    [{ title: '' }, 'title', 'must NOT have fewer than 1 characters'],
    [{ title: null }, 'title', 'must be string'],
    [{ capacity: null }, 'capacity', 'must be integer'],
    [{ date: null }, 'date', 'must be string'],
    [{ date: '' }, 'date', 'must be a real calendar date, YYYY-MM-DD'],
    [{ date: '2027-02-29' }, 'date', 'must be a real calendar date, YYYY-MM-DD'],
    [{ date: '0000-05-01' }, 'date', 'must be from 0001-01-01 to 9999-12-31'],
    [{ status: 5 }, 'status', 'must be string'],
  ])('%j', async (fields, field, message) => {
    expect(await errorsOf(fields)).toEqual([{ path: `/body/${field}`, message }]);
  });
});

describe('null', () => {
  test('leaves every field out that may be left out, in any number', async () => {
    const left = { eventId: null, status: null, hasWaitlist: null, waitlistEnabled: null, unknown: null };
    const { eventId: _, hasWaitlist: _waitlist, ...body } = eventBody();
    const answer = await validated('createEvent', { body: { ...body, ...left } });
    expect(answer.body.body).toEqual({ ...body, status: 'active' });
  });

  test('of one name of the waitlist lets the other one decide', async () => {
    for (const body of [
      { hasWaitlist: true, waitlistEnabled: null },
      { hasWaitlist: null, waitlistEnabled: true },
    ]) {
      const answer = await validated('updateEvent', { path, body });
      expect(Object.values(answer.body.body)).toEqual([true]);
    }
  });

  test('in a field does not hide what other fields break', async () => {
    const request = { path, body: { capacity: null, title: '', date: null } };
    await expectBroken('updateEvent', request, ['/body/title']);
  });
});

describe('defaults', () => {
  test.each<[OperationId, object]>([
    ['listUsers', {}],
    ['listEventRegistrations', { path }],
    ['listUserRegistrations', { path }],
  ])('a page of %s holds 100 items', async (operationId, request) => {
    expect((await validated(operationId, request)).body.query).toEqual({ limit: 100 });
  });

  test('a page of listEvents holds 100 items too, the earliest first', async () => {
    expect((await validated('listEvents', {})).body.query).toEqual({ limit: 100, sort: 'date' });
  });

  test('an event is active', async () => {
    expect((await validated('createEvent', { body: eventBody() })).body.body.status).toBe('active');
  });

  test('an update sets nothing by itself', async () => {
    expect((await validated('updateEvent', { path, body: {} })).body.body).toEqual({});
  });
});

const readOnly = {
  registeredCount: 5,
  waitlistCount: 5,
  isFull: true,
  availableSpots: 5,
  createdAt: '1999-01-01T00:00:00.000Z',
  updatedAt: '1999-01-01T00:00:00.000Z',
};

describe('fields that are ignored', () => {
  test.each<[OperationId, Record<string, unknown>]>([
    ['createEvent', eventBody({ status: 'active' })],
    ['updateEvent', { title: 'New' }],
    ['createUser', { userId: 'some-user', name: 'Ada' }],
    ['registerForEvent', { userId: 'some-user' }],
  ])('%s is given neither unknown nor read-only ones', async (operationId, body) => {
    const more = { ...readOnly, lastTicket: 5, dateEventId: 'x', colour: 'red', nested: { title: 5 }, '': 1 };
    const answer = await validated(operationId, { path, body: { ...more, ...body } });
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.body.body).toEqual(body);
  });

  test('an update does not move an event to another id', async () => {
    const answer = await validated('updateEvent', { path, body: { eventId: 'another', title: 'New' } });
    expect(answer.body.body).toEqual({ title: 'New' });
  });

  test.each([
    '{"name":"Ada","__proto__":{"polluted":true}}',
    '{"__proto__":{"name":"Eve"},"name":"Ada"}',
    '{"name":"Ada","constructor":{"prototype":{"polluted":true}}}',
    '{"name":"Ada","constructor":5,"prototype":{"polluted":true}}',
    '{"name":"Ada","deep":{"__proto__":{"polluted":true}}}',
    '{"name":"Ada","\\u005f_proto__":{"polluted":true}}',
  ])('keys that JavaScript gives a meaning are like others: %s', async body => {
    expect((await validated('createUser', { body })).body.body).toEqual({ name: 'Ada' });
    expect({}).not.toHaveProperty('polluted');
  });

  test('a required field is not found on the prototype of a body', async () => {
    await expectBroken('createUser', { body: '{"__proto__":{"name":"Eve"}}' }, ['/body/name']);
  });
});

const UNKNOWN = 'is not known here';

describe('query parameters', () => {
  test.each(Object.keys(requests) as OperationId[])(
    '%s refuses those that it does not know',
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

  test('are refused with every other broken rule', async () => {
    const query = { page: '2', limit: '0', status: ['registered', 'waitlisted'] };
    const places = ['/path/eventId', '/query/page', '/query/limit', '/query/status'];
    await expectBroken('listEventRegistrations', { path: { eventId: 'a b' }, query }, places);
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
  ])('of %s are refused when given twice: %s', async (operationId, name, value) => {
    const { body } = await validated(operationId, { path, query: { [name]: [value, value] } });
    expect(body.errors).toEqual([{ path: `/query/${name}`, message: 'must be given once' }]);
  });

  test('that are unknown are named once, however often they are given, whatever they are called', async () => {
    const names = ['__proto__', 'constructor', '', 'a b', 'ä', '0', 'Limit', 'limit[]'];
    for (const name of names) {
      const query = Object.fromEntries([[name, ['1', '2']]]);
      const { body } = await validated('listUsers', { query });
      expect(body.errors).toEqual([{ path: `/query/${name}`, message: UNKNOWN }]);
    }
    const { body } = await validated('listUsers', { query: { 'a/b~c': '1' } });
    expect(body.errors).toEqual([{ path: '/query/a~1b~0c', message: UNKNOWN }]);
  });

  test('are read from what API Gateway has decoded when there is nothing else, as on the command line', async () => {
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
});
