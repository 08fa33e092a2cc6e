import { randomUUID } from 'node:crypto';
import * as registrations from '../../lib/repositories/registrations.ts';
import { callsOf } from '../simulator/calls.ts';
import { expectToGiveUp } from '../simulator/races.ts';
import { expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import {
  deleteEvent,
  deleteUser,
  expectPeople,
  removeDeletedUsers,
  stateOf,
  unregister,
} from '../support/api/operations.ts';
import { anEvent, aUser, registeredUsers, stored } from '../support/records/records.ts';

describe('404', () => {
  test('comes for an unknown registration', async () => {
    const [eventId, userId] = [await anEvent({ capacity: 1 }), await aUser()];
    const others = await registeredUsers(eventId, 2);
    const answer = await unregister(eventId, userId);
    expectProblem(answer, 'REGISTRATION_NOT_FOUND', 'Registration not found');
    await expectPeople(eventId, others.slice(0, 1), others.slice(1));
  });

  test('comes for a person who has already left, and passes their seat on only once', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const [first = '', second = '', third = ''] = await registeredUsers(eventId, 3);
    await unregister(eventId, first);
    expectProblem(await unregister(eventId, first), 'REGISTRATION_NOT_FOUND', 'Registration not found');
    await expectPeople(eventId, [second], [third]);
    expect(await stored(registrations.ref(eventId, first))).toBeUndefined();
  });

  test('answers ten identical requests at once with one 200', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const [first = '', second = '', third = ''] = await registeredUsers(eventId, 3);
    const answers = await Promise.all(Array.from({ length: 10 }, () => unregister(eventId, first)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(404)]);
    await expectPeople(eventId, [second], [third]);
    expect(await stored(registrations.ref(eventId, first))).toBeUndefined();
  });

  test('comes for an unknown user', async () => {
    expectProblem(await unregister(await anEvent(), randomUUID()), 'USER_NOT_FOUND', 'User not found');
  });

  test('comes for a user who is being deleted, and leaves their registrations to the deletion', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const [seat = '', head = '', next = ''] = await registeredUsers(eventId, 3);
    for (const userId of [seat, head]) await deleteUser(userId);
    const before = await stateOf(eventId);
    for (const userId of [seat, head]) {
      expectProblem(await unregister(eventId, userId), 'USER_NOT_FOUND', 'User not found');
      expect(await stored(registrations.ref(eventId, userId))).toMatchObject({ userId });
    }
    expect(await stateOf(eventId)).toEqual(before);
    await removeDeletedUsers();
    await expectPeople(eventId, [next], []);
    expectProblem(await unregister(eventId, seat), 'USER_NOT_FOUND', 'User not found');
  });

  test('comes for an unknown event', async () => {
    expectProblem(await unregister(randomUUID(), await aUser()), 'EVENT_NOT_FOUND', 'Event not found');
  });

  test('comes for an event that is being deleted, and leaves its registrations to the deletion', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const userIds = await registeredUsers(eventId, 2);
    await deleteEvent(eventId);
    for (const userId of userIds) {
      expectProblem(await unregister(eventId, userId), 'EVENT_NOT_FOUND', 'Event not found');
      expect(await stored(registrations.ref(eventId, userId))).toMatchObject({ userId });
    }
  });

  test('names the user when both are unknown', async () => {
    expectProblem(await unregister(randomUUID(), randomUUID()), 'USER_NOT_FOUND', 'User not found');
  });

  test('costs one call, whatever is missing', async () => {
    const [eventId, userId] = [await anEvent(), await aUser()];
    const missing: [string, string][] = [
      [eventId, userId],
      [eventId, 'nobody'],
      ['nowhere', userId],
    ];
    for (const ids of missing) {
      expect(await callsOf(() => unregister(...ids))).toEqual(['BatchGetItem']);
    }
  });
});

describe('422', () => {
  test('lists the broken rules of both ids at once', async () => {
    expectBrokenRules(await unregister('a/b', 'x'.repeat(129)), ['/path/eventId', '/path/userId']);
  });
});

describe('503', () => {
  test('comes after too many conflicts, and nothing is changed', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const [seat = '', head = ''] = await registeredUsers(eventId, 2);
    await expectToGiveUp('unregisterFromEvent', { path: { eventId, userId: seat } });
    await expectPeople(eventId, [seat], [head]);
    expect(await stored(registrations.ref(eventId, seat))).toMatchObject({ userId: seat });
  });
});
