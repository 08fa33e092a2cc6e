import fc from 'fast-check';
import {
  clockTime,
  isTimeZone,
  isUtc,
  momentOf,
  offsetsOf,
  transitionsBetween,
} from '../../../lib/domain/zonedTime.ts';
import { expectFirstShown, shownAt } from '../../support/api/clocks.ts';

const HOUR_MS = 3_600_000;
const momentIn = (zone: string, local: string) => momentOf(clockTime(local), offsetsOf(zone));

describe('a local time', () => {
  test.each([
    ['Europe/Berlin', '2027-05-01T19:00', '2027-05-01T17:00:00.000Z'],
    ['Europe/Berlin', '2027-12-24T19:00:30', '2027-12-24T18:00:30.000Z'],
    ['America/New_York', '2027-07-04T09:00', '2027-07-04T13:00:00.000Z'],
    ['Australia/Lord_Howe', '2027-01-01T00:00', '2026-12-31T13:00:00.000Z'],
    ['Asia/Kathmandu', '2027-01-01T00:00', '2026-12-31T18:15:00.000Z'],
    ['Pacific/Kiritimati', '2027-01-01T00:00', '2026-12-31T10:00:00.000Z'],
    ['Etc/UTC', '2027-05-01T19:00', '2027-05-01T19:00:00.000Z'],
    ['Europe/Berlin', '0001-01-01T00:00', '0000-12-31T23:06:32.000Z'],
    ['America/New_York', '9999-12-31T23:59:59', '+010000-01-01T04:59:59.000Z'],
  ])('in %s, %s, is the instant %s', (zone, local, instant) => {
    const moment = momentIn(zone, local);
    expect({ ...moment, instant: new Date(moment.instant).toISOString() }).toEqual({ instant, times: 1 });
  });

  test.each([
    ['Europe/Berlin', '2027-03-28T02:00'],
    ['Europe/Berlin', '2027-03-28T02:59:59'],
    ['America/New_York', '2027-03-14T02:30'],
    ['Australia/Sydney', '2027-10-03T02:30'],
    ['Australia/Lord_Howe', '2027-10-03T02:15'],
    ['Africa/Cairo', '2027-04-30T00:30'],
    ['Pacific/Apia', '2011-12-30T12:00'],
  ])('in %s, %s, is skipped', (zone, local) => {
    expect(momentIn(zone, local).times).toBe(0);
  });

  test.each([
    ['Europe/Berlin', '2027-03-28T01:59:59'],
    ['Europe/Berlin', '2027-03-28T03:00'],
    ['Europe/Berlin', '2027-10-31T01:59:59'],
    ['Europe/Berlin', '2027-10-31T03:00'],
    ['Australia/Lord_Howe', '2027-10-03T02:30'],
    ['Pacific/Apia', '2011-12-29T23:59:59'],
    ['Pacific/Apia', '2011-12-31T00:00'],
  ])('in %s, %s, beside a change, is shown once', (zone, local) => {
    const { instant, times } = momentIn(zone, local);
    expect(times).toBe(1);
    expectFirstShown(instant, local, zone);
  });

  test.each([
    ['Europe/Berlin', '2027-10-31T02:00', '2027-10-31T00:00:00.000Z'],
    ['Europe/Berlin', '2027-10-31T02:59:59', '2027-10-31T00:59:59.000Z'],
    ['America/New_York', '2027-11-07T01:30', '2027-11-07T05:30:00.000Z'],
    ['Australia/Lord_Howe', '2027-04-04T01:45', '2027-04-03T14:45:00.000Z'],
  ])('in %s, %s, is shown twice, and meant when it is shown first, %s', (zone, local, instant) => {
    const moment = momentIn(zone, local);
    expect({ ...moment, instant: new Date(moment.instant).toISOString() }).toEqual({ instant, times: 2 });
  });

  test('that clocks show is found from the instant at which they show it, in every zone and year', () => {
    const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    const second = fc.integer({ min: Date.parse('0001-01-02') / 1000, max: Date.parse('9999-12-30') / 1000 });
    fc.assert(
      fc.property(zone, second, (timeZone, seconds) => {
        const local = shownAt(seconds * 1000, timeZone);
        const { instant, times } = momentIn(timeZone, local);
        expect(shownAt(instant, timeZone)).toBe(local);
        expect(instant).toBeLessThanOrEqual(seconds * 1000);
        expect([1, 2]).toContain(times);
        if (instant < seconds * 1000) expect(times).toBe(2);
      }),
      { numRuns: 500 },
    );
  });
});

test('all zones of IANA have names, and an offset is none', () => {
  for (const name of Intl.supportedValuesOf('timeZone')) expect(isTimeZone(name)).toBe(true);
  expect(['+01:00', '-0800', 'Z', 'BST', 'Europe', ''].filter(isTimeZone)).toEqual([]);
});

test.each([
  ['UTC', true],
  ['etc/utc', true],
  ['Zulu', true],
  ['Europe/London', false],
  ['Africa/Abidjan', false],
])('%s has the clocks of UTC: %j', (name, expected) => {
  expect(isUtc(name)).toBe(expected);
});

describe('the changes of clocks in a year', () => {
  const changesOf = (zone: string, year: number) => {
    const offsetAt = offsetsOf(zone);
    return transitionsBetween(Date.UTC(year, 0), Date.UTC(year + 1, 0), offsetAt).map(
      ({ instant, before, after }) => [
        new Date(instant).toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length),
        before / HOUR_MS,
        after / HOUR_MS,
      ],
    );
  };

  test.each<[string, number, [string, number, number][]]>([
    [
      'Europe/Berlin',
      2027,
      [
        ['2027-03-28T01:00:00', 1, 2],
        ['2027-10-31T01:00:00', 2, 1],
      ],
    ],
    [
      'Australia/Sydney',
      2027,
      [
        ['2027-04-03T16:00:00', 11, 10],
        ['2027-10-02T16:00:00', 10, 11],
      ],
    ],
    ['Asia/Tokyo', 2027, []],
    [
      'Pacific/Apia',
      2011,
      [
        ['2011-04-02T14:00:00', -10, -11],
        ['2011-09-24T14:00:00', -11, -10],
        ['2011-12-30T10:00:00', -10, 14],
      ],
    ],
    // Two within a week.
    [
      'America/Recife',
      2000,
      [
        ['2000-02-27T02:00:00', -2, -3],
        ['2000-10-08T03:00:00', -3, -2],
        ['2000-10-15T02:00:00', -2, -3],
      ],
    ],
  ])('of %s in %i', (zone, year, expected) => {
    expect(changesOf(zone, year)).toEqual(expected);
  });
});
