import type { OperationId } from '../../schemas/requests.ts';
import { eventBody } from '../support/api/bodies.ts';
import { expectBroken, validated } from '../support/api/validation.ts';

const path = { eventId: 'some-event', userId: 'some-user' };

const readOnly = {
  registeredCount: 5,
  waitlistCount: 5,
  isFull: true,
  availableSpots: 5,
  createdAt: '1999-01-01T00:00:00.000Z',
  updatedAt: '1999-01-01T00:00:00.000Z',
};

test.each<[OperationId, Record<string, unknown>]>([
  ['createEvent', eventBody({ status: 'active' })],
  ['updateEvent', { title: 'New' }],
  ['createUser', { userId: 'some-user', name: 'Ada' }],
  ['updateUser', { name: 'Ada' }],
  ['registerForEvent', { userId: 'some-user' }],
  ['registerManyForEvent', { userIds: ['some-user'] }],
  ['checkInMany', { userIds: ['some-user'] }],
])('%s is given neither unknown nor read-only fields', async (operationId, body) => {
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
])('keys with a meaning in JavaScript are ignored like other unknown keys: %s', async body => {
  expect((await validated('createUser', { body })).body.body).toEqual({ name: 'Ada' });
  expect({}).not.toHaveProperty('polluted');
});

test('a required field is not found on the prototype of a body', async () => {
  await expectBroken('createUser', { body: '{"__proto__":{"name":"Eve"}}' }, ['/body/name']);
});
