import { withDeadline } from '../../../lib/core/deadline.ts';
import { seesAll } from '../../../lib/domain/drafts.ts';
import { batchGet } from '../../../lib/dynamo/read.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import { getEvent } from '../../../lib/events/getEvent.ts';
import { removeDeletedEvent } from '../../../lib/events/removeDeletedEvent.ts';
import * as departures from '../../../lib/repositories/departures.ts';
import * as events from '../../../lib/repositories/events.ts';
import * as history from '../../../lib/repositories/history.ts';
import * as places from '../../../lib/repositories/places.ts';
import * as registrationLists from '../../../lib/repositories/registrationLists.ts';
import * as registrations from '../../../lib/repositories/registrations.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import { deleteEvent, expectPeople, register, stateOf, unregister } from '../../support/api/operations.ts';
import { anEvent, aUser, registeredUsers, stored, wholeEntries } from '../../support/records/records.ts';
import { peopleLeftAt } from '../../support/records/storedPeople.ts';
import { aFullEvent, aHalfDeletedEvent } from '../../support/records/unfinished.ts';

const leftOf = async (eventId: string) => {
  const found = await batchGet([seats.ref(eventId), events.ref(eventId)], { consistent: true });
  return [found(seats.ref(eventId)), found(events.ref(eventId)), ...(await peopleLeftAt(eventId))];
};

test('removes every registration and then the event, even more registrations than one transaction holds', async () => {
  const { eventId } = await aHalfDeletedEvent(120);
  await removeDeletedEvent(eventId);
  expect(await leftOf(eventId)).toEqual([undefined, undefined]);
});

test('also removes the tickets that departed from its queue', async () => {
  const { eventId, userIds } = await aFullEvent(4);
  await unregister(eventId, String(userIds[2]));
  const { incarnation = '' } = (await stored(seats.ref(eventId))) ?? {};
  const departed = () => departures.between(incarnation, 1, 9);
  expect(await departed()).toEqual([2]);
  await deleteEvent(eventId);
  await removeDeletedEvent(eventId);
  expect(await departed()).toEqual([]);
  expect(await leftOf(eventId)).toEqual([undefined, undefined]);
});

test('records each removal once, with the event as it was, and takes it off the list of each user', async () => {
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
  expect(await registrationLists.ofUser(first, 9)).toMatchObject([{ eventId: other }]);
  expect(await registrationLists.ofUser(userIds[1] ?? '', 9)).toEqual([]);
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
  const { eventId, userIds } = await aHalfDeletedEvent(1);
  const row = await stored(registrations.ref(eventId, String(userIds[0])));
  if (!row) throw new Error('The registration is missing');
  await transact({ registration: registrations.remove(row), place: places.remove(row) });
  const work = withDeadline(700, () => removeDeletedEvent(eventId));
  await expect(work).rejects.toMatchObject({ code: 'TRY_AGAIN' });
  expect(await leftOf(eventId)).toMatchObject([{ status: 'deleted' }, { eventId }]);
  await transact({ registration: registrations.create(row), place: places.create(places.placeOf(row)) });
  await removeDeletedEvent(eventId);
  expect(await leftOf(eventId)).toEqual([undefined, undefined]);
  await expect(getEvent(eventId, seesAll)).rejects.toMatchObject({ code: 'EVENT_NOT_FOUND' });
});
