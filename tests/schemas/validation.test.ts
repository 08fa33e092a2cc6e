import type { OperationId } from '../../schemas/requests.ts';
import { eventBody } from '../support/api/bodies.ts';
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
    const pointers = ['/path/eventId', '/query/status', '/query/limit', '/query/cursor'];
    await expectBroken('listEventRegistrations', request, pointers);
  });

  test('of one value that breaks two rules', async () => {
    const { body } = await validated('createUser', { body: { name: ' '.repeat(201) } });
    const messages: string[] = body.errors.map(({ message }: { message: string }) => message);
    expect(messages.sort()).toEqual([
      'must NOT have more than 200 characters',
      'must show something: it has only white space or invisible characters',
    ]);
  });

  test('in words that name the allowed values', async () => {
    const { body } = await validated('listEvents', { query: { status: 'open', from: 'today', limit: '0' } });
    expect(body.errors).toEqual(
      expect.arrayContaining([
        { path: '/query/status', message: 'must be one of: active, cancelled, completed, draft' },
        { path: '/query/from', message: 'must be a real calendar date, YYYY-MM-DD' },
        { path: '/query/limit', message: 'must be >= 1' },
      ]),
    );
    for (const { path: pointer, message } of body.errors)
      expect(body.detail).toContain(`${pointer} ${message}`);
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
    [{ expectedPeople: 0.5 }, 'expectedPeople', 'must be integer'],
  ])('%j', async (fields, field, message) => {
    expect(await errorsOf(fields)).toEqual([{ path: `/body/${field}`, message }]);
  });

  test.each(['5', 0.5, true])('of two types that %j may have', async expectedPeople => {
    const { body } = await validated('updateEvent', { path, body: { expectedPeople } });
    expect(body.errors).toEqual([{ path: '/body/expectedPeople', message: 'must be integer or null' }]);
  });
});

describe('null', () => {
  test('leaves out every field that may be left out', async () => {
    const names = { hasWaitlist: null, waitlistEnabled: null };
    const left = { eventId: null, status: null, ...names, expectedPeople: null, unknown: null };
    const { eventId: _, hasWaitlist: _waitlist, ...body } = eventBody();
    const answer = await validated('createEvent', { body: { ...body, ...left } });
    expect(answer.body.body).toEqual({ ...body, status: 'active' });
  });

  test('in one of the two names of the waitlist lets the other name decide', async () => {
    for (const body of [
      { hasWaitlist: true, waitlistEnabled: null },
      { hasWaitlist: null, waitlistEnabled: true },
    ]) {
      const answer = await validated('updateEvent', { path, body });
      expect(Object.values(answer.body.body)).toEqual([true]);
    }
  });

  test('in a field does not hide the broken rules of other fields', async () => {
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

  test('a page of listEvents also holds 100 items, the earliest first', async () => {
    expect((await validated('listEvents', {})).body.query).toEqual({ limit: 100, sort: 'date' });
  });

  test('a new event is active', async () => {
    expect((await validated('createEvent', { body: eventBody() })).body.body.status).toBe('active');
  });

  test('an update has no defaults', async () => {
    expect((await validated('updateEvent', { path, body: {} })).body.body).toEqual({});
  });
});
