import { handler } from '../../../functions/streams/settleEvent.ts';
import * as registrations from '../../../lib/repositories/registrations.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import { withFaults } from '../../simulator/callFaults.ts';
import {
  deleteUser,
  register,
  removeDeletedUsers,
  settleEvents,
  updateEvent,
} from '../../support/api/operations.ts';
import { inCrowd, sweepAll } from '../../support/records/holds.ts';
import { anEvent, anonymousIdOf, aUser, stored } from '../../support/records/records.ts';
import { deliver, deliverToDying, recordsOf, shuffled } from '../../support/records/streams.ts';
import { aFullEvent, redate } from '../../support/records/unfinished.ts';
import { violationsOf } from '../../support/records/violations.ts';

const datesOf = (eventId: string, userIds: string[]) =>
  Promise.all(
    userIds.map(async userId => (await stored(registrations.ref(eventId, userId)))?.dateEventId.slice(0, 10)),
  );

const isRedating = async (eventId: string) => (await stored(seats.ref(eventId)))?.redatedAt !== undefined;

describe('registrations follow to another date of their event', () => {
  test('seats and queue alike, once, also when the change is delivered again', async () => {
    const { eventId, userIds } = await aFullEvent(5);
    await sweepAll(eventId);
    const records = await recordsOf('seats', () => redate(eventId));
    expect(await isRedating(eventId)).toBe(true);
    for (const _delivery of ['first', 'second']) {
      expect(await deliver(handler, records)).toEqual({ batchItemFailures: [] });
      expect(await datesOf(eventId, userIds)).toEqual(userIds.map(() => '2031-02-03'));
    }
    expect(await isRedating(eventId)).toBe(false);
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test('before the edit is answered, when they are few', async () => {
    const { eventId, userIds } = await aFullEvent(5);
    await sweepAll(eventId);
    await updateEvent(eventId, { date: '2031-02-03' });
    expect(await datesOf(eventId, userIds)).toEqual(userIds.map(() => '2031-02-03'));
    expect(await isRedating(eventId)).toBe(false);
  });

  test('and nothing follows when the date is set to what it was', async () => {
    const eventId = await anEvent({ date: '2031-02-03' });
    await updateEvent(eventId, { date: '2031-02-03' });
    expect(await isRedating(eventId)).toBe(false);
  });

  test.each([1, 2, 3])('to the last one of several, in any order of delivery (%i)', async seed => {
    const { eventId, userIds } = await aFullEvent(3);
    const records = await recordsOf('seats', async () => {
      for (const date of ['2031-01-01', '2029-01-01', '2030-01-01']) await updateEvent(eventId, { date });
    });
    for (const record of shuffled(records, seed)) {
      expect(await deliver(handler, [record])).toEqual({ batchItemFailures: [] });
    }
    expect(await datesOf(eventId, userIds)).toEqual(userIds.map(() => '2030-01-01'));
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test('in the next run when one dies at its first call', async () => {
    const { eventId, userIds } = await aFullEvent(3);
    const records = await recordsOf('seats', () => redate(eventId));
    await deliverToDying('streams/settleEvent', records, 0);
    expect(await deliver(handler, records)).toEqual({ batchItemFailures: [] });
    expect(await datesOf(eventId, userIds)).toEqual(userIds.map(() => '2031-02-03'));
  });

  test('when a hold from before the change is confirmed after it', async () => {
    const [eventId, userId, other] = [await anEvent({ date: '2027-01-01' }), await aUser(), await aUser()];
    const change = async () => {
      await updateEvent(eventId, { date: '2031-02-03' });
      await settleEvents();
    };
    expect((await inCrowd(eventId, userId, { confirm: change })).answer.status).toBe(201);
    expect([await isRedating(eventId), await datesOf(eventId, [userId])]).toEqual([true, ['2027-01-01']]);
    expect(await violationsOf(eventId)).toEqual([]);
    await register(eventId, other);
    await sweepAll(eventId);
    await settleEvents();
    expect([await isRedating(eventId), await datesOf(eventId, [userId, other])]).toEqual([
      false,
      ['2031-02-03', '2031-02-03'],
    ]);
    expect(await violationsOf(eventId)).toEqual([]);
  });
});

describe('a run that stops for a while with a former date in mind', () => {
  test('changes nothing once the event has another date, and no registration keeps the former one', async () => {
    const { eventId, userIds } = await aFullEvent(3);
    await sweepAll(eventId);
    const records = await recordsOf('seats', () => redate(eventId));
    const meanwhile = async () => {
      await updateEvent(eventId, { date: '2032-01-01' });
      await settleEvents();
    };
    await withFaults('streams/settleEvent', { TransactWriteItems: meanwhile }, async run =>
      expect(await deliver(run, records)).toEqual({ batchItemFailures: [] }),
    );
    expect(await datesOf(eventId, userIds)).toEqual(userIds.map(() => '2032-01-01'));
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test('and somebody who becomes anonymous meanwhile is sorted by the new date', async () => {
    const { eventId, userIds } = await aFullEvent(2);
    await updateEvent(eventId, { status: 'completed' });
    const [userId = ''] = userIds;
    await deleteUser(userId);
    const anonymousId = await anonymousIdOf(userId);
    const records = await recordsOf('seats', () => redate(eventId));
    await withFaults('streams/settleEvent', { TransactWriteItems: removeDeletedUsers }, async run =>
      expect(await deliver(run, records)).toEqual({ batchItemFailures: [] }),
    );
    expect(await datesOf(eventId, [anonymousId, String(userIds[1])])).toEqual(['2031-02-03', '2031-02-03']);
  });
});
