import { withDeadline } from '../../../lib/core/deadline.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import { removeDeletedEvent } from '../../../lib/events/removeDeletedEvent.ts';
import * as registrationLists from '../../../lib/repositories/registrationLists.ts';
import * as registrations from '../../../lib/repositories/registrations.ts';
import * as users from '../../../lib/repositories/users.ts';
import { removeDeletedUser } from '../../../lib/users/removeDeletedUser.ts';
import {
  deleteEvent,
  deleteUser,
  expectPeople,
  recordHistory,
  removeDeletedUsers,
  unregister,
} from '../../support/api/operations.ts';
import { anEvent, anonymousIdOf, aUser, stored } from '../../support/records/records.ts';
import { registerAmong, removals } from '../../support/records/removals.ts';

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
  expect(await registrationLists.listByEvent(deleted, undefined, 9)).toEqual([]);
  expect(await stored(users.ref(userId))).toBeUndefined();
  // An entry that the deletion of the event wrote becomes anonymous with the change of its registration.
  await recordHistory();
  expect(await removals(userId)).toEqual([]);
  const ends = (await removals(anonymousId)).filter(text => text.includes('_deleted'));
  expect(ends.map(text => text.replace(/ (event|user)_deleted/, ''))).toEqual(
    [deleted, kept].map(eventId => `${eventId} removed registered`).sort(),
  );
});

test('keeps the id while the count includes a registration that no index shows yet', async () => {
  const [userId, eventId] = [await aUser(), await anEvent({ capacity: 1 })];
  const [next = ''] = await registerAmong(eventId, userId, 0, 1);
  await deleteUser(userId);
  const row = await stored(registrations.ref(eventId, userId));
  if (!row) throw new Error('The registration is missing');
  await transact({ registration: registrations.remove(eventId, userId, row) });
  const early = withDeadline(700, () => removeDeletedUser(userId));
  await expect(early).rejects.toMatchObject({ code: 'TRY_AGAIN' });
  expect(await stored(users.ref(userId))).toMatchObject({ registrationCount: 1 });
  await transact({ registration: registrations.create(row) });
  await removeDeletedUser(userId);
  await expectPeople(eventId, [next], []);
  expect(await stored(users.ref(userId))).toBeUndefined();
});
