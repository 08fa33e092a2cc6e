import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { handler } from '../../functions/getEventCalendar.ts';
import { TABLES } from '../../lib/dynamo/client.ts';
import { batchPut } from '../../lib/dynamo/write.ts';
import * as events from '../../lib/repositories/events.ts';
import { callsOf } from '../simulator/calls.ts';
import { entriesIn, expectGrowing, feedIn } from '../support/api/calendars.ts';
import { expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import { deleteEvent, getEvent, settleEvents, updateEvent } from '../support/api/operations.ts';
import { anEvent, registeredUsers, stored } from '../support/records/records.ts';

const calendarOf = (eventId: string) => invoke(handler, { path: { eventId } });
const toTheSecond = (time: string) => time.replace(/\.\d{3}/, '');

describe('200', () => {
  test('answers the day of the event, in a calendar of its own', async () => {
    const eventId = await anEvent({
      title: 'Talks; and, pizza',
      description: 'One\nTwo',
      location: 'C:\\hall',
    });
    const { updatedAt } = (await getEvent(eventId)).body;
    const [entry, ...others] = entriesIn(await calendarOf(eventId));
    expect(others).toEqual([]);
    expect(entry).toEqual({
      uid: `${eventId}@event-management-api`,
      day: '2027-05-01',
      summary: 'Talks; and, pizza',
      description: 'One\nTwo',
      location: 'C:\\hall',
      status: 'CONFIRMED',
      sequence: Math.floor((Date.parse(updatedAt) - Date.parse('2020-01-01')) / 1000),
      // RFC 5545, 3.8.7.2: without a method, when it was revised last.
      stamp: toTheSecond(updatedAt),
      lastModified: toTheSecond(updatedAt),
      // A whole day blocks nobody.
      transparency: 'TRANSPARENT',
    });
  });

  test('is a feed with the name of the event, its own address, and an hour to the next look', async () => {
    const title = 'Talks; and, pizza\r\nURL:http://elsewhere\u0000';
    expect(feedIn(await calendarOf(await anEvent({ title })))).toEqual({
      name: 'Talks; and, pizza\nURL:http://elsewhere ',
      olderName: 'Talks; and, pizza\nURL:http://elsewhere ',
      url: 'calendar.ics',
      refreshSeconds: 3600,
      description: null,
    });
  });

  test.each([
    { title: 'New' },
    { description: 'New' },
    { location: 'New' },
    { date: '2030-01-01' },
    { status: 'cancelled' },
  ])('has a higher revision after a change to %j, also within one second', async change => {
    const eventId = await anEvent();
    const entries = entriesIn(await calendarOf(eventId));
    for (const edit of [change, { title: 'Another' }, { title: 'One more' }]) {
      await updateEvent(eventId, edit);
      entries.push(...entriesIn(await calendarOf(eventId)));
    }
    expectGrowing(entries);
  });

  test('keeps its revision while counters move', async () => {
    const eventId = await anEvent();
    const before = entriesIn(await calendarOf(eventId));
    await registeredUsers(eventId, 2);
    expect(entriesIn(await calendarOf(eventId))).toEqual(before);
  });

  test('goes on from the last edit of an event that was made before revisions were kept', async () => {
    const eventId = await anEvent();
    const { revision: _, ...details } = (await stored(events.ref(eventId))) as events.Item;
    const updatedAt = '2026-01-01T00:00:00.000Z';
    await batchPut(TABLES.events, [{ ...details, updatedAt }]);
    const before = entriesIn(await calendarOf(eventId));
    expect(before).toMatchObject([{ lastModified: '2026-01-01T00:00:00Z' }]);
    await updateEvent(eventId, { title: 'New' });
    expectGrowing([...before, ...entriesIn(await calendarOf(eventId))]);
  });

  test.each([
    ['cancelled', 'CANCELLED'],
    ['completed', 'CONFIRMED'],
    ['active', 'CONFIRMED'],
  ])('says of a %s event that it is %s, under the same id', async (status, told) => {
    const eventId = await anEvent();
    const [before] = entriesIn(await calendarOf(eventId));
    await updateEvent(eventId, { status, title: 'New title' });
    const [after] = entriesIn(await calendarOf(eventId));
    expect(after).toMatchObject({ uid: before?.uid, status: told, summary: 'New title' });
  });

  test('counts its revisions up, so that a calendar program takes the newer one', async () => {
    const eventId = await anEvent();
    const details = (await stored(events.ref(eventId))) as events.Item;
    const hourAgo = new Date(Date.parse(details.createdAt) - 3_600_000).toISOString();
    const revision = events.revisionOf(details) - 3600;
    await batchPut(TABLES.events, [{ ...details, createdAt: hourAgo, updatedAt: hourAgo, revision }]);
    const [first] = entriesIn(await calendarOf(eventId));
    await updateEvent(eventId, { date: '2027-06-01' });
    const [entry] = entriesIn(await calendarOf(eventId));
    expect(entry?.day).toBe('2027-06-01');
    expect(Number(entry?.sequence) - Number(first?.sequence)).toBeGreaterThanOrEqual(3600);
    await deleteEvent(eventId);
    await settleEvents();
    await anEvent({ eventId });
    const [next] = entriesIn(await calendarOf(eventId));
    expect(next?.sequence).toBeGreaterThanOrEqual(Number(entry?.sequence));
  });

  test.each(['0001-01-01', '1969-12-31', '2024-02-29', '9999-12-31'])('tells the day %s', async date => {
    expect(entriesIn(await calendarOf(await anEvent({ date })))).toMatchObject([{ day: date }]);
  });

  test('reads back as it was written, whatever the texts hold', async () => {
    const unit = fc.constantFrom(
      'a',
      'ß',
      '🎉',
      '漢',
      '\\',
      ';',
      ',',
      ':',
      '"',
      '\n',
      '\r\n',
      '\u0000',
      'END:VEVENT',
    );
    const text = fc.string({ unit, minLength: 1, maxLength: 15 }).map(words => `x${words}`);
    const asRead = (written: string) => written.replaceAll('\r\n', '\n').replaceAll('\u0000', ' ');
    await fc.assert(
      fc.asyncProperty(text, text, text, async (title, description, location) => {
        const [entry] = entriesIn(await calendarOf(await anEvent({ title, description, location })));
        const { summary, ...read } = entry ?? {};
        expect({ title: summary, ...read }).toMatchObject({
          title: asRead(title),
          description: asRead(description),
          location: asRead(location),
        });
      }),
      { numRuns: 60 },
    );
  });

  test('costs one call', async () => {
    const eventId = await anEvent();
    expect(await callsOf(() => calendarOf(eventId))).toEqual(['BatchGetItem']);
  });
});

describe('404', () => {
  test('says that there is no such event', async () => {
    expectProblem(await calendarOf(randomUUID()), 'EVENT_NOT_FOUND', 'Event not found');
  });

  test('says so of a deleted one', async () => {
    const eventId = await anEvent();
    await deleteEvent(eventId);
    expectProblem(await calendarOf(eventId), 'EVENT_NOT_FOUND', 'Event not found');
  });
});

test('422: names the id that breaks a rule', async () => {
  expectBrokenRules(await calendarOf('a b'), ['/path/eventId']);
});
