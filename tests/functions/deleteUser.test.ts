import { handler as listUsersHandler } from '../../functions/listUsers.ts';
import { handler as removeDeletedUserHandler } from '../../functions/streams/removeDeletedUser.ts';
import * as registrationLists from '../../lib/repositories/registrationLists.ts';
import * as registrations from '../../lib/repositories/registrations.ts';
import * as users from '../../lib/repositories/users.ts';
import { callsOf } from '../simulator/calls.ts';
import { answerAfterConflicts } from '../simulator/races.ts';
import { expectAnswer, expectProblem, TIMESTAMP } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import {
  deleteEvent,
  deleteUser,
  expectPeople,
  getUser,
  listUserRegistrations,
  register,
  removeDeletedUsers,
  settleEvents,
  stateOf,
  unregister,
} from '../support/api/operations.ts';
import { anEvent, anonymousIdOf, aUser, registeredUsers, stored } from '../support/records/records.ts';
import { deliver, recordsOf } from '../support/records/streams.ts';

const notFound = ['USER_NOT_FOUND', 'User not found'] as const;

/** No reader sees the user, and no writer does anything for them. */
async function expectGone(userId: string, eventId: string): Promise<void> {
  expectProblem(await getUser(userId), ...notFound);
  expectProblem(await listUserRegistrations(userId), ...notFound);
  expectProblem(await register(eventId, userId), ...notFound);
  expectProblem(await unregister(eventId, userId), ...notFound);
  const { body: found } = await invoke(listUsersHandler);
  expect(found.map((user: { userId: string }) => user.userId)).not.toContain(userId);
}

describe('204', () => {
  test('hides the user from every reader and writer, at once and for good', async () => {
    const eventId = await anEvent();
    const [userId = ''] = await registeredUsers(eventId, 1);
    const answer = await deleteUser(userId);
    expectAnswer(answer, 204);
    expect(answer.headers).not.toHaveProperty('content-type');
    await expectGone(userId, eventId);
    await removeDeletedUsers();
    await expectGone(userId, eventId);
  });

  test('stores the time of the deletion and an anonymous id in the user, and leaves the rest to the consumer', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const [userId = ''] = await registeredUsers(eventId, 2);
    const [before, state] = [await stored(users.ref(userId)), await stateOf(eventId)];
    await deleteUser(userId);
    expect(await stored(users.ref(userId))).toEqual({
      ...before,
      deletedAt: expect.stringMatching(TIMESTAMP),
      anonymousId: expect.stringMatching(/^deleted-[\da-f-]{36}$/),
    });
    expect(await stateOf(eventId)).toEqual(state);
  });

  test('gives their seats to those who wait, in order, closes the gaps in queues, and frees the id', async () => {
    const [first, second] = [await anEvent({ capacity: 1 }), await anEvent({ capacity: 1 })];
    const [userId = '', ...queue] = await registeredUsers(first, 4);
    const [seat = ''] = await registeredUsers(second, 1);
    await register(second, userId);
    const [behind = ''] = await registeredUsers(second, 1);
    await deleteUser(userId);
    await removeDeletedUsers();
    await expectPeople(first, queue.slice(0, 1), queue.slice(1));
    await expectPeople(second, [seat], [behind]);
    const [promoted] = (await stateOf(first)).registrations;
    expect(promoted.promotedAt).toMatch(TIMESTAMP);
    expect(await stored(users.ref(userId))).toBeUndefined();
    expect(await stored(registrations.ref(first, userId))).toBeUndefined();
    expect(await aUser(userId)).toBe(userId);
    expect((await listUserRegistrations(userId)).body).toEqual([]);
  });

  test('leaves other users and their registrations alone', async () => {
    const eventId = await anEvent();
    const [userId = '', other = ''] = await registeredUsers(eventId, 2);
    const before = [await getUser(other), await listUserRegistrations(other)];
    await deleteUser(userId);
    await removeDeletedUsers();
    await expectPeople(eventId, [other], []);
    const [user, list] = [await getUser(other), await listUserRegistrations(other)];
    expect([user, list.status]).toEqual([before[0], 200]);
    expect(list.body[0].registration).toEqual(before[1]?.body[0].registration);
  });

  test('removes both when one of their events is deleted at the same time', async () => {
    const [deleted, kept] = [await anEvent(), await anEvent()];
    const [userId = '', other = ''] = await registeredUsers(deleted, 2);
    await register(kept, userId);
    await deleteEvent(deleted);
    await deleteUser(userId);
    await Promise.all([removeDeletedUsers(), settleEvents()]);
    await expectPeople(kept, [], []);
    expect(await stored(users.ref(userId))).toBeUndefined();
    expect(await registrationLists.ofUser(other, 1)).toEqual([]);
    await anEvent({ eventId: deleted });
    await aUser(userId);
  });

  test('leaves the next user of the id alone, whatever records of the previous one still arrive', async () => {
    const eventId = await anEvent();
    const [userId = ''] = await registeredUsers(eventId, 1);
    const deletion = await recordsOf('users', () => deleteUser(userId));
    const late = await recordsOf('users', () => deliver(removeDeletedUserHandler, deletion));
    await aUser(userId);
    await register(eventId, userId);
    expect(await deliver(removeDeletedUserHandler, late)).toEqual({ batchItemFailures: [] });
    await expectPeople(eventId, [userId], []);
    expect(await registrationLists.ofUser(userId, 9)).toHaveLength(1);
  });

  test.each([0, 1, 40])('costs one call, with %i registrations', async count => {
    const userId = await aUser();
    for (let n = 0; n < count; n += 1) await register(await anEvent(), userId);
    expect(await callsOf(() => deleteUser(userId))).toEqual(['TransactWriteItems']);
  });

  test('tries again after conflicts with other transactions', async () => {
    const userId = await aUser();
    expectAnswer(await answerAfterConflicts('deleteUser', { path: { userId } }), 204);
    expectProblem(await getUser(userId), ...notFound);
  });
});

describe('404', () => {
  test('wakes the consumer again for a user who is still being deleted', async () => {
    const eventId = await anEvent();
    const [userId = ''] = await registeredUsers(eventId, 1);
    await deleteUser(userId);
    const id = await anonymousIdOf(userId);
    const reminder = await recordsOf('users', async () => {
      expectProblem(await deleteUser(userId), ...notFound);
    });
    expect(reminder).toMatchObject([{ eventName: 'MODIFY' }]);
    expect(await anonymousIdOf(userId)).toBe(id);
    expect(await deliver(removeDeletedUserHandler, reminder)).toEqual({ batchItemFailures: [] });
    expect(await stored(users.ref(userId))).toBeUndefined();
    await expectPeople(eventId, [], []);
  });
});
