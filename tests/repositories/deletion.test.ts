import { withDeadline } from '../../lib/deadline.ts';
import { removeDeletedEvent } from '../../lib/deletion.ts';
import { batchGet, transact } from '../../lib/dynamo.ts';
import { getEvent } from '../../lib/events.ts';
import * as events from '../../lib/repositories/events.ts';
import * as registrations from '../../lib/repositories/registrations.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { expectPeople, register } from '../helpers/operations.ts';
import { anEvent, aUser, registeredUsers } from '../helpers/records.ts';
import { aHalfDeletedEvent } from '../helpers/unfinished.ts';

const leftOf = async (eventId: string) => {
  const found = await batchGet([seats.ref(eventId), events.ref(eventId)], { consistent: true });
  return [
    found(seats.ref(eventId)),
    found(events.ref(eventId)),
    ...(await registrations.listByEvent(eventId, undefined, 9)),
  ];
};

test('removes every registration and then the event, more than one transaction holds', async () => {
  const { eventId } = await aHalfDeletedEvent(120);
  await removeDeletedEvent(eventId);
  expect(await leftOf(eventId)).toEqual([undefined, undefined]);
});

test('finds nothing to do the second time, for an event that never was, and for one that is not deleted', async () => {
  const { eventId } = await aHalfDeletedEvent(2);
  await removeDeletedEvent(eventId);
  await removeDeletedEvent(eventId);
  const living = await anEvent();
  const [userId = ''] = await registeredUsers(living, 1);
  await removeDeletedEvent(living);
  await expectPeople(living, [userId], []);
});

test('several at once remove everything, and nothing of the event that takes the id next', async () => {
  const { eventId } = await aHalfDeletedEvent(30);
  await Promise.all(Array.from({ length: 5 }, () => removeDeletedEvent(eventId)));
  await anEvent({ eventId, capacity: 3 });
  const userId = await aUser();
  await register(eventId, userId);
  await Promise.all(Array.from({ length: 5 }, () => removeDeletedEvent(eventId)));
  await expectPeople(eventId, [userId], []);
});

test('does not free the id while the counters tell of a registration that no query shows yet', async () => {
  const { eventId } = await aHalfDeletedEvent(1);
  const [row] = await registrations.listByEvent(eventId, undefined, 1);
  if (!row) throw new Error('The registration is missing');
  await transact([registrations.remove(eventId, row.userId, row.status)]);
  const work = withDeadline(700, () => removeDeletedEvent(eventId));
  await expect(work).rejects.toMatchObject({ code: 'TRY_AGAIN' });
  expect(await leftOf(eventId)).toMatchObject([{ status: 'deleted' }, { eventId }]);
  await transact([registrations.create(row)]);
  await removeDeletedEvent(eventId);
  expect(await leftOf(eventId)).toEqual([undefined, undefined]);
  await expect(getEvent(eventId)).rejects.toMatchObject({ code: 'EVENT_NOT_FOUND' });
});
