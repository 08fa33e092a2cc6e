import { handler } from '../../functions/getEventCalendar.ts';
import { entriesIn, timedEntriesIn } from '../support/api/calendars.ts';
import { expectFirstShown } from '../support/api/clocks.ts';
import { invoke } from '../support/api/invoke.ts';
import { updateEvent } from '../support/api/operations.ts';
import { anEvent } from '../support/records/records.ts';

const calendarOf = (eventId: string) => invoke(handler, { path: { eventId } });

const EVENING = { startsAt: '2027-05-01T19:00', endsAt: '2027-05-01T22:30:15', timeZone: 'Europe/Berlin' };
const NONE = { startsAt: null, endsAt: null, timeZone: null };

/** An event with these times, which has their day. */
const timedEvent = (times: { startsAt: string }) => anEvent({ ...times, date: times.startsAt.slice(0, 10) });

describe('200', () => {
  test('shows when an event begins and ends in its time zone, which the calendar describes', async () => {
    const eventId = await timedEvent(EVENING);
    expect(timedEntriesIn(await calendarOf(eventId))).toMatchObject([
      {
        uid: `${eventId}@event-management-api`,
        startsAt: 'Europe/Berlin 20270501T190000',
        endsAt: 'Europe/Berlin 20270501T223015',
        start: Date.parse('2027-05-01T17:00:00Z'),
        end: Date.parse('2027-05-01T20:30:15Z'),
        // People have no time for anything else then.
        transparency: 'OPAQUE',
      },
    ]);
  });

  test.each<[string, string, string, string]>([
    ['the days around a gap', 'Europe/Berlin', '2027-03-27T20:00', '2027-03-28T12:00'],
    ['the second before a gap', 'Europe/Berlin', '2027-03-28T01:59:59', '2027-03-28T03:00'],
    ['a day of the southern summer', 'Australia/Sydney', '2027-01-01T00:00', '2027-01-01T02:00'],
    ['a gap of the southern hemisphere', 'Australia/Sydney', '2027-10-03T01:00', '2027-10-03T03:00'],
    [
      'a week over the end of daylight saving time',
      'America/New_York',
      '2027-11-03T09:00',
      '2027-11-10T17:00',
    ],
    ['half a year', 'America/Santiago', '2027-02-01T09:00', '2027-08-01T17:00'],
    ['New Year', 'Pacific/Auckland', '2027-12-31T20:00', '2028-01-01T04:00'],
    ['a zone without daylight saving time', 'Asia/Tokyo', '2027-07-01T09:00', '2027-07-01T17:00'],
    ['a zone of 45 minutes', 'Asia/Kathmandu', '2027-07-01T09:00', '2027-07-01T17:00'],
    ['half an hour of daylight saving time', 'Australia/Lord_Howe', '2027-10-02T09:00', '2027-10-03T17:00'],
    ['a pause of daylight saving time', 'Africa/Casablanca', '2027-02-07T01:00', '2027-03-15T17:00'],
    ['a zone that skipped a day', 'Pacific/Apia', '2011-12-29T12:00', '2011-12-31T12:00'],
    ['double summer time', 'Europe/London', '1943-03-01T12:00', '1943-07-01T12:00'],
    ['another zone in the same year', 'Europe/Istanbul', '2016-03-01T12:00', '2016-12-01T12:00'],
    ['the last second', 'Europe/Berlin', '9999-07-01T12:00', '9999-12-31T23:59:59'],
    ['centuries', 'America/New_York', '1950-01-01T00:00', '3000-07-01T00:00'],
  ])('is right to a program that does not know the zone: %s', async (_, timeZone, startsAt, endsAt) => {
    const [entry] = timedEntriesIn(
      await calendarOf(await timedEvent({ startsAt, endsAt, timeZone } as typeof EVENING)),
    );
    expect(entry?.startsAt).toMatch(`${timeZone} `);
    expectFirstShown(entry?.start ?? 0, startsAt, timeZone);
    expectFirstShown(entry?.end ?? 0, endsAt, timeZone);
  });

  test.each<[string, string, string, string]>([
    ['a start that clocks show twice', 'Europe/Berlin', '2027-10-31T02:30', '2027-10-31T04:00'],
    ['an end that clocks show twice', 'America/New_York', '2027-11-06T20:00', '2027-11-07T01:59:59'],
    ['half an hour that clocks show twice', 'Australia/Lord_Howe', '2027-04-04T01:30', '2027-04-04T01:59'],
    ['a time before there were zones', 'Europe/Berlin', '1848-03-18T12:00', '1848-03-19T12:00'],
    ['the first minute', 'America/New_York', '0001-01-01T00:00', '0001-01-01T00:01'],
    ['UTC', 'UTC', '2027-05-01T19:00', '2027-05-02T07:00:30'],
    ['another name of UTC', 'etc/utc', '0001-05-01T19:00', '9999-12-31T23:59:59'],
  ])('has %s in UTC, which every program understands', async (_, timeZone, startsAt, endsAt) => {
    const answer = await calendarOf(await timedEvent({ startsAt, endsAt, timeZone } as typeof EVENING));
    const [entry] = timedEntriesIn(answer);
    for (const written of [entry?.startsAt, entry?.endsAt]) expect(written).toMatch(/^\d{8}T\d{6}Z$/);
    expectFirstShown(entry?.start ?? 0, startsAt, timeZone);
    expectFirstShown(entry?.end ?? 0, endsAt, timeZone);
    expect(answer.body).not.toContain('VTIMEZONE');
  });

  test.each([
    [
      '0000-12-31T23:06:32Z',
      { startsAt: '0001-01-01T00:00', endsAt: '0001-01-02T00:00', timeZone: 'Europe/Berlin' },
    ],
    [
      '10000-01-01T04:00:00Z',
      { startsAt: '1800-01-01T00:00', endsAt: '9999-12-31T23:00', timeZone: 'America/New_York' },
    ],
  ])('has local times for an event that is at %s, which calendars do not have', async (_, times) => {
    const [entry] = timedEntriesIn(await calendarOf(await timedEvent(times)));
    const inCalendar = (local: string) => `${times.timeZone} ${local.replaceAll(/[-:]/g, '')}00`;
    expect(entry).toMatchObject({ startsAt: inCalendar(times.startsAt), endsAt: inCalendar(times.endsAt) });
  });

  test('has the properties of the calendar before its time zones, and these before the event', async () => {
    const { body } = await calendarOf(await timedEvent(EVENING));
    const [head = '', ...components]: string[] = body.split(/\r\n(?=BEGIN:V)/);
    expect(head).toContain('X-PUBLISHED-TTL');
    expect(components.map(lines => lines.split('\r\n').at(0))).toEqual(['BEGIN:VTIMEZONE', 'BEGIN:VEVENT']);
    expect(components[0]).toMatch(/END:VTIMEZONE$/);
    expect(components[1]).toMatch(/END:VEVENT\r\nEND:VCALENDAR\r\n$/);
  });

  test('has a higher revision after each change of the times, which are a whole day once they are removed', async () => {
    const eventId = await timedEvent(EVENING);
    const sequences = [timedEntriesIn(await calendarOf(eventId))[0]?.sequence ?? 0];
    for (const change of [
      { endsAt: '2027-05-01T23:00' },
      { startsAt: '2027-04-30T19:00' },
      { timeZone: 'UTC' },
    ]) {
      await updateEvent(eventId, change);
      sequences.push(timedEntriesIn(await calendarOf(eventId))[0]?.sequence ?? 0);
    }
    await updateEvent(eventId, NONE);
    const [entry] = entriesIn(await calendarOf(eventId));
    expect(entry).toMatchObject({ day: '2027-04-30', transparency: 'TRANSPARENT' });
    sequences.push(entry?.sequence ?? 0);
    expect(sequences).toEqual(sequences.toSorted((one, other) => one - other));
    expect(new Set(sequences).size).toBe(sequences.length);
  });
});
