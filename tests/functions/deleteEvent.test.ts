import { randomUUID } from 'node:crypto';
import { handler } from '../../functions/deleteEvent.ts';
import { handler as listEventsHandler } from '../../functions/listEvents.ts';
import { transact } from '../../lib/dynamo.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { expectAnswer, expectBrokenRules, expectProblem } from '../helpers/expectations.ts';
import { invoke } from '../helpers/invoke.ts';
import {
  expectPeople,
  getEvent,
  listEventRegistrations,
  listUserRegistrations,
  register,
  stateOf,
  unregister,
  updateEvent,
} from '../helpers/operations.ts';
import { expectToGiveUp } from '../helpers/races.ts';
import { anEvent, aUser, registeredUsers } from '../helpers/records.ts';

const deleteEvent = (eventId: string) => invoke(handler, { method: 'DELETE', path: { eventId } });

const notFound = ['EVENT_NOT_FOUND', 'Event not found'] as const;

/** No reader sees the event, and no writer changes it. */
async function expectGone(eventId: string, member: string): Promise<void> {
  expectProblem(await getEvent(eventId), ...notFound);
  expectProblem(await listEventRegistrations(eventId), ...notFound);
  expectProblem(await updateEvent(eventId, { title: 'New' }), ...notFound);
  expectProblem(await register(eventId, await aUser()), ...notFound);
  expectProblem(await unregister(eventId, member), ...notFound);
  expect((await listUserRegistrations(member)).body).toEqual([]);
  const { body: events } = await invoke(listEventsHandler, { query: { from: '2040-01-01' } });
  expect(events.map((event: { eventId: string }) => event.eventId)).not.toContain(eventId);
}

describe('204', () => {
  test('takes the event from every reader and writer', async () => {
    const eventId = await anEvent({ capacity: 1, date: '2040-01-01' });
    const [seat = '', waits = ''] = await registeredUsers(eventId, 2);
    const answer = await deleteEvent(eventId);
    expectAnswer(answer, 204);
    expect(answer.headers).not.toHaveProperty('content-type');
    await expectGone(eventId, seat);
    await expectGone(eventId, waits);
  });

  test('removes every registration, however many batches that takes', async () => {
    const eventId = await anEvent({ capacity: 20 });
    const userIds = await registeredUsers(eventId, 101);
    await deleteEvent(eventId);
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
    expect(await stateOf(other)).toEqual(before);
    expect((await listUserRegistrations(userId)).body).toHaveLength(1);
  });

  test.each(['cancelled', 'completed'])('deletes a %s event', async status => {
    const eventId = await anEvent({ status });
    expectAnswer(await deleteEvent(eventId), 204);
    expectProblem(await getEvent(eventId), ...notFound);
  });
});

describe('404', () => {
  test('says that there is no such event', async () => {
    expectProblem(await deleteEvent(randomUUID()), ...notFound);
  });

  test('says so the second time', async () => {
    const eventId = await anEvent();
    await deleteEvent(eventId);
    expectProblem(await deleteEvent(eventId), ...notFound);
  });

  test('says so about an event whose deletion was left half-done, which nobody sees', async () => {
    const eventId = await anEvent({ date: '2040-01-01' });
    const [member = ''] = await registeredUsers(eventId, 1);
    await transact([seats.markDeleted(eventId)]);
    await expectGone(eventId, member);
    expectProblem(await deleteEvent(eventId), ...notFound);
    await anEvent({ eventId });
    await expectPeople(eventId, [], []);
  });
});

describe('422', () => {
  test('refuses an id that no event can have', async () => {
    expectBrokenRules(await deleteEvent('a:b'), ['/path/eventId']);
  });
});

describe('503', () => {
  test('asks to try again after too many lost races, and has changed nothing', async () => {
    const eventId = await anEvent({ capacity: 1 });
    await registeredUsers(eventId, 2);
    const before = await stateOf(eventId);
    await expectToGiveUp('deleteEvent', { path: { eventId } });
    expect(await stateOf(eventId)).toEqual(before);
  });
});
