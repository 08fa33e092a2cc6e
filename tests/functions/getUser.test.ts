import { randomUUID } from 'node:crypto';
import { callsOf } from '../simulator/calls.ts';
import { expectAnswer, expectBrokenRules, expectProblem, TIMESTAMP } from '../support/api/expectations.ts';
import { deleteUser, getUser, removeDeletedUsers } from '../support/api/operations.ts';
import { anEvent, aUser, registeredUsers } from '../support/records/records.ts';

describe('200', () => {
  test('answers every field of a user, for one call', async () => {
    const userId = await aUser();
    const calls = await callsOf(async () =>
      expectAnswer(await getUser(userId), 200, {
        userId,
        name: `Name of ${userId}`,
        createdAt: expect.stringMatching(TIMESTAMP),
      }),
    );
    expect(calls).toEqual(['BatchGetItem']);
  });

  test('answers the same fields about someone with registrations', async () => {
    const [userId = ''] = await registeredUsers(await anEvent(), 1);
    expectAnswer(await getUser(userId), 200, {
      userId,
      name: expect.any(String),
      createdAt: expect.stringMatching(TIMESTAMP),
    });
  });
});

describe('404', () => {
  test('comes for an unknown user', async () => {
    expectProblem(await getUser(randomUUID()), 'USER_NOT_FOUND', 'User not found');
  });

  test('comes for a deleted user, at once and for good', async () => {
    const userId = await aUser();
    await deleteUser(userId);
    expectProblem(await getUser(userId), 'USER_NOT_FOUND', 'User not found');
    await removeDeletedUsers();
    expectProblem(await getUser(userId), 'USER_NOT_FOUND', 'User not found');
  });
});

describe('422', () => {
  test('refuses an id that no user can have', async () => {
    expectBrokenRules(await getUser('a@b'), ['/path/userId']);
  });
});
