import { randomUUID } from 'node:crypto';
import * as users from '../../lib/repositories/users.ts';
import { answerWith } from '../simulator/callFaults.ts';
import { callsOf } from '../simulator/calls.ts';
import { expectAnswer, expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import {
  deleteUser,
  getUser,
  listUserRegistrations,
  removeDeletedUsers,
  updateUser,
} from '../support/api/operations.ts';
import { anEvent, aUser, registeredUsers, stored } from '../support/records/records.ts';

const tagOf = async (userId: string) => (await getUser(userId)).headers.etag ?? '';
const ifMatch = (tag: string) => ({ 'if-match': tag });

/** A rename meets what happens between its read and its write. */
const renameWhile = (userId: string, TransactWriteItems: 'lost' | (() => Promise<unknown>), headers = {}) =>
  answerWith('updateUser', { path: { userId }, body: { name: 'Ada King' }, headers }, { TransactWriteItems });

describe('200', () => {
  test('answers the user under the new name, as every reader sees them then, for two calls', async () => {
    const userId = await aUser();
    const before = await getUser(userId);
    const calls = await callsOf(async () => {
      const answer = await updateUser(userId, { name: 'Ada King' });
      expectAnswer(answer, 200, { ...before.body, name: 'Ada King' });
      expect(answer.headers.etag).not.toBe(before.headers.etag);
    });
    expect(calls).toEqual(['BatchGetItem', 'TransactWriteItems']);
    expect((await getUser(userId)).body).toEqual({ ...before.body, name: 'Ada King' });
  });

  test('keeps the registrations of the user, and the counts that their item has besides', async () => {
    const [userId = ''] = await registeredUsers(await anEvent(), 1);
    const before = await stored(users.ref(userId));
    const { body } = await listUserRegistrations(userId);
    await updateUser(userId, { name: 'Ada King' });
    expect((await listUserRegistrations(userId)).body).toEqual(body);
    const entityTag = expect.any(String);
    expect(await stored(users.ref(userId))).toEqual({ ...before, name: 'Ada King', entityTag });
  });

  test.each([{}, { name: null }, { userId: 'another', unknown: 1 }])(
    'changes nothing for %j, and answers the same tag',
    async body => {
      const userId = await aUser();
      const before = await getUser(userId);
      const item = await stored(users.ref(userId));
      expect(await updateUser(userId, body)).toEqual(before);
      expect(await stored(users.ref(userId))).toEqual(item);
    },
  );

  test('answers a tag that holds until the next rename', async () => {
    const userId = await aUser();
    const first = await tagOf(userId);
    const { headers } = await updateUser(userId, { name: 'Ada' }, ifMatch(first));
    await registeredUsers(await anEvent(), 1);
    expect(await tagOf(userId)).toBe(headers.etag);
    const again = await updateUser(userId, { name: 'Ada' }, ifMatch(`"other", ${headers.etag}`));
    expect(again.status).toBe(200);
    expect(new Set([first, headers.etag, again.headers.etag]).size).toBe(3);
  });

  test('is made once when the answer of the database is lost', async () => {
    const userId = await aUser();
    const { answer } = await renameWhile(userId, 'lost', ifMatch(await tagOf(userId)));
    expect(answer).toMatchObject({ status: 200, body: { name: 'Ada King' } });
    expect(await tagOf(userId)).toBe(answer.headers.etag);
  });

  test('lets the later of two renames stay, when neither asks for a version', async () => {
    const userId = await aUser();
    const theirs = async () => updateUser(userId, { name: 'Theirs' });
    const { answer } = await renameWhile(userId, theirs);
    expect(answer).toMatchObject({ status: 200, body: { name: 'Ada King' } });
    expect((await getUser(userId)).body.name).toBe('Ada King');
  });
});

describe('412', () => {
  test.each([{ name: 'Ada King' }, {}])('refuses %j of a version that is outdated', async body => {
    const userId = await aUser();
    const outdated = await tagOf(userId);
    await updateUser(userId, { name: 'Theirs' });
    for (const tag of [outdated, `W/${await tagOf(userId)}`, '""']) {
      expectProblem(await updateUser(userId, body, ifMatch(tag)), 'PRECONDITION_FAILED');
    }
    expect((await getUser(userId)).body.name).toBe('Theirs');
  });

  test('comes to all but one of ten renames of the same version at once', async () => {
    const userId = await aUser();
    const headers = ifMatch(await tagOf(userId));
    const names = Array.from({ length: 10 }, (_, n) => `Name ${n}`);
    const answers = await Promise.all(names.map(name => updateUser(userId, { name }, headers)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)]);
    const winner = answers.find(({ status }) => status === 200);
    expect((await getUser(userId)).body).toEqual(winner?.body);
  });

  test('comes when somebody renamed the user between reading and writing', async () => {
    const userId = await aUser();
    const theirs = async () => updateUser(userId, { name: 'Theirs' });
    const { answer } = await renameWhile(userId, theirs, ifMatch(await tagOf(userId)));
    expectProblem(answer, 'PRECONDITION_FAILED');
    expect((await getUser(userId)).body.name).toBe('Theirs');
  });
});

describe('404', () => {
  test('comes for an unknown user, and makes none', async () => {
    const userId = randomUUID();
    for (const body of [{ name: 'Ada' }, {}]) {
      expectProblem(await updateUser(userId, body, ifMatch('"x"')), 'USER_NOT_FOUND', 'User not found');
    }
    expect(await stored(users.ref(userId))).toBeUndefined();
  });

  test('comes for a user who is deleted between reading and writing, and who stays deleted', async () => {
    const userId = await aUser();
    const { answer } = await renameWhile(userId, async () => deleteUser(userId));
    expectProblem(answer, 'USER_NOT_FOUND', 'User not found');
    expect(await stored(users.ref(userId))).not.toHaveProperty('entityTag');
    await removeDeletedUsers();
    expect(await stored(users.ref(userId))).toBeUndefined();
    expectProblem(await updateUser(userId, { name: 'Ada' }), 'USER_NOT_FOUND', 'User not found');
  });
});

describe('422', () => {
  test('names every broken rule, and changes nothing', async () => {
    const userId = await aUser();
    const before = await getUser(userId);
    const answer = await updateUser(userId, { name: '\u200b' }, ifMatch('x'));
    expectBrokenRules(answer, ['/headers/if-match', '/body/name']);
    expect(await getUser(userId)).toEqual(before);
  });
});
