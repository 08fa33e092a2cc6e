import type { Answer } from '../../support/api/invoke.ts';
import {
  deleteUser,
  getEvent,
  listEventHistory,
  listEventRegistrations,
  recordHistory,
  register,
  removeDeletedUsers,
  unregister,
  updateEvent,
} from '../../support/api/operations.ts';
import { announced, withWebhook } from '../../support/records/announcements.ts';
import { coldStart } from '../../support/records/coldStart.ts';
import { ALL_SENT, entriesOf, idsOf, sendNotices } from '../../support/records/notices.ts';
import { anEvent, aUser, registeredUsers } from '../../support/records/records.ts';
import { deliver, recordsOf } from '../../support/records/streams.ts';
import { accept, type Try, withReceiver } from '../../support/servers/receiver.ts';

describe('the receiver gets', () => {
  test('a signed notice of each change of a registration, in the order of the history', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const records = await entriesOf(async () => {
      const [seat = ''] = await registeredUsers(eventId, 3);
      await unregister(eventId, seat);
      const [next] = (await listEventRegistrations(eventId)).body;
      await deleteUser(next.userId);
      await removeDeletedUsers();
    });
    await withReceiver(accept, async ({ environment, accepted }) => {
      expect(await sendNotices(records, environment)).toMatchObject({ answer: ALL_SENT, logged: [] });
      expect(accepted().map(({ id }) => id)).toEqual(idsOf(records));
      const { body: entries } = await listEventHistory(eventId);
      const told = accepted().map(({ id, notice: { type, timestamp, data } }) => [
        id,
        type,
        timestamp,
        data.cause,
      ]);
      expect(told.sort()).toEqual(
        entries
          .map(({ entryId, change, time, cause }: Record<string, string>) => [
            entryId,
            `registration.${change}`,
            time,
            cause,
          ])
          .sort(),
      );
    });
  });

  test('nothing when the history makes somebody anonymous', async () => {
    const userId = await aUser();
    await register(await anEvent(), userId);
    await recordHistory();
    await deleteUser(userId);
    const records = await recordsOf('history', removeDeletedUsers);
    const changes = records.filter(({ eventName }) => eventName === 'MODIFY');
    expect(changes).toHaveLength(1);
    await withReceiver(accept, async ({ environment, accepted }) => {
      expect(await sendNotices(changes, environment)).toMatchObject({ answer: ALL_SENT, logged: [] });
      expect(accepted()).toEqual([]);
    });
  });

  test('the registration after the change, and the event as it is now', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const records = await entriesOf(async () => {
      const [seat = ''] = await registeredUsers(eventId, 2);
      await unregister(eventId, seat);
      await updateEvent(eventId, { title: 'Another title' });
    });
    const { body: event } = await getEvent(eventId);
    const [{ waitlistPosition: _, checkedInAt: __, ...registration }] = (
      await listEventRegistrations(eventId)
    ).body;
    await withReceiver(accept, async ({ environment, accepted }) => {
      await sendNotices(records, environment);
      const promotion = accepted().find(({ notice }) => notice.type === 'registration.promoted');
      expect(promotion?.notice).toEqual({
        type: 'registration.promoted',
        timestamp: registration.promotedAt,
        data: { event: { ...event, version: expect.any(Number) }, registration, cause: 'vacancy' },
      });
    });
  });

  test('announcements as they were stored, with the event', async () => {
    const eventId = await anEvent();
    await registeredUsers(eventId, 2);
    await withReceiver(accept, async ({ environment, accepted }) => {
      const records = await recordsOf('announcements', async () => {
        const changes = await recordsOf('seats', () =>
          withWebhook(edit => edit(eventId, { status: 'cancelled', date: '2031-01-01' })),
        );
        await coldStart('streams/announceCancellation', environment, handler => deliver(handler, changes));
      });
      expect(await sendNotices(records, environment)).toMatchObject({ answer: ALL_SENT });
      const [{ data: told } = {}] = await announced(eventId);
      const { event } = told as Answer['body'];
      expect(event).toEqual({ ...(await getEvent(eventId)).body, version: expect.any(Number) });
      const expected = (await announced(eventId)).map(
        ({ announcementId: id, type, time: timestamp, data }) => ({
          id,
          // An announcement to one person is stored without the event.
          notice: { type, timestamp, data: { event, ...data } },
          reaction: 204,
        }),
      );
      expect(expected).toHaveLength(4);
      const byId = (a: Try, b: Try) => (a.id < b.id ? -1 : 1);
      expect(accepted().sort(byId)).toEqual(expected.sort(byId));
    });
  });

  test('a notice twice, with the same id, when it is delivered twice', async () => {
    const eventId = await anEvent();
    const records = await entriesOf(() => registeredUsers(eventId, 1));
    await withReceiver(accept, async ({ environment, accepted }) => {
      for (let times = 0; times < 2; times += 1) await sendNotices(records, environment);
      const [first, second] = accepted();
      expect(second).toEqual(first);
      expect(accepted().map(({ id }) => id)).toEqual([...idsOf(records), ...idsOf(records)]);
    });
  });
});
