import { removeDeletedEvent } from '../../../lib/events/removeDeletedEvent.ts';
import { removeWithUser } from '../../../lib/registrations/removeWithUser.ts';
import * as history from '../../../lib/repositories/history.ts';
import * as registrationLists from '../../../lib/repositories/registrationLists.ts';
import * as registrations from '../../../lib/repositories/registrations.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import * as users from '../../../lib/repositories/users.ts';
import { removeDeletedUser } from '../../../lib/users/removeDeletedUser.ts';
import { TIMESTAMP } from '../../support/api/expectations.ts';
import {
  deleteEvent,
  deleteUser,
  expectPeople,
  register,
  removeDeletedUsers,
  unregister,
  updateEvent,
} from '../../support/api/operations.ts';
import {
  anEvent,
  anonymousIdOf,
  aUser,
  registeredUsers,
  stored,
  wholeEntries,
} from '../../support/records/records.ts';
import { promotionsOf, registerAmong, removals } from '../../support/records/removals.ts';

type Ids = [string, string, string, string];

test('takes a user off every event, passes each seat on to the head of the queue, and then removes the user', async () => {
  const userId = await aUser();
  const [seat, shared, queue, free] = [
    await anEvent({ capacity: 1 }),
    await anEvent({ capacity: 2 }),
    await anEvent({ capacity: 1 }),
    await anEvent(),
  ];
  const [a = '', b = ''] = await registerAmong(seat, userId, 0, 2);
  const [c = '', d = ''] = await registerAmong(shared, userId, 1, 1);
  const [e = '', f = '', g = ''] = await registerAmong(queue, userId, 2, 1);
  await registerAmong(free, userId, 0, 0);
  await deleteUser(userId);
  const anonymousId = await anonymousIdOf(userId);
  await removeDeletedUser(userId);
  await expectPeople(seat, [a], [b]);
  await expectPeople(shared, [c, d], []);
  await expectPeople(queue, [e], [f, g]);
  await expectPeople(free, [], []);
  const promotedAt = expect.stringMatching(TIMESTAMP);
  expect(await promotionsOf(seat)).toEqual({ [a]: promotedAt, [b]: null });
  expect(await promotionsOf(shared)).toEqual({ [c]: null, [d]: promotedAt });
  expect(await stored(users.ref(userId))).toBeUndefined();
  const left = [seat, shared, free].map(eventId => `${eventId} removed user_deleted registered`);
  expect(await removals(userId)).toEqual([]);
  expect(await removals(anonymousId)).toEqual([...left, `${queue} removed user_deleted waitlisted`].sort());
});

test('promotes nobody in a cancelled event', async () => {
  const [userId, eventId] = [await aUser(), await anEvent({ capacity: 1 })];
  const others = await registerAmong(eventId, userId, 0, 2);
  await updateEvent(eventId, { status: 'cancelled' });
  await deleteUser(userId);
  await removeDeletedUser(userId);
  await expectPeople(eventId, [], others);
  expect(await stored(users.ref(userId))).toBeUndefined();
});

test('passes over a head of the queue who is also being deleted', async () => {
  const eventId = await anEvent({ capacity: 1 });
  const [seat, head, next, last] = (await registeredUsers(eventId, 4)) as Ids;
  for (const userId of [seat, head]) await deleteUser(userId);
  await Promise.all([seat, head].map(removeDeletedUser));
  await expectPeople(eventId, [next], [last]);
  for (const userId of [seat, head]) expect(await stored(users.ref(userId))).toBeUndefined();
});

test('takes the user off an event that is being deleted too', async () => {
  const userId = await aUser();
  const [deleted, kept] = [await anEvent(), await anEvent({ capacity: 1 })];
  await registerAmong(deleted, userId, 0, 1);
  const [next = ''] = await registerAmong(kept, userId, 0, 1);
  await deleteEvent(deleted);
  await deleteUser(userId);
  await removeDeletedUsers();
  await expectPeople(kept, [next], []);
  expect(await stored(users.ref(userId))).toBeUndefined();
  expect(await stored(registrations.ref(deleted, userId))).toBeUndefined();
  await removeDeletedEvent(deleted);
  expect(await stored(seats.ref(deleted))).toBeUndefined();
});

describe('changes nothing', () => {
  test('the second time, and for somebody who never existed', async () => {
    const userId = await aUser();
    await deleteUser(userId);
    await removeDeletedUser(userId);
    await removeDeletedUser(userId);
    await removeDeletedUser('nobody');
    expect(await stored(users.ref(userId))).toBeUndefined();
    expect(await stored(users.ref('nobody'))).toBeUndefined();
  });

  test('for the registrations of the next user with the id', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const [userId = '', next = ''] = await registeredUsers(eventId, 2);
    await deleteUser(userId);
    await removeDeletedUser(userId);
    await aUser(userId);
    await register(eventId, userId);
    await removeDeletedUser(userId);
    await expectPeople(eventId, [next], [userId]);
    expect(await registrationLists.ofUser(userId, 9)).toHaveLength(1);
  });
});

test('records what the registration was at its end, even when it and its event changed meanwhile', async () => {
  const eventId = await anEvent({ capacity: 1 });
  const [seat, userId, next] = (await registeredUsers(eventId, 3)) as Ids;
  await deleteUser(userId);
  const seenWaiting = await stored(registrations.ref(eventId, userId));
  if (!seenWaiting) throw new Error('The registration is missing');
  await unregister(eventId, seat);
  await updateEvent(eventId, { status: 'cancelled' });
  const { promotedAt } = (await stored(registrations.ref(eventId, userId))) ?? {};
  const anonymousId = await anonymousIdOf(userId);
  await removeWithUser(seenWaiting, anonymousId);
  await expectPeople(eventId, [], [next]);
  expect(await wholeEntries(await history.ofUser(anonymousId, 9))).toMatchObject([
    { change: 'removed', status: 'registered', promotedAt },
  ]);
});
