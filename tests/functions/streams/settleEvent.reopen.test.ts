import { handler } from '../../../functions/streams/settleEvent.ts';
import {
  deleteUser,
  expectPeople,
  recordHistory,
  removeDeletedUsers,
  stateOf,
  updateEvent,
} from '../../support/api/operations.ts';
import { anEvent, registeredUsers } from '../../support/records/records.ts';
import { deliver, deliverToDying, recordsOf } from '../../support/records/streams.ts';
import { aCompletedEvent, reactivate } from '../../support/records/unfinished.ts';
import { violationsOf } from '../../support/records/violations.ts';

/** A completed event of two seats, both and the front of whose queue are of people who were deleted since. */
async function anEmptiedEvent() {
  const eventId = await anEvent({ capacity: 2 });
  const userIds = await registeredUsers(eventId, 6);
  await updateEvent(eventId, { status: 'completed' });
  for (const userId of userIds.slice(0, 3)) await deleteUser(userId);
  await removeDeletedUsers();
  return { eventId, left: userIds.slice(3) };
}

describe('an event that is active again', () => {
  test.each([0, 1, 2])(
    'has the people who were deleted taken off by the next run when one dies after %i of 3 transactions',
    async died => {
      const { eventId, left } = await anEmptiedEvent();
      const records = await recordsOf('seats', () => reactivate(eventId));
      await deliverToDying('streams/settleEvent', records, died);
      expect(await deliver(handler, records)).toEqual({ batchItemFailures: [] });
      await expectPeople(eventId, left.slice(0, 2), left.slice(2));
      expect(await violationsOf(eventId)).toEqual([]);
    },
  );

  test('has them taken off once by several processes at once', async () => {
    const { eventId, left } = await anEmptiedEvent();
    const records = await recordsOf('seats', () => reactivate(eventId));
    await Promise.all(Array.from({ length: 3 }, () => deliver(handler, records)));
    await expectPeople(eventId, left.slice(0, 2), left.slice(2));
    await recordHistory();
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test('also has them taken off by the change that made them anonymous, if that arrives later', async () => {
    let eventId = '';
    const records = await recordsOf('registrations', async () => {
      eventId = await aCompletedEvent(0);
    });
    await reactivate(eventId);
    expect(await deliver(handler, records)).toEqual({ batchItemFailures: [] });
    await expectPeople(eventId, [], []);
  });

  test('keeps them when it is completed again in the meantime', async () => {
    const { eventId } = await anEmptiedEvent();
    const records = await recordsOf('seats', () => reactivate(eventId));
    await updateEvent(eventId, { status: 'completed' });
    const before = await stateOf(eventId);
    expect(await deliver(handler, records)).toEqual({ batchItemFailures: [] });
    expect(await stateOf(eventId)).toEqual(before);
    expect(before.event).toMatchObject({ registeredCount: 2, waitlistCount: 4 });
  });
});
