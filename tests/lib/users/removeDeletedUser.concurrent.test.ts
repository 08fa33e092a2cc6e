import { withDeadline } from '../../../lib/core/deadline.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import { removeDeletedEvent } from '../../../lib/events/removeDeletedEvent.ts';
import * as registrations from '../../../lib/repositories/registrations.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import * as users from '../../../lib/repositories/users.ts';
import { removeDeletedUser } from '../../../lib/users/removeDeletedUser.ts';
import { withFaults } from '../../simulator/callFaults.ts';
import {
  deleteEvent,
  deleteUser,
  expectPeople,
  recordHistory,
  register,
  removeDeletedUsers,
  unregister,
} from '../../support/api/operations.ts';
import { remove } from '../../support/records/audit.ts';
import { anEvent, anonymousIdOf, aUser, stored } from '../../support/records/records.ts';
import { registerAmong, removals } from '../../support/records/removals.ts';
import { allRecords, deliver } from '../../support/records/streams.ts';

test('several removals at once pass each seat on once and record it once, while people leave', async () => {
  const userId = await aUser();
  const eventIds = [await anEvent({ capacity: 2 }), await anEvent({ capacity: 2 })];
  const others: string[][] = [];
  for (const eventId of eventIds) others.push(await registerAmong(eventId, userId, 1, 4));
  await deleteUser(userId);
  const anonymousId = await anonymousIdOf(userId);
  const leaves = eventIds.map((eventId, index) => unregister(eventId, others[index]?.[0] ?? ''));
  await Promise.all([...Array.from({ length: 5 }, () => removeDeletedUser(userId)), ...leaves]);
  for (const [index, eventId] of eventIds.entries()) {
    const [, first = '', second = '', ...queue] = others[index] ?? [];
    await expectPeople(eventId, [first, second], queue);
  }
  expect(await stored(users.ref(userId))).toBeUndefined();
  expect(await removals(userId)).toEqual([]);
  expect(await removals(anonymousId)).toEqual(
    eventIds.map(eventId => `${eventId} removed user_deleted registered`).sort(),
  );
});

test('a user and one of their events are deleted at once, and each removal is recorded once', async () => {
  const userId = await aUser();
  const [deleted, kept] = [await anEvent({ capacity: 1 }), await anEvent({ capacity: 1 })];
  await registerAmong(deleted, userId, 0, 40);
  const [next = ''] = await registerAmong(kept, userId, 0, 1);
  await Promise.all([deleteEvent(deleted), deleteUser(userId)]);
  const anonymousId = await anonymousIdOf(userId);
  await Promise.all([removeDeletedUser(userId), removeDeletedEvent(deleted), removeDeletedUser(userId)]);
  await removeDeletedUsers();
  await expectPeople(kept, [next], []);
  expect(await stored(seats.ref(deleted))).toBeUndefined();
  expect(await stored(registrations.ref(deleted, userId))).toBeUndefined();
  expect(await stored(users.ref(userId))).toBeUndefined();
  // An entry that the deletion of the event wrote becomes anonymous with the change of its registration.
  await recordHistory();
  expect(await removals(userId)).toEqual([]);
  const ends = (await removals(anonymousId)).filter(text => text.includes('_deleted'));
  expect(ends.map(text => text.replace(/ (event|user)_deleted/, ''))).toEqual(
    [deleted, kept].map(eventId => `${eventId} removed registered`).sort(),
  );
});

test('keeps the id as long as a registration is left', async () => {
  const [userId, eventId] = [await aUser(), await anEvent({ capacity: 1 })];
  const [next = ''] = await registerAmong(eventId, userId, 0, 1);
  await deleteUser(userId);
  const waits = (await stored(registrations.ref(eventId, next))) as registrations.Item;
  await remove(registrations.ref(eventId, next));
  const early = withDeadline(700, () => removeDeletedUser(userId));
  await expect(early).rejects.toMatchObject({ code: 'TRY_AGAIN' });
  expect(await stored(users.ref(userId))).toMatchObject({ userId });
  await transact({ registration: registrations.create(waits) });
  await removeDeletedUser(userId);
  await expectPeople(eventId, [next], []);
  expect(await stored(users.ref(userId))).toBeUndefined();
});

test('waits for a registration that is committed and no query shows yet', async () => {
  const [userId, eventId] = [await aUser(), await anEvent()];
  await register(eventId, userId);
  await deleteUser(userId);
  const { calls } = await withFaults('streams/removeDeletedUser', {}, async handler => {
    const records = await allRecords('users');
    const own = records.filter(({ dynamodb }) => dynamodb?.Keys?.userId?.S === userId);
    expect(await deliver(handler, own)).toEqual({ batchItemFailures: [] });
  });
  // The last read before the user is removed is that of the last registration, which is settled.
  const settled = calls.findLastIndex(({ operation }) => operation === 'TransactGetItems');
  expect(calls[settled]?.input.TransactItems).toHaveLength(1);
  expect(calls.slice(settled).map(({ operation }) => operation)).not.toContain('DeleteItem');
  expect(await stored(users.ref(userId))).toBeUndefined();
});

test('a registration without an event goes with its user', async () => {
  const [userId, eventId] = [await aUser(), await anEvent()];
  await register(eventId, userId);
  await deleteUser(userId);
  await remove(seats.ref(eventId));
  await removeDeletedUser(userId);
  expect(await stored(users.ref(userId))).toBeUndefined();
  expect(await stored(registrations.ref(eventId, userId))).toBeUndefined();
});
