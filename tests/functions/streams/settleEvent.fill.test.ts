import { handler as listEventRegistrationsHandler } from '../../../functions/listEventRegistrations.ts';
import { handler } from '../../../functions/streams/settleEvent.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import { expectPeople, getEvent, register, unregister, updateEvent } from '../../support/api/operations.ts';
import { pagesOf } from '../../support/api/pages.ts';
import { aUser, stored } from '../../support/records/records.ts';
import { deliver, deliverToDying, recordsOf } from '../../support/records/streams.ts';
import { aFullEvent, anUnfilledEvent } from '../../support/records/unfinished.ts';

describe('free seats', () => {
  test.each([0, 1])(
    'are filled in order by the next run when one dies after %i of 2 transactions',
    async died => {
      const { eventId, userIds } = await aFullEvent(80);
      const records = await recordsOf('seats', () => updateEvent(eventId, { capacity: 71 }));
      await deliverToDying('streams/settleEvent', records, died);
      const seated = 34 + 33 * died;
      expect((await getEvent(eventId)).body).toMatchObject({
        registeredCount: seated,
        waitlistCount: 80 - seated,
      });
      const latecomer = await aUser();
      expect((await register(eventId, latecomer)).body).toMatchObject({ waitlistPosition: 80 - seated + 1 });
      const [leaves = '', head = '', waits = ''] = [0, seated, seated + 3].map(index => userIds[index]);
      expect((await unregister(eventId, leaves)).body.promotedUser).toBe(head);
      expect((await unregister(eventId, waits)).body.promotedUser).toBeUndefined();
      expect(await deliver(handler, records)).toEqual({ batchItemFailures: [] });
      const rows = (await pagesOf(listEventRegistrationsHandler, { path: { eventId } })).flat();
      const inLine = [...userIds.filter(userId => ![leaves, waits].includes(userId)), latecomer];
      expect(rows.map(({ userId }) => userId)).toEqual(inLine);
      expect(rows.map(({ waitlistPosition }) => waitlistPosition)).toEqual([
        ...Array.from({ length: 71 }, () => null),
        ...[1, 2, 3, 4, 5, 6, 7, 8],
      ]);
      expect(await stored(seats.ref(eventId))).toMatchObject({ registeredCount: 71, waitlistCount: 8 });
    },
  );

  test('are filled after any change of the event that leaves somebody to promote', async () => {
    const { eventId, userIds } = await anUnfilledEvent(5, 3);
    const latecomer = await aUser();
    const records = await recordsOf('seats', () => register(eventId, latecomer));
    expect(await deliver(handler, records)).toEqual({ batchItemFailures: [] });
    await expectPeople(eventId, userIds.slice(0, 3), [...userIds.slice(3), latecomer]);
  });

  test('stay free at an event that was cancelled meanwhile', async () => {
    const { eventId, userIds } = await aFullEvent(4);
    const records = await recordsOf('seats', () => updateEvent(eventId, { capacity: 2 }));
    await updateEvent(eventId, { status: 'cancelled' });
    await unregister(eventId, String(userIds[0]));
    expect(await deliver(handler, records)).toEqual({ batchItemFailures: [] });
    await expectPeople(eventId, userIds.slice(1, 2), userIds.slice(2));
  });
});
