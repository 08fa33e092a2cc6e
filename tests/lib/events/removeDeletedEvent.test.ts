import { withDeadline } from '../../../lib/core/deadline.ts';
import { batchGet } from '../../../lib/dynamo/read.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import { getEvent } from '../../../lib/events/getEvent.ts';
import { removeDeletedEvent } from '../../../lib/events/removeDeletedEvent.ts';
import * as events from '../../../lib/repositories/events.ts';
import * as history from '../../../lib/repositories/history.ts';
import * as registrationLists from '../../../lib/repositories/registrationLists.ts';
import * as registrations from '../../../lib/repositories/registrations.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import * as users from '../../../lib/repositories/users.ts';
import { deleteEvent, expectPeople, register, stateOf } from '../../support/api/operations.ts';
import { anEvent, aUser, registeredUsers, stored, wholeEntries } from '../../support/records/records.ts';
import { aFullEvent, aHalfDeletedEvent } from '../../support/records/unfinished.ts';

const leftOf = async (eventId: string) => {
  const found = await batchGet([seats.ref(eventId), events.ref(eventId)], { consistent: true });
  return [
    found(seats.ref(eventId)),
    found(events.ref(eventId)),
    ...(await registrationLists.listByEvent(eventId, undefined, 9)),
  ];
};

test('removes every registration and then the event, even more registrations than one transaction holds', async () => {
  const { eventId } = await aHalfDeletedEvent(120);
  await removeDeletedEvent(eventId);
  expect(await leftOf(eventId)).toEqual([undefined, undefined]);
});

test('records each removal once, with the event as it was, and lowers the registration count of each user', async () => {
  const other = await anEvent();
  const { eventId, userIds } = await aFullEvent(40);
  const [first = '', last = ''] = [userIds[0], userIds.at(-1)];
  for (const userId of [first, last]) await register(other, userId);
  const before = await stateOf(eventId);
  await deleteEvent(eventId);
  await Promise.all([removeDeletedEvent(eventId), removeDeletedEvent(eventId)]);
  const entries = await wholeEntries(await history.ofEvent(eventId, 99));
  expect(new Set(entries.map(({ userId }) => userId))).toEqual(new Set(userIds));
  expect(entries).toHaveLength(40);
  for (const { userId, registrationId, status, ...entry } of entries) {
    const row = before.registrations.find((row: { userId: string }) => row.userId === userId);
    expect(row).toMatchObject({ registrationId, status });
    expect(entry).toMatchObject({
      change: 'removed',
      cause: 'event_deleted',
      registeredAt: row.registeredAt,
    });
    expect(entry.event).toMatchObject({ eventId, title: before.event.title, date: before.event.date });
  }
  expect(await stored(users.ref(first))).toMatchObject({ registrationCount: 1 });
  expect(await stored(users.ref(userIds[1] ?? ''))).toMatchObject({ registrationCount: 0 });
  await expectPeople(other, [first, last], []);
});

test('changes nothing the second time, for an event that never existed, and for one that is not deleted', async () => {
  const { eventId } = await aHalfDeletedEvent(2);
  await removeDeletedEvent(eventId);
  await removeDeletedEvent(eventId);
  const living = await anEvent();
  const [userId = ''] = await registeredUsers(living, 1);
  await removeDeletedEvent(living);
  await expectPeople(living, [userId], []);
});

test('several removals at once remove everything, and nothing of the next event with the id', async () => {
  const { eventId } = await aHalfDeletedEvent(30);
  await Promise.all(Array.from({ length: 5 }, () => removeDeletedEvent(eventId)));
  await anEvent({ eventId, capacity: 3 });
  const userId = await aUser();
  await register(eventId, userId);
  await Promise.all(Array.from({ length: 5 }, () => removeDeletedEvent(eventId)));
  await expectPeople(eventId, [userId], []);
});

test('keeps the id while the counters include a registration that no query shows yet', async () => {
  const { eventId } = await aHalfDeletedEvent(1);
  const [row] = await registrationLists.listByEvent(eventId, undefined, 1);
  if (!row) throw new Error('The registration is missing');
  await transact({ registration: registrations.remove(eventId, row.userId, row) });
  const work = withDeadline(700, () => removeDeletedEvent(eventId));
  await expect(work).rejects.toMatchObject({ code: 'TRY_AGAIN' });
  expect(await leftOf(eventId)).toMatchObject([{ status: 'deleted' }, { eventId }]);
  await transact({ registration: registrations.create(row) });
  await removeDeletedEvent(eventId);
  expect(await leftOf(eventId)).toEqual([undefined, undefined]);
  await expect(getEvent(eventId)).rejects.toMatchObject({ code: 'EVENT_NOT_FOUND' });
});
