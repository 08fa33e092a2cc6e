import { TABLES } from '../../../lib/dynamo/client.ts';
import { batchPut } from '../../../lib/dynamo/write.ts';
import * as events from '../../../lib/repositories/events.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import { withQueue } from '../../simulator/fakeQueue.ts';
import type { Answer } from '../../support/api/invoke.ts';
import { logOf } from '../../support/api/log.ts';
import {
  deleteEvent,
  deleteUser,
  getEvent,
  listEventHistory,
  listEventRegistrations,
  recordHistory,
  register,
  removeDeletedUsers,
  settleEvents,
  unregister,
  updateEvent,
} from '../../support/api/operations.ts';
import { announced, withWebhook } from '../../support/records/announcements.ts';
import { coldStart } from '../../support/records/coldStart.ts';
import { ALL_SENT, entriesOf, idsOf, sendNotices } from '../../support/records/notices.ts';
import { anEvent, aUser, registeredUsers, stored } from '../../support/records/records.ts';
import { deliver, recordsOf } from '../../support/records/streams.ts';
import { accept, type Try, withReceiver } from '../../support/servers/receiver.ts';

describe('the receiver is told', () => {
  test('of each change of a registration, signed, in the order of the history', async () => {
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

  test('what the registration is after the change, and the event now', async () => {
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

  test('which version the event has when it is read, which grows with each edit', async () => {
    const eventId = await anEvent();
    const versions: number[] = [];
    for (const title of ['A', 'B', 'C']) {
      await updateEvent(eventId, { title });
      const records = await entriesOf(() => registeredUsers(eventId, 1));
      await withReceiver(accept, async ({ environment, accepted }) => {
        await sendNotices(records, environment);
        const [told] = accepted();
        expect(told?.notice.data.event).toMatchObject({ title });
        versions.push(told?.notice.data.event.version);
      });
    }
    expect(new Set(versions).size).toBe(3);
    expect(versions.toSorted((a, b) => a - b)).toEqual(versions);
  });

  test('no newer version than that of the older item when the event is read in the middle of an edit', async () => {
    const eventId = await anEvent();
    await updateEvent(eventId, { capacity: 5 });
    const records = await entriesOf(() => registeredUsers(eventId, 1));
    const [before, older] = [await stored(events.ref(eventId)), await stored(seats.ref(eventId))];
    await updateEvent(eventId, { status: 'cancelled' });
    await batchPut(TABLES.seats, [older as seats.Item]);
    await withReceiver(accept, async ({ environment, accepted }) => {
      await sendNotices(records, environment);
      expect(accepted()[0]?.notice.data.event).toMatchObject({ status: 'active', version: before?.version });
    });
  });

  test('of removals with the event as it was, and of what came before with what is left of it', async () => {
    const eventId = await anEvent({ title: 'The last one' });
    const records = await entriesOf(async () => {
      await registeredUsers(eventId, 1);
      await deleteEvent(eventId);
      await settleEvents();
    });
    await withReceiver(accept, async ({ environment, accepted }) => {
      await sendNotices(records, environment);
      const eventsOf = (wanted: string) =>
        accepted()
          .filter(({ notice: { type } }) => type === wanted)
          .map(({ notice }) => notice.data.event);
      expect(eventsOf('registration.removed')).toMatchObject([
        { eventId, title: 'The last one', status: 'deleted', version: expect.any(Number) },
      ]);
      expect(eventsOf('registration.registered')).toEqual([{ eventId }]);
    });
  });

  test('what was announced, as it was put down, with the event', async () => {
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
          // What is put down for one person leaves the event out.
          notice: { type, timestamp, data: { event, ...data } },
          reaction: 204,
        }),
      );
      expect(expected).toHaveLength(4);
      const byId = (a: Try, b: Try) => (a.id < b.id ? -1 : 1);
      expect(accepted().sort(byId)).toEqual(expected.sort(byId));
    });
  });

  test('twice of what is delivered twice, with the same id', async () => {
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

test('nothing is sent, and nothing put off, when no webhook is set', async () => {
  const eventId = await anEvent();
  const records = await entriesOf(() => registeredUsers(eventId, 2));
  await withQueue(async ({ environment, calls }) => {
    expect(await sendNotices(records, environment)).toMatchObject({ answer: ALL_SENT, logged: [] });
    expect(calls).toEqual([]);
  });
});

describe('a receiver that answers 410', () => {
  test('is sent nothing more by this process, which has no failures', async () => {
    const eventId = await anEvent();
    const [records, more] = [
      await entriesOf(() => registeredUsers(eventId, 2)),
      await entriesOf(() => registeredUsers(eventId, 1)),
    ];
    await withReceiver(
      () => 410,
      receiver =>
        withQueue(async queue => {
          const environment = { ...receiver.environment, ...queue.environment };
          const log = await logOf(() =>
            coldStart('streams/sendNotices', environment, async handler => {
              for (const batch of [records, more, records])
                expect(await deliver(handler, batch)).toEqual(ALL_SENT);
            }),
          );
          expect(log.map(({ code }) => code)).toEqual(['WEBHOOK_GONE']);
          const asked = receiver.tries.map(({ id }) => id);
          expect(new Set(asked).size).toBe(asked.length);
          expect(asked).not.toContain(idsOf(more)[0]);
          expect(queue.calls).toEqual([]);
        }),
    );
  });

  test('is asked again by the next process', async () => {
    const eventId = await anEvent();
    const records = await entriesOf(() => registeredUsers(eventId, 1));
    await withReceiver(
      (_notice, count) => (count === 1 ? 410 : 204),
      async ({ environment, accepted }) => {
        expect(await sendNotices(records, environment)).toMatchObject({
          answer: ALL_SENT,
          logged: ['WEBHOOK_GONE'],
        });
        expect(accepted()).toEqual([]);
        expect(await sendNotices(records, environment)).toMatchObject({ answer: ALL_SENT, logged: [] });
        expect(accepted().map(({ id }) => id)).toEqual(idsOf(records));
      },
    );
  });
});
