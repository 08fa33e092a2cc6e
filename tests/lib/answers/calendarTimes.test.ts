import fc from 'fast-check';
import { ICalEventStatus } from 'ical-generator';
import { calendarOf } from '../../../lib/answers/calendar.ts';
import type { Event } from '../../../lib/answers/eventAnswer.ts';
import { offsetsOf, transitionsBetween } from '../../../lib/domain/zonedTime.ts';
import { eventBody } from '../../support/api/bodies.ts';
import { timedEntriesIn } from '../../support/api/calendars.ts';
import { expectFirstShown, shownAt } from '../../support/api/clocks.ts';

type Times = { startsAt: string; endsAt: string; timeZone: string };

const eventAt = (times: Partial<Times>, n: number) =>
  ({
    ...eventBody({ eventId: `event-${n}`, date: times.startsAt?.slice(0, 10) ?? '2027-05-01', ...times }),
    status: 'active',
    createdAt: '2026-11-22T09:00:00.000Z',
  }) as unknown as Event;

/** The calendar of these events, as an answer. */
function calendarWith(events: Partial<Times>[]) {
  const entries = events.map((times, n) => ({
    event: eventAt(times, n),
    sequence: 1,
    revision: 1,
    status: ICalEventStatus.CONFIRMED,
  }));
  return {
    status: 200,
    headers: { 'content-type': 'text/calendar; charset=utf-8' },
    body: calendarOf('Events', entries),
  };
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
const year = fc.oneof(
  fc.integer({ min: 1900, max: 2100 }),
  fc.integer({ min: 2, max: 9998 }),
  fc.constantFrom(2, 1582, 1883, 1916, 1945, 2011, 2037, 2038, 9998),
);
const timeZone = fc.constantFrom('UTC', 'europe/berlin', ...Intl.supportedValuesOf('timeZone'));

/** An instant in a zone: one of a year, or within two hours of a change of the clocks in it. */
const instant = fc
  .record({
    timeZone,
    year,
    isNearChange: fc.boolean(),
    which: fc.nat(5),
    minutes: fc.nat(365 * DAY_MINUTES),
    near: fc.integer({ min: -120, max: 120 }),
  })
  .map(({ timeZone: zone, isNearChange, which, minutes, near, ...of }) => {
    const first = new Date(0).setUTCFullYear(of.year, 0, 1);
    const changes = transitionsBetween(first, first + 365 * DAY_MINUTES * MINUTE_MS, offsetsOf(zone));
    const change = isNearChange ? changes[which % Math.max(1, changes.length)] : undefined;
    return { zone, time: change ? change.instant + near * MINUTE_MS : first + minutes * MINUTE_MS };
  });

/** The times that clocks show from an instant on, for some minutes or days. */
const times = fc
  .record({
    instant,
    minutes: fc.oneof(fc.integer({ min: 1, max: 240 }), fc.integer({ min: 1, max: 9 * DAY_MINUTES })),
  })
  .map(({ instant: { zone, time }, minutes }) => ({
    startsAt: shownAt(time, zone),
    endsAt: shownAt(time + minutes * MINUTE_MS, zone),
    timeZone: zone,
  }))
  .filter(({ startsAt, endsAt }) => endsAt > startsAt);

test('a program that knows no zones finds the instants of all events, whatever their zones and times', () => {
  fc.assert(
    fc.property(fc.array(times, { minLength: 1, maxLength: 6 }), events => {
      const entries = timedEntriesIn(calendarWith(events));
      expect(entries.map(({ uid }) => uid)).toEqual(events.map((_, n) => `event-${n}@event-management-api`));
      for (const [n, { startsAt, endsAt, timeZone: zone }] of events.entries()) {
        expectFirstShown(entries[n]?.start ?? 0, startsAt, zone);
        expectFirstShown(entries[n]?.end ?? 0, endsAt, zone);
      }
    }),
    { numRuns: 150 },
  );
});

test('a calendar describes a zone once for the events of several years, whatever the case of its name', () => {
  const events = [
    { startsAt: '2027-12-31T20:00', endsAt: '2028-01-01T02:00', timeZone: 'Europe/Berlin' },
    {},
    { startsAt: '1980-07-01T20:00', endsAt: '1980-07-02T02:00', timeZone: 'europe/BERLIN' },
  ];
  const { body } = calendarWith(events);
  expect(body.match(/^TZID:.*$/gm)).toEqual(['TZID:Europe/Berlin']);
  expect(body.match(/(?<=^DTSTART:)\d{4}/gm)).toEqual(expect.arrayContaining(['1980', '2027', '2028']));
  const entries = timedEntriesIn(calendarWith(events));
  expect(entries.map(({ start }) => new Date(start).toISOString())).toEqual([
    '2027-12-31T19:00:00.000Z',
    '1980-07-01T18:00:00.000Z',
  ]);
});

test('the description of a zone is that of RFC 5545, 3.6.5', () => {
  const evening = { startsAt: '2027-05-01T19:00', endsAt: '2027-05-01T22:00', timeZone: 'Europe/Berlin' };
  const { body } = calendarWith([evening]);
  const [, zone = ''] = body.split(/\r\n(?=BEGIN:V)/);
  expect(zone.split('\r\n')).toEqual([
    'BEGIN:VTIMEZONE',
    'TZID:Europe/Berlin',
    'BEGIN:STANDARD',
    'DTSTART:20270101T000000',
    'TZOFFSETFROM:+0100',
    'TZOFFSETTO:+0100',
    'END:STANDARD',
    'BEGIN:DAYLIGHT',
    'DTSTART:20270328T020000',
    'TZOFFSETFROM:+0100',
    'TZOFFSETTO:+0200',
    'END:DAYLIGHT',
    'BEGIN:STANDARD',
    'DTSTART:20271031T030000',
    'TZOFFSETFROM:+0200',
    'TZOFFSETTO:+0100',
    'END:STANDARD',
    'END:VTIMEZONE',
  ]);
});
