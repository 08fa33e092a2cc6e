import { randomUUID } from 'node:crypto';
import type { DynamoDBRecord } from 'aws-lambda';
import { handler as createUserHandler } from '../../../functions/createUser.ts';
import { handler } from '../../../functions/streams/removeDeletedUser.ts';
import * as registrationLists from '../../../lib/repositories/registrationLists.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import * as users from '../../../lib/repositories/users.ts';
import { expectProblem } from '../../support/api/expectations.ts';
import { invoke } from '../../support/api/invoke.ts';
import {
  deleteEvent,
  deleteUser,
  expectPeople,
  listEventHistory,
  recordHistory,
  register,
  settleEvents,
  updateEvent,
} from '../../support/api/operations.ts';
import { anonymousIdIn, deletionOf, expectRemoved } from '../../support/records/deletedUsers.ts';
import { anEvent, aUser, registeredUsers, stored } from '../../support/records/records.ts';
import { deliver, deliverToDying, recordsOf, shuffled } from '../../support/records/streams.ts';

/**
 * A user with a seat that others wait for, one that nobody waits for, one of a cancelled event and one of a completed
 * event, and a position in a queue.
 */
async function aBusyUser() {
  const userId = await aUser();
  const wanted = await anEvent({ capacity: 1 });
  const calm = await anEvent({ capacity: 3 });
  const cancelled = await anEvent({ capacity: 1 });
  const completed = await anEvent({ capacity: 1 });
  const full = await anEvent({ capacity: 1 });
  const [holder = ''] = await registeredUsers(full, 1);
  for (const eventId of [wanted, calm, cancelled, completed, full]) await register(eventId, userId);
  const [head = '', next = ''] = await registeredUsers(wanted, 2);
  const [other = ''] = await registeredUsers(calm, 1);
  const [waits = ''] = await registeredUsers(cancelled, 1);
  const [behind = ''] = await registeredUsers(full, 1);
  const [hoped = ''] = await registeredUsers(completed, 1);
  await updateEvent(cancelled, { status: 'cancelled' });
  await updateEvent(completed, { status: 'completed' });
  const expectLeft = async (deletion: DynamoDBRecord[]) => {
    await expectRemoved(userId, deletion, [wanted, calm, cancelled, full]);
    await expectPeople(wanted, [head], [next]);
    await expectPeople(calm, [other], []);
    await expectPeople(cancelled, [], [waits]);
    await expectPeople(completed, [anonymousIdIn(deletion)], [hoped]);
    await expectPeople(full, [holder], [behind]);
  };
  return { userId, wanted, head, expectLeft };
}

describe('a deleted user', () => {
  test.each([0, 2, 4, 5])(
    'is taken off every event by the next run when one dies after %i of 6 transactions',
    async died => {
      const { userId, expectLeft } = await aBusyUser();
      const records = await deletionOf(userId);
      await deliverToDying('streams/removeDeletedUser', records, died);
      expect(await stored(users.ref(userId))).toMatchObject({ deletedAt: expect.any(String) });
      expect(await deliver(handler, records)).toEqual({ batchItemFailures: [] });
      await expectLeft(records);
    },
  );

  test('is taken off every event once by several processes at once', async () => {
    const { userId, expectLeft } = await aBusyUser();
    const records = await deletionOf(userId);
    const answers = await Promise.all(Array.from({ length: 4 }, () => deliver(handler, records)));
    for (const answer of answers) expect(answer).toEqual({ batchItemFailures: [] });
    await expectLeft(records);
  });

  test('passes the seat to the head of the queue, whose history shows the promotion', async () => {
    const { userId, wanted, head } = await aBusyUser();
    await deliver(handler, await deletionOf(userId));
    await recordHistory();
    const { body: entries } = await listEventHistory(wanted);
    const changes = entries.map((entry: Record<string, string>) => [entry.userId, entry.change, entry.cause]);
    expect(changes).toContainEqual([head, 'promoted', 'vacancy']);
  });

  test('is hidden while they are being removed, and their id is free after that', async () => {
    const userId = await aUser();
    const records = await deletionOf(userId);
    const request = { method: 'POST', body: { userId, name: 'Next' } };
    expectProblem(await invoke(createUserHandler, request), 'USER_BEING_DELETED');
    await deliver(handler, records);
    expect((await invoke(createUserHandler, request)).status).toBe(201);
    expect(await stored(users.ref(userId))).toMatchObject({ name: 'Next' });
  });

  test('leaves the next user of their id alone, however late the deletion is delivered again', async () => {
    const userId = await aUser();
    const records = await deletionOf(userId);
    await deliver(handler, records);
    const eventId = await anEvent();
    await register(eventId, await aUser(userId));
    expect(await deliver(handler, records)).toEqual({ batchItemFailures: [] });
    await expectPeople(eventId, [userId], []);
    expect(await registrationLists.ofUser(userId, 9)).toHaveLength(1);
  });

  test('is taken off an event that is being deleted, and is removed then', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const [seat = '', waits = ''] = await registeredUsers(eventId, 2);
    await deleteEvent(eventId);
    const records = await deletionOf(seat, waits);
    expect(await deliver(handler, records)).toEqual({ batchItemFailures: [] });
    for (const userId of [seat, waits]) expect(await stored(users.ref(userId))).toBeUndefined();
    await settleEvents();
    expect(await stored(seats.ref(eventId))).toBeUndefined();
    const { body: entries } = await listEventHistory(eventId);
    expect(entries).toHaveLength(2);
    for (const entry of entries) expect(entry).toMatchObject({ change: 'removed', cause: 'event_deleted' });
  });
});

test.each([1, 2, 3])('changes lead to the same state in any order, delivered twice (%i)', async seed => {
  const eventId = await anEvent({ capacity: 2 });
  const kept = randomUUID();
  const records = await recordsOf('users', async () => {
    const userIds = await registeredUsers(eventId, 3);
    await register(eventId, await aUser(kept));
    for (const userId of userIds) await deleteUser(userId);
    await Promise.all(userIds.map(deleteUser));
  });
  const [once, again] = [shuffled(records, seed), shuffled(records, seed + 10)];
  for (const batch of [once.slice(0, 5), once.slice(5), again]) {
    expect(await deliver(handler, batch)).toEqual({ batchItemFailures: [] });
  }
  await expectPeople(eventId, [kept], []);
});
