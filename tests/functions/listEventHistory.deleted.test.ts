import { randomUUID } from 'node:crypto';
import { handler as recordHistoryHandler } from '../../functions/streams/recordHistory.ts';
import { expectAnswer, expectProblem } from '../support/api/expectations.ts';
import { idsIn, storyOf } from '../support/api/histories.ts';
import {
  deleteEvent,
  deleteUser,
  getEvent,
  listEventHistory,
  recordHistory,
  removeDeletedUsers,
  settleEvents,
} from '../support/api/operations.ts';
import { nextLinkOf } from '../support/api/pages.ts';
import { anEvent, anEventWithHistory, registeredUsers } from '../support/records/records.ts';
import { deliver, recordsOf } from '../support/records/streams.ts';

describe('200', () => {
  test('stays readable while the event is being deleted, and when its people are gone too', async () => {
    const { eventId, userIds } = await anEventWithHistory();
    const before = idsIn(await listEventHistory(eventId));
    await deleteEvent(eventId);
    expect(idsIn(await listEventHistory(eventId))).toEqual(before);
    await settleEvents();
    for (const userId of userIds) await deleteUser(userId);
    await removeDeletedUsers();
    expectProblem(await getEvent(eventId), 'EVENT_NOT_FOUND');
    const answer = await listEventHistory(eventId);
    expect(answer.status).toBe(200);
    expect(idsIn(answer).slice(2)).toEqual(before);
    expect(answer.body.slice(0, 2)).toMatchObject(
      Array(2).fill({ change: 'removed', cause: 'event_deleted' }),
    );
  });

  test('shows nothing of a deleted event under its reused id, on any page', async () => {
    const { eventId } = await anEventWithHistory();
    const next = nextLinkOf(await listEventHistory(eventId, { limit: '1' }));
    const records = await recordsOf('registrations', async () => {
      await deleteEvent(eventId);
      await settleEvents();
    });
    await anEvent({ eventId });
    expectAnswer(await listEventHistory(eventId), 200, []);
    expectAnswer(await listEventHistory(eventId, Object.fromEntries(next?.searchParams ?? [])), 200, []);
    const [userId = ''] = await registeredUsers(eventId, 1);
    await deliver(recordHistoryHandler, records);
    await recordHistory();
    const answer = await listEventHistory(eventId);
    expect(storyOf(answer, userId)).toEqual(['registered request']);
    expect(answer.body).toHaveLength(1);
    await deleteEvent(eventId);
    expect(idsIn(await listEventHistory(eventId))).toEqual(idsIn(answer));
  });
});

describe('404', () => {
  const notFound = ['EVENT_NOT_FOUND', 'Event not found'] as const;

  test('comes for an unknown event', async () => {
    expectProblem(await listEventHistory(randomUUID()), ...notFound);
  });

  test('comes for a deleted event that nobody ever registered for', async () => {
    const eventId = await anEvent();
    await deleteEvent(eventId);
    expectProblem(await listEventHistory(eventId), ...notFound);
    await settleEvents();
    expectProblem(await listEventHistory(eventId), ...notFound);
  });
});
