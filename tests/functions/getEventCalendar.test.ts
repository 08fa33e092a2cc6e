import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { handler } from '../../functions/getEventCalendar.ts';
import { callsOf } from '../simulator/calls.ts';
import { entriesIn, feedIn } from '../support/api/calendars.ts';
import { expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import { deleteEvent, getEvent, updateEvent } from '../support/api/operations.ts';
import { anEvent } from '../support/records/records.ts';

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

  test('is a feed with the name of the event, its own address, and a refresh interval of one hour', async () => {
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
    ['cancelled', 'CANCELLED'],
    ['completed', 'CONFIRMED'],
    ['active', 'CONFIRMED'],
  ])('shows a %s event as %s, under the same id', async (status, told) => {
    const eventId = await anEvent();
    const [before] = entriesIn(await calendarOf(eventId));
    await updateEvent(eventId, { status, title: 'New title' });
    const [after] = entriesIn(await calendarOf(eventId));
    expect(after).toMatchObject({ uid: before?.uid, status: told, summary: 'New title' });
  });

  test.each(['0001-01-01', '1969-12-31', '2024-02-29', '9999-12-31'])('shows the day %s', async date => {
    expect(entriesIn(await calendarOf(await anEvent({ date })))).toMatchObject([{ day: date }]);
  });

  test('can be read back as it was written, whatever the texts contain', async () => {
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
  test('comes for an unknown event', async () => {
    expectProblem(await calendarOf(randomUUID()), 'EVENT_NOT_FOUND', 'Event not found');
  });

  test('comes when it was deleted', async () => {
    const eventId = await anEvent();
    await deleteEvent(eventId);
    expectProblem(await calendarOf(eventId), 'EVENT_NOT_FOUND', 'Event not found');
  });
});

test('422: names the id that breaks a rule', async () => {
  expectBrokenRules(await calendarOf('a b'), ['/path/eventId']);
});
