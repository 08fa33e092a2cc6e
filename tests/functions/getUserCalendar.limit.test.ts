import { randomUUID } from 'node:crypto';
import { handler } from '../../functions/getUserCalendar.ts';
import { dateEventId } from '../../lib/domain/sortKeys.ts';
import { batchPut } from '../../lib/dynamo/batchPut.ts';
import { TABLES } from '../../lib/dynamo/client.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { entriesIn, feedIn } from '../support/api/calendars.ts';
import { type Answer, invoke } from '../support/api/invoke.ts';
import { aRegistration, stored } from '../support/records/records.ts';
import { someoneAt } from '../support/records/someoneAt.ts';
import { putPeople } from '../support/records/storedPeople.ts';

const calendarOf = (userId: string) => invoke(handler, { path: { userId } });

const uidsIn = (answer: Answer) =>
  entriesIn(answer).map(({ uid }) => uid.replace('@event-management-api', ''));

describe('200', () => {
  const DAY_MS = 86_400_000;
  const dayIn = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

  /** Every event is in another time zone, or in other years, and ends in another year than it begins. */
  const timesAt = (day: string, n: number) => ({
    startsAt: `${day}T20:00`,
    endsAt: `${3000 + n}-12-01T03:00`,
    timeZone: Intl.supportedValuesOf('timeZone')[n % 400],
  });

  /**
   * Registers somebody for copies of an event, on these days from today. With a sign, their texts have it as often as they
   * hold it, and they have times.
   */
  async function goesToMany(userId: string, eventId: string, days: number[], sign = ''): Promise<string[]> {
    const item = await stored(seats.ref(eventId));
    const copies = days.map((day, n) => {
      const copyId = `${n}-`.padEnd(128, 'x');
      return { ...item, eventId: copyId, date: dayIn(day) };
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
      copies.map(({ eventId: copyId, date }, n) => ({
        eventId: copyId,
        ...texts,
        ...(sign && timesAt(date, n)),
      })),
    );
    await putPeople(
      copies.map(copy =>
        aRegistration({ userId, eventId: copy.eventId, dateEventId: dateEventId(copy.date, copy.eventId) }),
      ),
    );
    return ids;
  }

  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);

  test('holds five hundred events, however long their texts are and wherever they are, within what Lambda answers', async () => {
    const { userId, eventIds } = await someoneAt({ date: dayIn(-600) });
    await goesToMany(userId, String(eventIds[0]), range(1, 502), '🎉');
    const { body } = await calendarOf(userId);
    expect(body.match(/^BEGIN:VEVENT/gm)).toHaveLength(500);
    expect(body.match(/^BEGIN:VTIMEZONE/gm).length).toBeGreaterThan(350);
    expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(6_000_000);
  });

  test('leaves out the oldest of more than five hundred events, and describes that', async () => {
    const { userId, eventIds } = await someoneAt({ date: dayIn(-600) });
    const ids = await goesToMany(userId, String(eventIds[0]), range(-500, 4));
    const answer = await calendarOf(userId);
    expect(uidsIn(answer)).toEqual(ids.slice(4));
    expect(feedIn(answer).description).toBe(
      'Only 500 events fit into this calendar. It leaves others out: past ones first, then those with the latest dates.',
    );
  });

  test('leaves out all past events, and then the latest, when more than five hundred are to come', async () => {
    const { userId, eventIds } = await someoneAt({ date: dayIn(-600) });
    const ids = await goesToMany(userId, String(eventIds[0]), range(-3, 504));
    const answer = await calendarOf(userId);
    // Today is not over, whatever the hour.
    expect(uidsIn(answer)).toEqual(ids.slice(3, 503));
    expect(feedIn(answer).description).toContain('It leaves others out');
  });
});
