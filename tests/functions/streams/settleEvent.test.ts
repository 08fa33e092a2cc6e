import { handler as listEventHistoryHandler } from '../../../functions/listEventHistory.ts';
import { handler } from '../../../functions/streams/settleEvent.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import * as events from '../../../lib/repositories/events.ts';
import * as registrationLists from '../../../lib/repositories/registrationLists.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import * as seatsLifecycle from '../../../lib/repositories/seatsLifecycle.ts';
import * as users from '../../../lib/repositories/users.ts';
import { logOf } from '../../support/api/log.ts';
import {
  deleteEvent,
  expectPeople,
  recordHistory,
  register,
  settleEvents,
  unregister,
  updateEvent,
} from '../../support/api/operations.ts';
import { pagesOf } from '../../support/api/pages.ts';
import { anEvent, registeredUsers, stored } from '../../support/records/records.ts';
import {
  deliver,
  deliverToDying,
  failuresOf,
  recordsOf,
  sequenceNumbersOf,
  shuffled,
} from '../../support/records/streams.ts';
import { aFullEvent, anUnfilledEvent } from '../../support/records/unfinished.ts';

const deletionOf = (...eventIds: string[]) =>
  recordsOf('seats', async () => {
    for (const eventId of eventIds) expect((await deleteEvent(eventId)).status).toBe(204);
  });

/** Nothing is left of the event but its history, in which everybody was removed with it, once. */
async function expectRemoved(eventId: string, userIds: string[]): Promise<void> {
  expect(await stored(seats.ref(eventId))).toBeUndefined();
  expect(await stored(events.ref(eventId))).toBeUndefined();
  expect(await registrationLists.listByEvent(eventId, undefined, 1)).toEqual([]);
  for (const userId of userIds) {
    expect(await stored(users.ref(userId))).toMatchObject({ registrationCount: 0 });
  }
  await recordHistory();
  const entries = (await pagesOf(listEventHistoryHandler, { path: { eventId } })).flat();
  const ends = entries.filter(({ change }) => !['registered', 'waitlisted', 'promoted'].includes(change));
  expect(ends.map(({ userId }) => userId).sort()).toEqual([...userIds].sort());
  for (const end of ends) expect(end).toMatchObject({ change: 'removed', cause: 'event_deleted' });
}

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
        registeredCount: Math.max(0, 40 - 33 * died),
        waitlistCount: Math.min(30, Math.max(0, 70 - 33 * died)),
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

/** An event of one person that cannot be removed: its counters tell of another one, whom no query shows. */
async function aStuckEvent() {
  const eventId = await anEvent();
  const userIds = await registeredUsers(eventId, 1);
  await transact({ writes: [seats.takeSeat(eventId)] });
  return { eventId, userIds };
}

/** Makes a stuck event, which was deleted, removable. */
const free = (eventId: string) =>
  transact({ writes: [seatsLifecycle.clear(eventId, { registered: 1, waitlisted: 0, checkedIn: 0 })] });

describe('failures', () => {
  test('are reported for the changes that could not be handled, and for no other', async () => {
    const stuck = await aStuckEvent();
    const [other, unfilled] = [await aFullEvent(2), await anUnfilledEvent(5, 3)];
    const raise = () => updateEvent(unfilled.eventId, { description: 'New', hasWaitlist: false });
    const records = [
      ...(await deletionOf(stuck.eventId, other.eventId)),
      ...(await recordsOf('seats', raise)),
    ];
    const [failing, ...handled] = records;
    if (!failing) throw new Error('The deletion is missing');
    const batch = [...handled, failing, failing];
    const log = await logOf(async () => {
      const answer = await deliver(handler, batch, 1500);
      expect(failuresOf(answer)).toEqual(sequenceNumbersOf([failing, failing]));
    });
    expect(log.map(({ code }) => code)).toEqual(['RECORD_FAILED']);
    await expectRemoved(other.eventId, other.userIds);
    await expectPeople(unfilled.eventId, unfilled.userIds.slice(0, 3), unfilled.userIds.slice(3));
    await free(stuck.eventId);
    expect(await deliver(handler, [failing])).toEqual({ batchItemFailures: [] });
    await expectRemoved(stuck.eventId, stuck.userIds);
  });

  test('of all changes of a batch fail the batch', async () => {
    const { eventId, userIds } = await aStuckEvent();
    const records = await deletionOf(eventId);
    const delivery = () => deliver(handler, records, 1500);
    await logOf(() => expect(delivery()).rejects.toThrow('All records failed processing'));
    await free(eventId);
    expect(await delivery()).toEqual({ batchItemFailures: [] });
    await expectRemoved(eventId, userIds);
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
