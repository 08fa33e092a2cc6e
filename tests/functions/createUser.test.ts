import { randomUUID } from 'node:crypto';
import { handler } from '../../functions/createUser.ts';
import * as users from '../../lib/repositories/users.ts';
import { callsOf } from '../simulator/calls.ts';
import { describeBodyRefusals } from '../support/api/bodyRefusals.ts';
import {
  comparable,
  expectAnswer,
  expectBrokenRules,
  expectProblem,
  TIMESTAMP,
  UUID_V4,
} from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import {
  deleteUser,
  expectPeople,
  getUser,
  listUserRegistrations,
  removeDeletedUsers,
} from '../support/api/operations.ts';
import { anEvent, registeredUsers, stored } from '../support/records/records.ts';

const createUser = (body: unknown) => invoke(handler, { method: 'POST', body });

describe('201', () => {
  test('answers the user as they are stored, and where they are', async () => {
    const body = { userId: randomUUID(), name: 'Ada 🎉 Лавлейс' };
    const answer = await createUser(body);
    expectAnswer(answer, 201, { ...body, createdAt: expect.stringMatching(TIMESTAMP) });
    expect(answer.headers.location).toBe(`users/${body.userId}`);
    expect((await getUser(body.userId)).body).toEqual(answer.body);
  });

  test.each([{}, { userId: null }])('chooses a UUIDv4 when the client chose no id: %j', async id => {
    const answer = await createUser({ name: 'Ada', ...id });
    expect(answer).toMatchObject({ status: 201, body: { userId: expect.stringMatching(UUID_V4) } });
    expect(answer.headers.location).toBe(`users/${answer.body.userId}`);
    expect((await getUser(answer.body.userId)).body).toEqual(answer.body);
  });

  test('ignores fields that the service keeps, and unknown ones', async () => {
    const body = { userId: randomUUID(), name: 'Ada' };
    const answer = await createUser({ ...body, createdAt: '1999-01-01T00:00:00.000Z', admin: true });
    expect(answer.body).toEqual({ ...body, createdAt: expect.not.stringMatching(/^1999/) });
    expect((await getUser(body.userId)).body).toEqual(answer.body);
  });

  test('takes the id of a deleted user again, and shows nothing of the old one', async () => {
    const eventId = await anEvent();
    const [userId = ''] = await registeredUsers(eventId, 1);
    await deleteUser(userId);
    await removeDeletedUsers();
    const answer = await createUser({ userId, name: 'New' });
    expectAnswer(answer, 201, { userId, name: 'New', createdAt: expect.stringMatching(TIMESTAMP) });
    expect((await getUser(userId)).body).toEqual(answer.body);
    expect((await listUserRegistrations(userId)).body).toEqual([]);
    await expectPeople(eventId, [], []);
  });

  test('costs one call', async () => {
    expect(await callsOf(() => createUser({ name: 'Ada' }))).toEqual(['TransactWriteItems']);
  });
});

const body = { userId: randomUUID(), name: 'Ada' };
describeBodyRefusals({ handler, body, state: async () => comparable(await getUser(body.userId)) });

describe('409', () => {
  test('leaves the user who has the id as they are', async () => {
    const userId = randomUUID();
    const { body: first } = await createUser({ userId, name: 'Ada' });
    expectProblem(await createUser({ userId, name: 'Grace' }), 'USER_ALREADY_EXISTS');
    expect((await getUser(userId)).body).toEqual(first);
  });

  test('keeps the id of a user while their registrations are being removed', async () => {
    const [userId = ''] = await registeredUsers(await anEvent(), 1);
    await deleteUser(userId);
    const before = await stored(users.ref(userId));
    const detail = `The previous user with this id is still being deleted: ${userId}`;
    expectProblem(await createUser({ userId, name: 'New' }), 'USER_BEING_DELETED', detail);
    expect(await stored(users.ref(userId))).toEqual(before);
    expectProblem(await getUser(userId), 'USER_NOT_FOUND');
  });

  test('creates one user when ten are sent with one id at once', async () => {
    const userId = randomUUID();
    const names = Array.from({ length: 10 }, (_, index) => `Name ${index}`);
    const answers = await Promise.all(names.map(name => createUser({ userId, name })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
    const winner = answers.find(({ status }) => status === 201);
    expect((await getUser(userId)).body).toEqual(winner?.body);
  });
});

describe('422', () => {
  test('lists every broken rule at once', async () => {
    expectBrokenRules(await createUser({ userId: 'a b', name: ' ' }), ['/body/userId', '/body/name']);
  });

  test('asks for a name, and stores nobody without one', async () => {
    const userId = randomUUID();
    expectBrokenRules(await createUser({ userId }), ['/body/name']);
    expectProblem(await getUser(userId), 'USER_NOT_FOUND');
  });
});
