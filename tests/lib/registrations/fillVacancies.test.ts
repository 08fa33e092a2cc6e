import { withDeadline } from '../../../lib/core/deadline.ts';
import { fillVacancies } from '../../../lib/registrations/fillVacancies.ts';
import {
  expectPeople,
  register,
  settleEvents,
  unregister,
  updateEvent,
} from '../../support/api/operations.ts';
import { expectSound, sweepAll } from '../../support/records/holds.ts';
import { aUser, registeredUsers } from '../../support/records/records.ts';
import { aFullEventOfRounds, anUnfilledEvent, raiseCapacity } from '../../support/records/unfinished.ts';

const seatsAndQueue = (userIds: string[], capacity: number) =>
  [userIds.slice(0, capacity), userIds.slice(capacity)] as const;

test('fills every free seat in the order of the queue, even more seats than one transaction holds', async () => {
  const { eventId, userIds } = await anUnfilledEvent(100, 100);
  await fillVacancies(eventId);
  await expectPeople(eventId, ...seatsAndQueue(userIds, 100));
});

test('several runs at once fill each seat once, while people leave', async () => {
  const { eventId, userIds } = await anUnfilledEvent(40, 20);
  const fills = Array.from({ length: 5 }, () => fillVacancies(eventId));
  const leaves = userIds.slice(0, 5).map(userId => unregister(eventId, userId));
  await Promise.all([...fills, ...leaves]);
  await fillVacancies(eventId);
  await expectPeople(eventId, ...seatsAndQueue(userIds.slice(5), 20));
});

test('stops after the given number of transactions, and the next run goes on where it stopped', async () => {
  const { eventId, userIds: first } = await aFullEventOfRounds(2);
  const userIds = [...first, ...(await registeredUsers(eventId, 68))];
  await raiseCapacity(eventId, 69);
  // Tickets whose holds are not swept are added to the departures, so that one person fewer fits into a transaction.
  await fillVacancies(eventId, { maxTransactions: 1 });
  await expectPeople(eventId, ...seatsAndQueue(userIds, 33));
  await sweepAll(eventId);
  await fillVacancies(eventId, { maxTransactions: 1 });
  await expectPeople(eventId, ...seatsAndQueue(userIds, 66));
  await fillVacancies(eventId, { maxTransactions: 1 });
  await expectSound(eventId, ...seatsAndQueue(userIds, 69));
});

test('somebody who registers joins the queue behind the people who wait, and then the free seats are filled', async () => {
  const { eventId, userIds } = await anUnfilledEvent(5, 3);
  const last = await aUser();
  expect((await register(eventId, last)).body).toMatchObject({
    status: 'waitlisted',
    waitlistPosition: 5,
  });
  await settleEvents();
  await expectPeople(eventId, ...seatsAndQueue([...userIds, last], 3));
});

test('any change of the occupancy also fills free seats', async () => {
  const { eventId, userIds } = await anUnfilledEvent(5, 3);
  await updateEvent(eventId, { hasWaitlist: true });
  await expectPeople(eventId, ...seatsAndQueue(userIds, 3));
});

test('changes nothing for an event that does not exist, or is not active', async () => {
  const { eventId, userIds } = await anUnfilledEvent(3, 1);
  await updateEvent(eventId, { status: 'cancelled' });
  await updateEvent(eventId, { capacity: 5 });
  await Promise.all([fillVacancies(eventId), fillVacancies('no-such-event')]);
  await expectPeople(eventId, ...seatsAndQueue(userIds, 1));
});

test('gives up with TRY_AGAIN at the deadline', async () => {
  const { eventId } = await anUnfilledEvent(3, 2);
  await expect(withDeadline(0, () => fillVacancies(eventId))).rejects.toMatchObject({ code: 'TRY_AGAIN' });
});
