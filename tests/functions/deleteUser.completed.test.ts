import { randomUUID } from 'node:crypto';
import { handler as createUserHandler } from '../../functions/createUser.ts';
import * as registrationLists from '../../lib/repositories/registrationLists.ts';
import * as users from '../../lib/repositories/users.ts';
import { expectAnswer, expectProblem } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import {
  checkIn,
  deleteEvent,
  deleteUser,
  expectPeople,
  getEvent,
  getUser,
  listEventHistory,
  listEventRegistrations,
  listUserHistory,
  listUserRegistrations,
  recordHistory,
  register,
  settleEvents,
  stateOf,
  undoCheckIn,
  unregister,
  updateEvent,
} from '../support/api/operations.ts';
import { anonymised, complete } from '../support/records/anonymised.ts';
import { anEvent, aUser, registeredUsers, stored } from '../support/records/records.ts';
import { violationsOf } from '../support/records/violations.ts';

/** A completed event of three people with seats, the second one promoted and checked in, and of one who waits. */
async function aCompletedEvent() {
  const eventId = await anEvent({ capacity: 2 });
  const [first = '', leaves = '', promoted = '', late = '', waits = ''] = await registeredUsers(eventId, 5);
  await unregister(eventId, leaves);
  await updateEvent(eventId, { capacity: 3 });
  await checkIn(eventId, promoted);
  await complete(eventId);
  return { eventId, first, promoted, late, waits };
}

type Row = { userId: string };

/** What readers see of an event whose people have other ids by now. */
const withIds = (state: Awaited<ReturnType<typeof stateOf>>, ids: Record<string, string | undefined>) => ({
  ...state,
  registrations: state.registrations.map((row: Row) => ({ ...row, userId: ids[row.userId] ?? row.userId })),
});

describe('at a completed event', () => {
  test('a deleted person stays under another id, in the same position, and no count changes', async () => {
    const { eventId, first, promoted, waits } = await aCompletedEvent();
    const before = await stateOf(eventId);
    const [one, two, three] = await anonymised(first, promoted, waits);
    expect(await stateOf(eventId)).toEqual(
      withIds(before, { [first]: one, [promoted]: two, [waits]: three }),
    );
    expect(before.event).toMatchObject({ registeredCount: 3, waitlistCount: 1, checkedInCount: 1 });
    expect(await violationsOf(eventId)).toEqual([]);
    for (const userId of [first, promoted, waits]) expect(await stored(users.ref(userId))).toBeUndefined();
  });

  test('a person has one id for all that stays of them, and another one for their next deletion', async () => {
    const userId = await aUser();
    const eventIds = [await anEvent(), await anEvent(), await anEvent()];
    const ids: string[] = [];
    for (const half of [eventIds.slice(0, 2), eventIds.slice(2)]) {
      for (const eventId of half) {
        await register(eventId, userId);
        await complete(eventId);
      }
      ids.push(...(await anonymised(userId)));
      await aUser(userId);
    }
    const [first = '', second = ''] = ids;
    expect(first).not.toBe(second);
    expect(first).toMatch(/^deleted-[\da-f-]{36}$/);
    const found = await Promise.all(
      eventIds.map(async eventId => (await listEventRegistrations(eventId)).body),
    );
    expect(found.flat().map(row => row.userId)).toEqual([first, first, second]);
    expectAnswer(await listUserRegistrations(userId), 200, []);
    expectAnswer(await listUserHistory(userId), 200, []);
  });

  test('the history continues under that id, without an entry about the change', async () => {
    const { eventId, promoted } = await aCompletedEvent();
    await recordHistory();
    const before = await listEventHistory(eventId);
    const [anonymousId] = await anonymised(promoted);
    await recordHistory();
    const entries = before.body.map((entry: Row) =>
      entry.userId === promoted ? { ...entry, userId: anonymousId } : entry,
    );
    expectAnswer(await listEventHistory(eventId), 200, entries);
  });

  test('an organiser can remove an anonymous registration, checked in or not', async () => {
    const { eventId, first, promoted, late, waits } = await aCompletedEvent();
    const [one = '', two = '', three = ''] = await anonymised(first, promoted, waits);
    const message = 'Successfully unregistered from event';
    for (const userId of [one, two]) expectAnswer(await unregister(eventId, userId), 200, { message });
    expectAnswer(await unregister(eventId, three), 200, { message: 'Successfully removed from waitlist' });
    expectProblem(await unregister(eventId, three), 'REGISTRATION_NOT_FOUND');
    expectProblem(await unregister('nowhere', three), 'EVENT_NOT_FOUND');
    await expectPeople(eventId, [late], []);
    expect((await getEvent(eventId)).body.checkedInCount).toBe(0);
    expect(await violationsOf(eventId)).toEqual([]);
    await recordHistory();
    const ends = (await listEventHistory(eventId)).body.filter(
      ({ userId, change }: Record<string, string>) =>
        [one, two, three].includes(String(userId)) && change === 'unregistered',
    );
    expect(ends).toHaveLength(3);
  });

  test('an anonymous registration is removed with its event, and nobody lists it any more', async () => {
    const { eventId, first, late } = await aCompletedEvent();
    const [anonymousId] = await anonymised(first);
    await deleteEvent(eventId);
    await settleEvents();
    await anEvent({ eventId });
    await expectPeople(eventId, [], []);
    expect(await registrationLists.ofUser(late, 1)).toEqual([]);
    expect(await stored(users.ref(String(anonymousId)))).toBeUndefined();
  });
});

test('an anonymous id belongs to no user, and nobody can be created or register with it', async () => {
  const { eventId, first } = await aCompletedEvent();
  const [anonymousId = ''] = await anonymised(first);
  for (const userId of [anonymousId, `deleted-${randomUUID()}`]) {
    expectProblem(
      await invoke(createUserHandler, { method: 'POST', body: { userId, name: 'Ada' } }),
      'USER_ALREADY_EXISTS',
      `This id is kept for users who were deleted: ${userId}`,
    );
    for (const answer of [
      await getUser(userId),
      await deleteUser(userId),
      await listUserHistory(userId),
      await listUserRegistrations(userId),
      await register(await anEvent(), userId),
      await checkIn(eventId, userId),
      await undoCheckIn(eventId, userId),
    ]) {
      expectProblem(answer, 'USER_NOT_FOUND', 'User not found');
    }
  }
});
