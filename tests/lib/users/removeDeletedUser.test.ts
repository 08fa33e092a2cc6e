import { withDeadline } from '../../../lib/core/deadline.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import { removeDeletedEvent } from '../../../lib/events/removeDeletedEvent.ts';
import { removeWithUser } from '../../../lib/registrations/unregister.ts';
import * as history from '../../../lib/repositories/history.ts';
import * as registrationLists from '../../../lib/repositories/registrationLists.ts';
import * as registrations from '../../../lib/repositories/registrations.ts';
import * as users from '../../../lib/repositories/users.ts';
import { removeDeletedUser } from '../../../lib/users/removeDeletedUser.ts';
import { TIMESTAMP } from '../../support/api/expectations.ts';
import {
  deleteEvent,
  deleteUser,
  expectPeople,
  recordHistory,
  register,
  removeDeletedUsers,
  stateOf,
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

type Ids = [string, string, string, string];

/** Registers someone for an event after so many others. Returns the others who came before and after. */
async function among(eventId: string, userId: string, before: number, after: number): Promise<string[]> {
  const others = await registeredUsers(eventId, before);
  expect((await register(eventId, userId)).status).toBe(201);
  return [...others, ...(await registeredUsers(eventId, after))];
}

const promotionsOf = async (eventId: string) => {
  const rows: { userId: string; promotedAt: string | null }[] = (await stateOf(eventId)).registrations;
  return Object.fromEntries(rows.map(({ userId, promotedAt }) => [userId, promotedAt]));
};

/** What the history tells under an id. */
const removals = async (anonymousId: string) =>
  (await wholeEntries(await history.ofUser(anonymousId, 99)))
    .map(({ eventId, change, cause, status }) => [eventId, change, cause, status].join(' '))
    .sort();

test('takes a user off every event, each seat going to the head of its queue, and then removes the user', async () => {
  const userId = await aUser();
  const [seat, shared, queue, free] = [
    await anEvent({ capacity: 1 }),
    await anEvent({ capacity: 2 }),
    await anEvent({ capacity: 1 }),
    await anEvent(),
  ];
  const [a = '', b = ''] = await among(seat, userId, 0, 2);
  const [c = '', d = ''] = await among(shared, userId, 1, 1);
  const [e = '', f = '', g = ''] = await among(queue, userId, 2, 1);
  await among(free, userId, 0, 0);
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
  expect(await stored(users.ref(a))).toMatchObject({ registrationCount: 1 });
  const seats = [seat, shared, free].map(eventId => `${eventId} removed user_deleted registered`);
  expect(await removals(userId)).toEqual([]);
  expect(await removals(anonymousId)).toEqual([...seats, `${queue} removed user_deleted waitlisted`].sort());
});

test('promotes nobody in a cancelled event', async () => {
  const [userId, eventId] = [await aUser(), await anEvent({ capacity: 1 })];
  const others = await among(eventId, userId, 0, 2);
  await updateEvent(eventId, { status: 'cancelled' });
  await deleteUser(userId);
  await removeDeletedUser(userId);
  await expectPeople(eventId, [], others);
  expect(await stored(users.ref(userId))).toBeUndefined();
});

test('passes a seat on past a head who is being deleted too', async () => {
  const eventId = await anEvent({ capacity: 1 });
  const [seat, head, next, last] = (await registeredUsers(eventId, 4)) as Ids;
  for (const userId of [seat, head]) await deleteUser(userId);
  await Promise.all([seat, head].map(removeDeletedUser));
  await expectPeople(eventId, [next], [last]);
  for (const userId of [seat, head]) expect(await stored(users.ref(userId))).toBeUndefined();
});

test('several at once, beside people who leave, give each seat away once and write each removal once', async () => {
  const userId = await aUser();
  const eventIds = [await anEvent({ capacity: 2 }), await anEvent({ capacity: 2 })];
  const others: string[][] = [];
  for (const eventId of eventIds) others.push(await among(eventId, userId, 1, 4));
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

test('beside the deletion of an event, everything is removed, and written down once', async () => {
  const userId = await aUser();
  const [deleted, kept] = [await anEvent({ capacity: 1 }), await anEvent({ capacity: 1 })];
  await among(deleted, userId, 0, 40);
  const [next = ''] = await among(kept, userId, 0, 1);
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

test('leaves the user in their place until an event that is being deleted has let them go, which wakes the removal again', async () => {
  const userId = await aUser();
  const [deleted, kept] = [await anEvent(), await anEvent({ capacity: 1 })];
  await among(deleted, userId, 0, 1);
  const [next = ''] = await among(kept, userId, 0, 1);
  await deleteEvent(deleted);
  await deleteUser(userId);
  await removeDeletedUsers();
  await expectPeople(kept, [next], []);
  expect(await stored(users.ref(userId))).toMatchObject({ registrationCount: 1 });
  await removeDeletedEvent(deleted);
  await removeDeletedUsers();
  expect(await stored(users.ref(userId))).toBeUndefined();
});

test('does not free the id while the count tells of a registration that no index shows yet', async () => {
  const [userId, eventId] = [await aUser(), await anEvent({ capacity: 1 })];
  const [next = ''] = await among(eventId, userId, 0, 1);
  await deleteUser(userId);
  const row = await stored(registrations.ref(eventId, userId));
  if (!row) throw new Error('The registration is missing');
  await transact({ writes: [registrations.remove(eventId, userId, row)] });
  const early = withDeadline(700, () => removeDeletedUser(userId));
  await expect(early).rejects.toMatchObject({ code: 'TRY_AGAIN' });
  expect(await stored(users.ref(userId))).toMatchObject({ registrationCount: 1 });
  await transact({ writes: [registrations.create(row)] });
  await removeDeletedUser(userId);
  await expectPeople(eventId, [next], []);
  expect(await stored(users.ref(userId))).toBeUndefined();
});

describe('finds nothing to do', () => {
  test('the second time, and for someone who never was', async () => {
    const userId = await aUser();
    await deleteUser(userId);
    await removeDeletedUser(userId);
    await removeDeletedUser(userId);
    await removeDeletedUser('nobody');
    expect(await stored(users.ref(userId))).toBeUndefined();
    expect(await stored(users.ref('nobody'))).toBeUndefined();
  });

  test('for the registrations of the one who takes the id next', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const [userId = '', next = ''] = await registeredUsers(eventId, 2);
    await deleteUser(userId);
    await removeDeletedUser(userId);
    await aUser(userId);
    await register(eventId, userId);
    await removeDeletedUser(userId);
    await expectPeople(eventId, [next], [userId]);
    expect(await stored(users.ref(userId))).toMatchObject({ registrationCount: 1 });
  });
});

test('writes down what the registration was in the end, however often it and its event changed meanwhile', async () => {
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
