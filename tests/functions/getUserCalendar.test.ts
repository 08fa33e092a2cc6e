import { randomUUID } from 'node:crypto';
import { handler as eventCalendar } from '../../functions/getEventCalendar.ts';
import { handler } from '../../functions/getUserCalendar.ts';
import { callsOf } from '../simulator/calls.ts';
import { entriesIn, feedIn, timedEntriesIn } from '../support/api/calendars.ts';
import { expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import { type Answer, invoke } from '../support/api/invoke.ts';
import { deleteEvent, deleteUser, register, unregister, updateEvent } from '../support/api/operations.ts';
import { anEvent, aUser, registeredUsers } from '../support/records/records.ts';
import { someoneAt } from '../support/records/someoneAt.ts';

const calendarOf = (userId: string) => invoke(handler, { path: { userId } });

const uidsIn = (answer: Answer) =>
  entriesIn(answer).map(({ uid }) => uid.replace('@event-management-api', ''));

describe('200', () => {
  test('is empty for someone without registrations', async () => {
    expect(entriesIn(await calendarOf(await aUser()))).toEqual([]);
  });

  test('shows events with times beside whole days, and describes each time zone once', async () => {
    const evening = { startsAt: '2027-05-01T19:00', endsAt: '2027-05-01T22:00', timeZone: 'Europe/Berlin' };
    const night = { startsAt: '2027-10-30T22:00', endsAt: '2027-10-31T04:00', timeZone: 'Europe/Berlin' };
    const { userId } = await someoneAt(
      { date: '2027-01-01' },
      { ...evening, date: '2027-05-01' },
      { ...night, date: '2027-10-30' },
    );
    const answer = await calendarOf(userId);
    expect(timedEntriesIn(answer).map(({ start, end }) => [start, end])).toEqual([
      [Date.parse('2027-05-01T17:00Z'), Date.parse('2027-05-01T20:00Z')],
      [Date.parse('2027-10-30T20:00Z'), Date.parse('2027-10-31T03:00Z')],
    ]);
    expect(answer.body.match(/^BEGIN:V.*/gm)).toEqual(
      ['VCALENDAR', 'VTIMEZONE', 'VEVENT', 'VEVENT', 'VEVENT'].map(name => `BEGIN:${name}`),
    );
  });

  test('shows confirmed, tentative and cancelled events', async () => {
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

  test('is a feed with a name, its own address, and a refresh interval of one hour', async () => {
    expect(feedIn(await calendarOf(await aUser()))).toEqual({
      name: 'Events',
      olderName: 'Events',
      url: 'calendar.ics',
      refreshSeconds: 3600,
      description: null,
    });
  });

  test('leaves out events that the person left, and deleted events', async () => {
    const { userId, eventIds } = await someoneAt({}, {}, {});
    const [left = '', deleted = '', staying = ''] = eventIds;
    await unregister(left, userId);
    await deleteEvent(deleted);
    expect(uidsIn(await calendarOf(userId))).toEqual([staying]);
  });

  test('costs three calls for a few events: those to come, past ones, and their texts', async () => {
    const { userId } = await someoneAt({}, {});
    expect(await callsOf(() => calendarOf(userId))).toEqual(['Query', 'Query', 'BatchGetItem']);
  });
});

describe('404', () => {
  test('comes for an unknown user', async () => {
    expectProblem(await calendarOf(randomUUID()), 'USER_NOT_FOUND', 'User not found');
  });

  test('comes when it was deleted', async () => {
    const { userId } = await someoneAt({});
    await deleteUser(userId);
    expectProblem(await calendarOf(userId), 'USER_NOT_FOUND', 'User not found');
  });
});

test('422: names the id that breaks a rule', async () => {
  expectBrokenRules(await calendarOf('a b'), ['/path/userId']);
});
