import { randomUUID } from 'node:crypto';
import { handler as eventCalendar } from '../../functions/getEventCalendar.ts';
import { handler } from '../../functions/getUserCalendar.ts';
import { batchPut, TABLES } from '../../lib/dynamo.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { entriesIn } from '../helpers/calendars.ts';
import { callsOf } from '../helpers/calls.ts';
import { expectBrokenRules, expectProblem } from '../helpers/expectations.ts';
import { type Answer, invoke } from '../helpers/invoke.ts';
import { deleteEvent, deleteUser, register, unregister, updateEvent } from '../helpers/operations.ts';
import { anEvent, aRegistration, aUser, registeredUsers, stored } from '../helpers/records.ts';

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
    const { stamp: _, ...entry } = own ?? {};
    expect(entriesIn(await calendarOf(userId))).toMatchObject([entry]);
  });

  test('leaves out what was left, and what is deleted', async () => {
    const { userId, eventIds } = await someoneAt({}, {}, {});
    const [left = '', deleted = '', staying = ''] = eventIds;
    await unregister(left, userId);
    await deleteEvent(deleted);
    expect(uidsIn(await calendarOf(userId))).toEqual([staying]);
  });

  test('holds the five hundred latest of more events, however long their texts are, within what Lambda answers', async () => {
    const { userId, eventIds } = await someoneAt({});
    const [first = ''] = eventIds;
    const item = await stored(seats.ref(first));
    const copies = Array.from({ length: 504 }, (_, n) => {
      const eventId = `${n}-`.padEnd(128, 'x');
      const date = new Date(Date.UTC(2028, 0, n + 1)).toISOString().slice(0, 10);
      return { ...item, eventId, dateEventId: seats.dateEventId(date, eventId) };
    });
    const [longest, time] = ['🎉', new Date().toISOString()];
    const texts = {
      title: longest.repeat(200),
      description: longest.repeat(2000),
      location: longest.repeat(200),
      organizer: 'x',
      createdAt: time,
      updatedAt: time,
      version: 1,
      entityTag: randomUUID(),
    };
    await batchPut(TABLES.seats, copies);
    await batchPut(
      TABLES.events,
      copies.map(({ eventId }) => ({ eventId, ...texts })),
    );
    await batchPut(
      TABLES.registrations,
      copies.map(({ eventId }) => aRegistration({ eventId, userId })),
    );
    const answer = await calendarOf(userId);
    expect(Buffer.byteLength(JSON.stringify(answer.body))).toBeLessThan(6_000_000);
    expect(uidsIn(answer)).toEqual(copies.slice(4).map(({ eventId }) => eventId));
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
