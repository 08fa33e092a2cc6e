import type { DynamoDBRecord } from 'aws-lambda';
import { handler } from '../../../functions/streams/recordHistory.ts';
import type * as history from '../../../lib/repositories/history.ts';
import type { Answer } from '../../support/api/invoke.ts';
import {
  deleteEvent,
  deleteUser,
  listEventHistory,
  listEventRegistrations,
  listUserHistory,
  register,
  removeDeletedUsers,
  settleEvents,
  unregister,
  updateEvent,
} from '../../support/api/operations.ts';
import { itemsOf } from '../../support/records/items.ts';
import { anEvent, anonymousIdOf, aUser, registeredUsers } from '../../support/records/records.ts';
import { deliver, recordsOf, shuffled } from '../../support/records/streams.ts';

type Entry = Answer['body'];

/** The entries of an event as they are stored. */
const entriesOf = async (eventId: string): Promise<history.Entry[]> =>
  (await itemsOf<history.Entry>('history', eventId)).sort((a, b) => (a.timeEntryId < b.timeEntryId ? -1 : 1));

const changesOf = (work: () => Promise<unknown>) => recordsOf('registrations', work);

/** What the history of an event says of each person, oldest first. */
async function livesIn(eventId: string): Promise<Record<string, string[]>> {
  const lives: Record<string, string[]> = {};
  for (const { userId, change, cause } of (await listEventHistory(eventId)).body.toReversed()) {
    lives[userId] = [...(lives[userId] ?? []), `${change} by ${cause}`];
  }
  return lives;
}

/** An event whose registrations change in every possible way, and the history that follows from that. */
async function anEventfulLife() {
  const eventId = await anEvent({ capacity: 1 });
  const userIds: string[] = [];
  let anonymousId = '';
  const records = await changesOf(async () => {
    userIds.push(...(await registeredUsers(eventId, 5)));
    const [first = '', , third = '', fourth = ''] = userIds;
    await unregister(eventId, first);
    await unregister(eventId, third);
    await updateEvent(eventId, { capacity: 2 });
    await deleteUser(fourth);
    anonymousId = await anonymousIdOf(fourth);
    await removeDeletedUsers();
    await deleteEvent(eventId);
    await settleEvents();
  });
  const [first = '', second = '', third = '', , fifth = ''] = userIds;
  const expected = {
    [first]: ['registered by request', 'unregistered by request'],
    [second]: ['waitlisted by request', 'promoted by vacancy', 'removed by event_deleted'],
    [third]: ['waitlisted by request', 'unregistered by request'],
    [anonymousId]: ['waitlisted by request', 'promoted by vacancy', 'removed by user_deleted'],
    [fifth]: ['waitlisted by request', 'promoted by vacancy', 'removed by event_deleted'],
  };
  return { eventId, records, expected };
}

async function deliverInBatches(records: DynamoDBRecord[], size: number): Promise<void> {
  for (let start = 0; start < records.length; start += size) {
    const batch = records.slice(start, start + size);
    expect(await deliver(handler, batch)).toEqual({ batchItemFailures: [] });
  }
}

describe('each change of a registration', () => {
  test('is written down once, with its cause', async () => {
    const { eventId, records, expected } = await anEventfulLife();
    await deliverInBatches(records, 100);
    expect(await livesIn(eventId)).toEqual(expected);
  });

  test.each([1, 2, 3])('is written down once, in any order, when delivered twice (%i)', async seed => {
    const { eventId, records, expected } = await anEventfulLife();
    const removals = await entriesOf(eventId);
    await deliverInBatches(shuffled(records, seed), 3);
    const entries = await entriesOf(eventId);
    await deliverInBatches(shuffled(records, seed + 10), 4);
    expect(await entriesOf(eventId)).toEqual(entries);
    expect(entries).toEqual(expect.arrayContaining(removals));
    expect(await livesIn(eventId)).toEqual(expected);
  });
});

describe('an entry', () => {
  test('has the time and the registration, in the history of the event and of the person', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const [seat = '', waits = ''] = await registeredUsers(eventId, 2);
    const records = await changesOf(() => unregister(eventId, seat));
    const [row] = (await listEventRegistrations(eventId)).body;
    await deliverInBatches(records, 100);
    const promotion: Entry = {
      entryId: `${row.registrationId}-2`,
      time: row.promotedAt,
      change: 'promoted',
      cause: 'vacancy',
      eventId,
      userId: waits,
      registrationId: row.registrationId,
    };
    expect((await listEventHistory(eventId)).body).toContainEqual(promotion);
    expect((await listUserHistory(waits)).body).toEqual([promotion]);
    const { waitlistPosition: _, checkedInAt: __, ...registration } = row;
    const stored = (await entriesOf(eventId)).find(({ userId }) => userId === waits);
    expect(stored).toEqual({
      ...promotion,
      ...registration,
      timeEntryId: `${row.promotedAt}#${promotion.entryId}`,
    });
  });

  test('about registering and leaving keeps its order, even within a second', async () => {
    const [eventId, userId] = [await anEvent(), await aUser()];
    const records = await changesOf(async () => {
      for (let times = 0; times < 3; times += 1) {
        await register(eventId, userId);
        await unregister(eventId, userId);
      }
    });
    await deliverInBatches(records, 100);
    const { body: entries } = await listUserHistory(userId);
    const changes = entries.map(({ change }: Entry) => change);
    expect(changes).toEqual([
      'unregistered',
      'registered',
      'unregistered',
      'registered',
      'unregistered',
      'registered',
    ]);
    const times = entries.map(({ time }: Entry) => time);
    expect(times.toSorted().toReversed()).toEqual(times);
    expect(new Set(entries.map(({ registrationId }: Entry) => registrationId)).size).toBe(3);
  });
});
