import { randomUUID } from 'node:crypto';
import { handler as eventCalendar } from '../../functions/getEventCalendar.ts';
import { handler } from '../../functions/getUserCalendar.ts';
import { dateEventId } from '../../lib/domain/sortKeys.ts';
import { revisionAt } from '../../lib/domain/versions.ts';
import { TABLES } from '../../lib/dynamo/client.ts';
import { batchPut } from '../../lib/dynamo/write.ts';
import * as events from '../../lib/repositories/events.ts';
import * as registrations from '../../lib/repositories/registrations.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { callsOf } from '../simulator/calls.ts';
import { entriesIn, expectGrowing, feedIn } from '../support/api/calendars.ts';
import { expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import { type Answer, invoke } from '../support/api/invoke.ts';
import { deleteEvent, deleteUser, register, unregister, updateEvent } from '../support/api/operations.ts';
import { anEvent, aRegistration, aUser, registeredUsers, stored } from '../support/records/records.ts';

const calendarOf = (userId: string) => invoke(handler, { path: { userId } });
const uidsIn = (answer: Answer) =>
  entriesIn(answer).map(({ uid }) => uid.replace('@event-management-api', ''));

/** A person who is registered for new events with these fields, and the ids of those. */
async function someoneAt(...events: object[]) {
  const userId = await aUser();
  const eventIds = await Promise.all(events.map(fields => anEvent(fields)));
  for (const eventId of eventIds) await register(eventId, userId);
  return { userId, eventIds };
}

describe('200', () => {
  test('is empty for someone who goes nowhere', async () => {
    expect(entriesIn(await calendarOf(await aUser()))).toEqual([]);
  });

  test('says which events are sure, which wait for a seat, and which are cancelled', async () => {
    const { userId, eventIds } = await someoneAt({ date: '2027-01-01' }, { date: '2027-02-01' });
    const full = await anEvent({ date: '2027-03-01', capacity: 1 });
    const [holder = ''] = await registeredUsers(full, 1);
    await register(full, userId);
    await updateEvent(String(eventIds[1]), { status: 'cancelled' });
    const entries = entriesIn(await calendarOf(userId));
    expect(entries.map(({ day, status }) => [day, status])).toEqual([
      ['2027-01-01', 'CONFIRMED'],
      ['2027-02-01', 'CANCELLED'],
      ['2027-03-01', 'TENTATIVE'],
    ]);
    await unregister(full, holder);
    expect(entriesIn(await calendarOf(userId))[2]).toMatchObject({
      uid: entries[2]?.uid,
      status: 'CONFIRMED',
    });
  });

  test('names an event as its own calendar does', async () => {
    const { userId, eventIds } = await someoneAt({});
    const [own] = entriesIn(await invoke(eventCalendar, { path: { eventId: String(eventIds[0]) } }));
    const { stamp: _, lastModified: __, sequence: ___, ...entry } = own ?? {};
    expect(entriesIn(await calendarOf(userId))).toMatchObject([entry]);
  });

  test('is a feed with a name, its own address, and an hour to the next look', async () => {
    expect(feedIn(await calendarOf(await aUser()))).toEqual({
      name: 'Events',
      olderName: 'Events',
      url: 'calendar.ics',
      refreshSeconds: 3600,
      description: null,
    });
  });

  test('tells a promotion by a higher revision, before and after edits, also within one second', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const [holder = '', userId = ''] = await registeredUsers(eventId, 2);
    const entries = entriesIn(await calendarOf(userId));
    const look = async () => entries.push(...entriesIn(await calendarOf(userId)));
    await updateEvent(eventId, { title: 'Before' });
    await look();
    await unregister(eventId, holder);
    await look();
    for (const title of ['After', 'And again']) {
      await updateEvent(eventId, { title });
      await look();
    }
    expect(entries.map(({ status }) => status)).toEqual([
      'TENTATIVE',
      'TENTATIVE',
      'CONFIRMED',
      'CONFIRMED',
      'CONFIRMED',
    ]);
    expectGrowing(entries);
  });

  test.each<[string, Partial<registrations.Item>]>([
    ['registered', {}],
    ['promoted', { promotedAt: '2040-01-01T00:00:02.000Z' }],
  ])(
    'tells of an event that somebody was %s for long after its last edit, and of the next one',
    async (_how, row) => {
      const { userId, eventIds } = await someoneAt({});
      const [eventId = ''] = eventIds;
      const entries = entriesIn(await calendarOf(userId));
      const before = await stored(registrations.ref(eventId, userId));
      await batchPut(TABLES.registrations, [{ ...before, registeredAt: '2040-01-01T00:00:00.000Z', ...row }]);
      entries.push(...entriesIn(await calendarOf(userId)));
      const details = (await stored(events.ref(eventId))) as events.Item;
      // An edit in the very second of that.
      await batchPut(TABLES.events, [
        { ...details, revision: revisionAt(row.promotedAt ?? '2040-01-01T00:00:00.000Z') },
      ]);
      entries.push(...entriesIn(await calendarOf(userId)));
      expectGrowing(entries);
    },
  );

  test('tells at once of an event that somebody left and joined again by a higher sequence', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const [first = '', userId = ''] = await registeredUsers(eventId, 2);
    await unregister(eventId, first);
    const other = await aUser();
    const entries = entriesIn(await calendarOf(userId));
    for (const comes of [other, userId]) {
      await register(eventId, comes);
      if (comes === other) await unregister(eventId, userId);
    }
    entries.push(...entriesIn(await calendarOf(userId)));
    expect(entries.map(({ status }) => status)).toEqual(['CONFIRMED', 'TENTATIVE']);
    expect(entries[1]?.sequence).toBeGreaterThan(Number(entries[0]?.sequence));
  });

  test('tells of an event that somebody left and joined again by a higher revision', async () => {
    const { userId, eventIds } = await someoneAt({});
    const [eventId = ''] = eventIds;
    const entries = entriesIn(await calendarOf(userId));
    await unregister(eventId, userId);
    expect(entriesIn(await calendarOf(userId))).toEqual([]);
    await register(eventId, userId);
    const again = await stored(registrations.ref(eventId, userId));
    const later = new Date(Date.parse(String(again?.registeredAt)) + 5000).toISOString();
    await batchPut(TABLES.registrations, [{ ...again, registeredAt: later }]);
    expectGrowing([...entries, ...entriesIn(await calendarOf(userId))]);
  });

  test('leaves out what was left, and what is deleted', async () => {
    const { userId, eventIds } = await someoneAt({}, {}, {});
    const [left = '', deleted = '', staying = ''] = eventIds;
    await unregister(left, userId);
    await deleteEvent(deleted);
    expect(uidsIn(await calendarOf(userId))).toEqual([staying]);
  });

  const DAY_MS = 86_400_000;
  const dayIn = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

  /** Registers somebody for copies of an event, on these days from today, with such a sign as often as texts hold it. */
  async function goesToMany(userId: string, eventId: string, days: number[], sign = ''): Promise<string[]> {
    const item = await stored(seats.ref(eventId));
    const copies = days.map((day, n) => {
      const copyId = `${n}-`.padEnd(128, 'x');
      return { ...item, eventId: copyId, dateEventId: dateEventId(dayIn(day), copyId) };
    });
    const time = new Date().toISOString();
    const texts = {
      title: sign.repeat(200) || 'A title',
      description: sign.repeat(2000) || 'A description',
      location: sign.repeat(200) || 'A place',
      organizer: 'x',
      createdAt: time,
      updatedAt: time,
      version: 1,
      entityTag: randomUUID(),
    };
    const ids = copies.map(copy => copy.eventId);
    await batchPut(TABLES.seats, copies);
    await batchPut(
      TABLES.events,
      ids.map(copyId => ({ eventId: copyId, ...texts })),
    );
    await batchPut(
      TABLES.registrations,
      ids.map(copyId => aRegistration({ eventId: copyId, userId })),
    );
    return ids;
  }

  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);

  test('holds five hundred events, however long their texts are, within what Lambda answers', async () => {
    const { userId, eventIds } = await someoneAt({ date: dayIn(-600) });
    await goesToMany(userId, String(eventIds[0]), range(1, 502), '🎉');
    const { body } = await calendarOf(userId);
    expect(body.match(/^BEGIN:VEVENT/gm)).toHaveLength(500);
    expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(6_000_000);
  });

  test('leaves the oldest out of more than five hundred events, and says so', async () => {
    const { userId, eventIds } = await someoneAt({ date: dayIn(-600) });
    const ids = await goesToMany(userId, String(eventIds[0]), range(-500, 4));
    const answer = await calendarOf(userId);
    expect(uidsIn(answer)).toEqual(ids.slice(4));
    expect(feedIn(answer).description).toBe(
      'Only 500 events fit into this calendar. It leaves out 5: past ones first, then those with the latest dates.',
    );
  });

  test('leaves all past events out, and then the latest, when those to come are more than five hundred', async () => {
    const { userId, eventIds } = await someoneAt({ date: dayIn(-600) });
    const ids = await goesToMany(userId, String(eventIds[0]), range(-3, 504));
    const answer = await calendarOf(userId);
    // Today is not over, whatever the hour.
    expect(uidsIn(answer)).toEqual(ids.slice(3, 503));
    expect(feedIn(answer).description).toContain('It leaves out 8');
  });

  test('costs two calls for a few events', async () => {
    const { userId } = await someoneAt({}, {});
    expect(await callsOf(() => calendarOf(userId))).toEqual(['Query', 'BatchGetItem']);
  });
});

describe('404', () => {
  test('says that there is no such user', async () => {
    expectProblem(await calendarOf(randomUUID()), 'USER_NOT_FOUND', 'User not found');
  });

  test('says so of a deleted one', async () => {
    const { userId } = await someoneAt({});
    await deleteUser(userId);
    expectProblem(await calendarOf(userId), 'USER_NOT_FOUND', 'User not found');
  });
});

test('422: names the id that breaks a rule', async () => {
  expectBrokenRules(await calendarOf('a b'), ['/path/userId']);
});
