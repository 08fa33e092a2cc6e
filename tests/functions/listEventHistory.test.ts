import { expectAnswer, TIMESTAMP, UUID_V4 } from '../support/api/expectations.ts';
import { type Entry, idsIn, storyOf } from '../support/api/histories.ts';
import {
  deleteEvent,
  deleteUser,
  listEventHistory,
  listEventRegistrations,
  recordHistory,
  register,
  removeDeletedUsers,
  settleEvents,
  unregister,
  updateEvent,
} from '../support/api/operations.ts';
import {
  anEvent,
  anEventWithHistory,
  anonymousIdOf,
  aUser,
  registeredUsers,
} from '../support/records/records.ts';

describe('200', () => {
  test('answers an empty array for an event without registrations', async () => {
    expectAnswer(await listEventHistory(await anEvent()), 200, []);
  });

  test('answers every field of an entry', async () => {
    const eventId = await anEvent();
    const [userId = ''] = await registeredUsers(eventId, 1);
    const [{ registrationId, registeredAt }] = (await listEventRegistrations(eventId)).body;
    await recordHistory();
    expectAnswer(await listEventHistory(eventId), 200, [
      {
        entryId: expect.stringMatching(/^[\w-]+$/),
        time: registeredAt,
        change: 'registered',
        cause: 'request',
        eventId,
        userId,
        registrationId,
      },
    ]);
    expect(registrationId).toMatch(UUID_V4);
    expect(registeredAt).toMatch(TIMESTAMP);
  });

  test('shows what happened to everybody, whatever the cause', async () => {
    const { eventId, userIds } = await anEventWithHistory();
    const [first, second, third] = userIds;
    await updateEvent(eventId, { capacity: 2 });
    await unregister(eventId, third);
    await deleteUser(second);
    const anonymousId = await anonymousIdOf(second);
    await removeDeletedUsers();
    const [last = ''] = await registeredUsers(eventId, 1);
    await recordHistory();
    await deleteEvent(eventId);
    await settleEvents();
    await recordHistory();
    const answer = await listEventHistory(eventId);
    expect(storyOf(answer, first)).toEqual(['registered request', 'unregistered request']);
    expect(storyOf(answer, second)).toEqual([]);
    expect(storyOf(answer, anonymousId)).toEqual([
      'waitlisted request',
      'promoted vacancy',
      'removed user_deleted',
    ]);
    expect(storyOf(answer, third)).toEqual([
      'waitlisted request',
      'promoted vacancy',
      'unregistered request',
    ]);
    expect(storyOf(answer, last)).toEqual(['registered request', 'removed event_deleted']);
    expect(answer.body).toHaveLength(10);
  });

  test('lists the newest entries first, and keeps the order of those of one registration', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const userIds = await registeredUsers(eventId, 4);
    for (const userId of userIds) await unregister(eventId, userId);
    for (const userId of userIds) await register(eventId, userId);
    await recordHistory();
    const { body }: { body: Entry[] } = await listEventHistory(eventId);
    const times = body.map(({ time }) => time);
    expect(times).toEqual([...times].sort().toReversed());
    const oldestFirst = Map.groupBy(body.toReversed(), ({ registrationId }) => registrationId);
    const lives = [...oldestFirst.values()].map(life => life.map(({ change }) => change).join(' '));
    expect(lives.sort()).toEqual([
      'registered',
      'registered unregistered',
      ...Array(3).fill('waitlisted'),
      ...Array(3).fill('waitlisted promoted unregistered'),
    ]);
  });

  test('has a pair of entries of its own for each time that somebody registered', async () => {
    const [eventId, userId] = [await anEvent(), await aUser()];
    for (let n = 0; n < 2; n += 1) {
      await register(eventId, userId);
      await unregister(eventId, userId);
    }
    await recordHistory();
    const answer = await listEventHistory(eventId);
    const pair = ['registered request', 'unregistered request'];
    expect(storyOf(answer, userId)).toEqual([...pair, ...pair]);
    const [second, , first] = answer.body as Entry[];
    expect(second?.registrationId).not.toBe(first?.registrationId);
    expect(new Set(idsIn(answer)).size).toBe(4);
  });

  test('shows each entry once when changes are recorded twice', async () => {
    const { eventId } = await anEventWithHistory();
    const before = await listEventHistory(eventId);
    await recordHistory();
    expect(await listEventHistory(eventId)).toEqual(before);
    expect(before.body).toHaveLength(5);
  });

  test('shows nothing of other events', async () => {
    const { eventId } = await anEventWithHistory();
    const { body }: { body: { eventId: string }[] } = await listEventHistory(eventId);
    expect(new Set(body.map(entry => entry.eventId))).toEqual(new Set([eventId]));
  });
});
