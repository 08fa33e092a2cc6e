import { randomUUID } from 'node:crypto';
import { handler } from '../../functions/getUser.ts';
import { callsOf } from '../helpers/calls.ts';
import { expectAnswer, expectBrokenRules, expectProblem, TIMESTAMP } from '../helpers/expectations.ts';
import { invoke } from '../helpers/invoke.ts';
import { aUser } from '../helpers/records.ts';

const getUser = (userId: string) => invoke(handler, { path: { userId } });

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
});

describe('404', () => {
  test('says that there is no such user', async () => {
    expectProblem(await getUser(randomUUID()), 'USER_NOT_FOUND', 'User not found');
  });
});

describe('422', () => {
  test('refuses an id that no user can have', async () => {
    expectBrokenRules(await getUser('a@b'), ['/path/userId']);
  });
});
