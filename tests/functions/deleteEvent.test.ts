import { handler as listEventsHandler } from '../../functions/listEvents.ts';
import { handler as settleEventHandler } from '../../functions/streams/settleEvent.ts';
import * as events from '../../lib/repositories/events.ts';
import * as registrationLists from '../../lib/repositories/registrationLists.ts';
import * as registrations from '../../lib/repositories/registrations.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { callsOf } from '../simulator/calls.ts';
import { answerAfterConflicts } from '../simulator/races.ts';
import { expectAnswer, expectProblem, TIMESTAMP } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import {
  deleteEvent,
  expectPeople,
  getEvent,
  listEventRegistrations,
  listUserRegistrations,
  register,
  settleEvents,
  stateOf,
  unregister,
  updateEvent,
} from '../support/api/operations.ts';
import { remove } from '../support/records/audit.ts';
import { anEvent, aUser, registeredUsers, stored } from '../support/records/records.ts';
import { deliver, recordsOf } from '../support/records/streams.ts';
import { aHalfDeletedEvent } from '../support/records/unfinished.ts';

const notFound = ['EVENT_NOT_FOUND', 'Event not found'] as const;

/** No reader sees the event, and no writer changes it. */
async function expectGone(eventId: string, member: string): Promise<void> {
  expectProblem(await getEvent(eventId), ...notFound);
  expectProblem(await listEventRegistrations(eventId), ...notFound);
  expectProblem(await updateEvent(eventId, { title: 'New' }), ...notFound);
  expectProblem(await register(eventId, await aUser()), ...notFound);
  expectProblem(await unregister(eventId, member), ...notFound);
  expect((await listUserRegistrations(member)).body).toEqual([]);
  const { body: found } = await invoke(listEventsHandler, { query: { from: '2040-01-01' } });
  expect(found.map((event: { eventId: string }) => event.eventId)).not.toContain(eventId);
}

/** What is stored of an event, and of these people's registrations for it. */
const leftOf = async (eventId: string, userIds: string[]) => {
  const rows = await Promise.all(userIds.map(userId => stored(registrations.ref(eventId, userId))));
  return [await stored(seats.ref(eventId)), await stored(events.ref(eventId)), ...rows];
};

describe('204', () => {
  test('hides the event from every reader and writer, at once and for good', async () => {
    const eventId = await anEvent({ capacity: 1, date: '2040-01-01' });
    const [seat = '', waits = ''] = await registeredUsers(eventId, 2);
    const answer = await deleteEvent(eventId);
    expectAnswer(answer, 204);
    expect(answer.headers).not.toHaveProperty('content-type');
    for (const userId of [seat, waits]) await expectGone(eventId, userId);
    await settleEvents();
    for (const userId of [seat, waits]) await expectGone(eventId, userId);
  });

  test('stores the time of the deletion, takes the event out of the lists, and leaves the rest to the consumer', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const userIds = await registeredUsers(eventId, 2);
    const [seatsBefore, detailsBefore, ...before] = await leftOf(eventId, userIds);
    await deleteEvent(eventId);
    const [seatsAfter, detailsAfter, ...after] = await leftOf(eventId, userIds);
    const deletedAt = expect.stringMatching(TIMESTAMP);
    expect(seatsAfter).toEqual({ ...seatsBefore, status: 'deleted', deletedAt });
    const { listShard: _listShard, statusShard: _statusShard, ...unlisted } = detailsBefore as events.Item;
    expect(detailsAfter).toEqual(unlisted);
    expect(after).toEqual(before);
  });

  test('removes every registration, however many batches that takes, and frees the id', async () => {
    const eventId = await anEvent({ capacity: 20 });
    const userIds = await registeredUsers(eventId, 101);
    await deleteEvent(eventId);
    await settleEvents();
    expect(await leftOf(eventId, userIds)).toEqual(Array(103).fill(undefined));
    for (const userId of userIds) {
      expect(await registrationLists.ofUser(userId, 1)).toEqual([]);
    }
    await anEvent({ eventId });
    await expectPeople(eventId, [], []);
    for (const userId of userIds) expect((await listUserRegistrations(userId)).body).toEqual([]);
  });

  test('leaves other events and their registrations alone', async () => {
    const [eventId, other] = [await anEvent(), await anEvent()];
    const [userId = ''] = await registeredUsers(eventId, 1);
    await register(other, userId);
    const before = await stateOf(other);
    await deleteEvent(eventId);
    await settleEvents();
    expect(await stateOf(other)).toEqual(before);
    expect((await listUserRegistrations(userId)).body).toHaveLength(1);
  });

  test.each(['cancelled', 'completed'])('deletes a %s event', async status => {
    const eventId = await anEvent({ status });
    expectAnswer(await deleteEvent(eventId), 204);
    expectProblem(await getEvent(eventId), ...notFound);
    await settleEvents();
    expect(await leftOf(eventId, [])).toEqual([undefined, undefined]);
  });

  test('deletes an event that has lost its details, and frees the id', async () => {
    const eventId = await anEvent();
    await remove(events.ref(eventId));
    expectAnswer(await deleteEvent(eventId), 204);
    expect(await leftOf(eventId, [])).toEqual([expect.objectContaining({ status: 'deleted' }), undefined]);
    await settleEvents();
    expect(await leftOf(eventId, [])).toEqual([undefined, undefined]);
  });

  test.each([0, 1, 40])('costs one call, with %i registrations', async people => {
    const eventId = await anEvent({ capacity: 100 });
    await registeredUsers(eventId, people);
    expect(await callsOf(() => deleteEvent(eventId))).toEqual(['TransactWriteItems']);
  });

  test('tries again after conflicts with other transactions', async () => {
    const eventId = await anEvent();
    expectAnswer(await answerAfterConflicts('deleteEvent', { path: { eventId } }), 204);
    expectProblem(await getEvent(eventId), ...notFound);
  });
});

describe('404', () => {
  test('wakes the consumer again for an event whose deletion was left half-done', async () => {
    const { eventId, userIds } = await aHalfDeletedEvent(3);
    for (const userId of userIds) await expectGone(eventId, userId);
    const reminder = await recordsOf('seats', async () => {
      expectProblem(await deleteEvent(eventId), ...notFound);
    });
    expect(reminder).toMatchObject([{ eventName: 'MODIFY' }]);
    expect(await deliver(settleEventHandler, reminder)).toEqual({ batchItemFailures: [] });
    expect(await leftOf(eventId, userIds)).toEqual(Array(5).fill(undefined));
  });
});
