import { randomUUID } from 'node:crypto';
import * as users from '../../lib/repositories/users.ts';
import { expectToGiveUp } from '../simulator/races.ts';
import { expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import { deleteUser, removeDeletedUsers } from '../support/api/operations.ts';
import { anEvent, aUser, registeredUsers, stored } from '../support/records/records.ts';

const notFound = ['USER_NOT_FOUND', 'User not found'] as const;

describe('404', () => {
  test('comes for an unknown user, and creates none', async () => {
    const userId = randomUUID();
    expectProblem(await deleteUser(userId), ...notFound);
    expect(await stored(users.ref(userId))).toBeUndefined();
  });

  test('comes for the second deletion, before and after the user is removed', async () => {
    const userId = await aUser();
    await deleteUser(userId);
    expectProblem(await deleteUser(userId), ...notFound);
    await removeDeletedUsers();
    expectProblem(await deleteUser(userId), ...notFound);
    expect(await stored(users.ref(userId))).toBeUndefined();
  });

  test('answers ten identical requests at once with one 204', async () => {
    const userId = await aUser();
    const answers = await Promise.all(Array.from({ length: 10 }, () => deleteUser(userId)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array(9).fill(404)]);
  });
});

describe('422', () => {
  test('refuses an id that no user can have', async () => {
    expectBrokenRules(await deleteUser('a:b'), ['/path/userId']);
  });
});

describe('503', () => {
  test('comes after too many conflicts, and nothing is changed', async () => {
    const [userId = ''] = await registeredUsers(await anEvent(), 1);
    const before = await stored(users.ref(userId));
    await expectToGiveUp('deleteUser', { path: { userId } });
    expect(await stored(users.ref(userId))).toEqual(before);
  });
});
