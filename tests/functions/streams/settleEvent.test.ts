import { handler } from '../../../functions/streams/settleEvent.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import {
  deleteEvent,
  expectPeople,
  register,
  settleEvents,
  unregister,
  updateEvent,
} from '../../support/api/operations.ts';
import { deletionOf, expectRemoved } from '../../support/records/deletedEvents.ts';
import { anEvent, registeredUsers, stored } from '../../support/records/records.ts';
import { deliver, deliverToDying, recordsOf, shuffled } from '../../support/records/streams.ts';
import { aFullEvent, anUnfilledEvent } from '../../support/records/unfinished.ts';

describe('a deleted event', () => {
  test.each([0, 1, 2, 3])(
    'is removed by the next run when one dies after %i of 4 transactions',
    async died => {
      const eventId = await anEvent({ capacity: 40 });
      const userIds = await registeredUsers(eventId, 70);
      const records = await deletionOf(eventId);
      await deliverToDying('streams/settleEvent', records, died);
      expect(await stored(seats.ref(eventId))).toMatchObject({
        status: 'deleted',
        registeredCount: [40, 40, 7, 0][died],
        waitlistCount: died === 0 ? 30 : 0,
      });
      expect(await deliver(handler, records)).toEqual({ batchItemFailures: [] });
      await expectRemoved(eventId, userIds);
    },
  );

  test('is removed once by several processes at once, and its id is free then', async () => {
    const { eventId, userIds } = await aFullEvent(40);
    const records = await deletionOf(eventId);
    await Promise.all(Array.from({ length: 4 }, () => deliver(handler, records)));
    await expectRemoved(eventId, userIds);
    await anEvent({ eventId });
    await expectPeople(eventId, [], []);
  });

  test('leaves the next event of its id alone, however late its deletion is delivered again', async () => {
    const { eventId } = await aFullEvent(3);
    const records = await deletionOf(eventId);
    await deliver(handler, records);
    await anEvent({ eventId, capacity: 1 });
    const [seat = '', ...queue] = await registeredUsers(eventId, 3);
    expect(await deliver(handler, records)).toEqual({ batchItemFailures: [] });
    await expectPeople(eventId, [seat], queue);
  });
});

test.each([1, 2, 3])('changes lead to the same state in any order, delivered twice (%i)', async seed => {
  const [gone, filled, kept] = [await aFullEvent(4), await anUnfilledEvent(6, 4), await aFullEvent(3)];
  const records = await recordsOf('seats', async () => {
    await updateEvent(gone.eventId, { capacity: 2 });
    await updateEvent(kept.eventId, { status: 'cancelled' });
    await unregister(filled.eventId, String(filled.userIds[0]));
    await unregister(kept.eventId, String(kept.userIds[0]));
    await deleteEvent(gone.eventId);
    await register(filled.eventId, String(gone.userIds[0]));
  });
  const [once, again] = [shuffled(records, seed), shuffled(records, seed + 10)];
  for (const batch of [once.slice(0, 3), once.slice(3), again]) {
    expect(await deliver(handler, batch)).toEqual({ batchItemFailures: [] });
  }
  await settleEvents();
  await expectPeople(filled.eventId, filled.userIds.slice(1, 5), [
    ...filled.userIds.slice(5),
    String(gone.userIds[0]),
  ]);
  await expectPeople(kept.eventId, [], kept.userIds.slice(1));
  await unregister(filled.eventId, String(gone.userIds[0]));
  await expectRemoved(gone.eventId, gone.userIds);
});
