import { batchPut } from '../../../lib/dynamo/batchPut.ts';
import { TABLES } from '../../../lib/dynamo/client.ts';
import * as events from '../../../lib/repositories/events.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import { deleteEvent, settleEvents, updateEvent } from '../../support/api/operations.ts';
import { entriesOf, sendNotices } from '../../support/records/notices.ts';
import { anEvent, registeredUsers, stored } from '../../support/records/records.ts';
import { accept, withReceiver } from '../../support/servers/receiver.ts';

describe('the receiver gets', () => {
  test('the version of the event when it is read, which grows with each edit', async () => {
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

  test('notices of removals with the event as it was, and of earlier changes with what is left of it', async () => {
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
});
