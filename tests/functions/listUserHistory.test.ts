import { randomUUID } from 'node:crypto';
import { handler } from '../../functions/listUserHistory.ts';
import { transact } from '../../lib/dynamo/write.ts';
import { add, entryOf, ofUser } from '../../lib/repositories/history.ts';
import { callsOf } from '../simulator/calls.ts';
import { expectAnswer } from '../support/api/expectations.ts';
import type { Answer } from '../support/api/invoke.ts';
import {
  deleteEvent,
  deleteUser,
  listEventHistory,
  listUserHistory,
  recordHistory,
  register,
  removeDeletedUsers,
  settleEvents,
} from '../support/api/operations.ts';
import { expectToPage, nextLinkOf } from '../support/api/pages.ts';
import { aUserWithHistory } from '../support/api/userHistories.ts';
import { anEvent, anEventWithHistory, aRegistration, aUser } from '../support/records/records.ts';

type Entry = { entryId: string; eventId: string; change: string; cause: string; time: string };
const idsIn = ({ body }: Answer): string[] => body.map(({ entryId }: Entry) => entryId);

/** What happened to the person at one event, oldest first. */
const storyOf = ({ body }: Answer, eventId: string) =>
  (body as Entry[])
    .filter(entry => entry.eventId === eventId)
    .map(({ change, cause }) => `${change} ${cause}`)
    .toReversed();

describe('200', () => {
  test('answers an empty array for someone who never registered', async () => {
    expectAnswer(await listUserHistory(await aUser()), 200, []);
  });

  test('answers the same entries as the histories of their events', async () => {
    const { eventId, userIds } = await anEventWithHistory();
    const { body }: { body: { userId: string }[] } = await listEventHistory(eventId);
    for (const userId of userIds) {
      const own = body.filter(entry => entry.userId === userId);
      expectAnswer(await listUserHistory(userId), 200, own);
    }
    expect((await listUserHistory(userIds[1])).body).toMatchObject([
      { eventId, change: 'promoted', cause: 'vacancy' },
      { eventId, change: 'waitlisted', cause: 'request' },
    ]);
  });

  test('shows what happened at every event, newest first', async () => {
    const { userId, left, kept } = await aUserWithHistory();
    await register(left, userId);
    await recordHistory();
    const answer = await listUserHistory(userId);
    expect(storyOf(answer, left)).toEqual([
      'registered request',
      'unregistered request',
      'registered request',
    ]);
    expect(storyOf(answer, kept)).toEqual(['registered request']);
    const times: string[] = answer.body.map(({ time }: Entry) => time);
    expect(times).toEqual([...times].sort().toReversed());
  });

  test('shows the next user of an id their own entries only, on any page', async () => {
    const { userId, kept } = await aUserWithHistory();
    const next = nextLinkOf(await listUserHistory(userId, { limit: '1' }));
    await deleteUser(userId);
    await removeDeletedUsers();
    await aUser(userId);
    const query = Object.fromEntries(next?.searchParams ?? []);
    expectAnswer(await listUserHistory(userId, query), 200, []);
    expectAnswer(await listUserHistory(userId), 200, []);
    await register(kept, userId);
    await recordHistory();
    const answer = await listUserHistory(userId);
    expect(storyOf(answer, kept)).toEqual(['registered request']);
    expect(answer.body).toHaveLength(1);
  });

  test('shows nothing from before the user was created, even if it is still stored under the id', async () => {
    const userId = randomUUID();
    const old = aRegistration({ userId });
    const entry = entryOf(old, { change: 'registered', cause: 'request', time: '2026-01-01T00:00:00.000Z' });
    await transact({ writes: [add({ ...entry, timeEntryId: `2026-01-01T00:00:00.000Z#${entry.entryId}` })] });
    expect(await ofUser(userId, 9)).toHaveLength(1);
    await aUser(userId);
    expectAnswer(await listUserHistory(userId), 200, []);
  });

  test('shows that an event was deleted to those who had registered for it', async () => {
    const { userId, kept } = await aUserWithHistory();
    await deleteEvent(kept);
    await settleEvents();
    await recordHistory();
    const answer = await listUserHistory(userId);
    expect(storyOf(answer, kept)).toEqual(['registered request', 'removed event_deleted']);
    expect(answer.body).toHaveLength(4);
  });

  test('visits every entry once when the links are followed, while more entries are added', async () => {
    const { userId, left } = await aUserWithHistory();
    await register(left, userId);
    await recordHistory();
    const before = idsIn(await listUserHistory(userId));
    expect(new Set(before).size).toBe(4);
    const request = { path: { userId }, rawPath: `/users/${userId}/history` };
    await expectToPage(handler, request, before, ({ entryId }) => entryId);
    const page = await listUserHistory(userId, { limit: '2' });
    await register(await anEvent(), userId);
    await recordHistory();
    const query = Object.fromEntries(nextLinkOf(page)?.searchParams ?? []);
    expect([...idsIn(page), ...idsIn(await listUserHistory(userId, query))]).toEqual(before);
  });

  test('costs two calls a page', async () => {
    const { userId } = await aUserWithHistory();
    expect(await callsOf(() => listUserHistory(userId))).toEqual(['BatchGetItem', 'Query']);
    expect(await callsOf(() => listUserHistory(userId, { limit: '1' }))).toEqual(['BatchGetItem', 'Query']);
  });
});
