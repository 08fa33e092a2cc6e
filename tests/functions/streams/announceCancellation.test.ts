import type { DynamoDBRecord } from 'aws-lambda';
import * as seats from '../../../lib/repositories/seats.ts';
import { type Fault, withFaults } from '../../simulator/callFaults.ts';
import type { Answer } from '../../support/api/invoke.ts';
import { stateOf, unregister, updateEvent } from '../../support/api/operations.ts';
import { announced, WEBHOOK, withWebhook } from '../../support/records/announcements.ts';
import { coldStart } from '../../support/records/coldStart.ts';
import { ANSWERS, anAskingEvent, answer } from '../../support/records/questions.ts';
import { anEvent, aUser, registeredUsers, stored } from '../../support/records/records.ts';
import {
  deliver,
  failuresOf,
  recordsOf,
  sequenceNumbersOf,
  shuffled,
} from '../../support/records/streams.ts';
import { aFullEvent } from '../../support/records/unfinished.ts';

const cancel = (eventId: string) => recordsOf('seats', () => updateEvent(eventId, { status: 'cancelled' }));

const announce = (records: DynamoDBRecord[], environment: Record<string, string> = {}) =>
  coldStart('streams/announceCancellation', { ...WEBHOOK, ...environment }, handler =>
    deliver(handler, records),
  );

const handled = { batchItemFailures: [] };
const ANNOUNCED_TWICE = Array(2).fill('registration.event_cancelled');

/** The event's cancellation is announced to each of these registrations, with the time when it was made. */
async function expectAnnounced(eventId: string, registrations: Answer['body'][]): Promise<void> {
  const others = await announced(eventId);
  const time = (await stored(seats.ref(eventId)))?.statusSetAt;
  for (const one of others) {
    expect(one).toMatchObject({ eventId, type: 'registration.event_cancelled', time });
    expect(Object.keys(one.data)).toEqual(['registration']);
  }
  const told = others.map(({ data }) => (data as { registration: Answer['body'] }).registration);
  const byId = (a: Answer['body'], b: Answer['body']) => (a.registrationId < b.registrationId ? -1 : 1);
  const expected = registrations.map(
    ({ waitlistPosition: _, checkedInAt: __, ...registration }) => registration,
  );
  expect(told.sort(byId)).toEqual(expected.sort(byId));
}

/** What is announced when the writes of announcements, 25 at a time, meet these faults. */
const announceWith = (records: DynamoDBRecord[], BatchWriteItem: (Fault | undefined)[]) =>
  withWebhook(() =>
    withFaults('streams/announceCancellation', { BatchWriteItem }, handler => deliver(handler, records)),
  );

/** An event with more people than are announced to in two writes; half of them wait. */
async function aCrowdedEvent() {
  const eventId = await anEvent({ capacity: 30 });
  await registeredUsers(eventId, 75);
  const { registrations } = await stateOf(eventId);
  return { eventId, registrations };
}

describe('a cancellation', () => {
  test('is announced once to everybody who is registered or waits, also when delivered twice', async () => {
    const { eventId, registrations } = await aCrowdedEvent();
    const records = await cancel(eventId);
    expect(await announce(records)).toEqual(handled);
    await expectAnnounced(eventId, registrations);
    const announcements = await announced(eventId);
    expect(await announce(records)).toEqual(handled);
    expect(await announced(eventId)).toEqual(announcements);
  });

  test('is announced without what people answered', async () => {
    const eventId = await anAskingEvent();
    const { body } = await answer(eventId, await aUser(), ANSWERS);
    expect(body.answers).toEqual(ANSWERS);
    expect(await announce(await cancel(eventId))).toEqual(handled);
    const [one] = await announced(eventId);
    expect(one?.data).toHaveProperty('registration.registrationId', body.registrationId);
    expect(one?.data).not.toHaveProperty('registration.answers');
    expect(JSON.stringify(one)).not.toContain(ANSWERS.meal);
  });

  test.each([0, 1, 2, 3])('is announced by the next run when one dies after %i of 4 writes', async died => {
    const { eventId, registrations } = await aCrowdedEvent();
    const records = await cancel(eventId);
    const dying = announceWith(records, [...Array(died), 'dead']);
    await expect(dying).rejects.toThrow('All records failed processing');
    expect(await announced(eventId)).toHaveLength([0, 25, 45, 70][died] ?? -1);
    expect(await announce(records)).toEqual(handled);
    await expectAnnounced(eventId, registrations);
  });

  test('is announced to everybody, even when the database leaves writes unprocessed at first', async () => {
    const { eventId, registrations } = await aCrowdedEvent();
    const records = await cancel(eventId);
    const faults: Fault[] = Array(3).fill(['unprocessed', 'unprocessed', undefined]).flat();
    expect(await announceWith(records, faults)).toMatchObject({ result: handled });
    await expectAnnounced(eventId, registrations);
  });

  test('is not announced to people who registered after the event was active again', async () => {
    const eventId = await anEvent({ capacity: 9 });
    const told = await registeredUsers(eventId, 2);
    const records = await cancel(eventId);
    await updateEvent(eventId, { status: 'active' });
    await registeredUsers(eventId, 2);
    expect(await announce(records)).toEqual(handled);
    const people = (await announced(eventId)).map(({ data }) => (data as Answer['body']).registration.userId);
    expect(people.sort()).toEqual(told.sort());
  });

  test('is announced once more, with other ids, when the event was active again in between', async () => {
    const eventId = await anEvent();
    await registeredUsers(eventId, 1);
    const records = [];
    for (const status of ['cancelled', 'active', 'cancelled']) {
      records.push(...(await recordsOf('seats', () => updateEvent(eventId, { status }))));
    }
    expect(await announce(records)).toEqual(handled);
    expect((await announced(eventId)).map(({ type }) => type)).toEqual(ANNOUNCED_TWICE);
  });

  test('of an event without people is announced to nobody in particular', async () => {
    const eventId = await anEvent();
    expect(await announce(await cancel(eventId))).toEqual(handled);
    await expectAnnounced(eventId, []);
  });
});

test.each([1, 2, 3])('changes are announced alike in any order, delivered twice (%i)', async seed => {
  const { eventId, userIds } = await aFullEvent(3);
  const records = await recordsOf('seats', async () => {
    await updateEvent(eventId, { title: 'Second', date: '2031-01-01' });
    await updateEvent(eventId, { status: 'completed' });
    await unregister(eventId, String(userIds[0]));
    await updateEvent(eventId, { status: 'cancelled', location: 'There' });
    await updateEvent(eventId, { status: 'cancelled', date: '2032-01-01' });
  });
  for (const order of [shuffled(records, seed), shuffled(records, seed + 10)]) {
    for (const batch of [order.slice(0, 3), order.slice(3)]) expect(await announce(batch)).toEqual(handled);
  }
  expect((await announced(eventId)).map(({ type }) => type)).toEqual(ANNOUNCED_TWICE);
});

test('nothing is announced when no webhook is set', async () => {
  const { eventId } = await aFullEvent(3);
  const none = { WEBHOOK_URL: '', WEBHOOK_SECRET: '' };
  expect(await announce(await cancel(eventId), none)).toEqual(handled);
  expect(await announced(eventId)).toEqual([]);
});

test('failures are reported for the changes that are not announced, and for no other', async () => {
  const eventIds = [await anEvent(), await anEvent(), await anEvent()];
  for (const eventId of eventIds) await registeredUsers(eventId, 1);
  const records = await recordsOf('seats', async () => {
    for (const eventId of eventIds) await updateEvent(eventId, { status: 'cancelled' });
  });
  const { result } = await announceWith(records, [undefined, 'dead']);
  const counts = await Promise.all(eventIds.map(async eventId => (await announced(eventId)).length));
  expect(counts.toSorted()).toEqual([0, 0, 1]);
  expect(failuresOf(result)).toEqual(sequenceNumbersOf(records.filter((_, index) => counts[index] === 0)));
});
