import fc from 'fast-check';
import { daysBetween, MOVING_FIELDS, movedBy, movedTo } from '../../../lib/domain/copies.ts';

test.each([
  ['a date', '2024-02-28', 1, '2024-02-29'],
  ['a date over the end of a year', '2027-12-31', 1, '2028-01-01'],
  ['a date back to the first day', '0001-01-02', -1, '0001-01-01'],
  ['a date to the last day', '9999-12-30', 1, '9999-12-31'],
  [
    'an instant, at the same time of the day in UTC',
    '2027-03-27T23:30:00.000Z',
    1,
    '2027-03-28T23:30:00.000Z',
  ],
  ['a local time, the same on the clock', '2027-03-27T02:30', 365, '2028-03-26T02:30'],
  ['a local time with seconds', '2027-03-27T02:30:15', 7, '2027-04-03T02:30:15'],
])('%s is moved by days', (_what, text, days, moved) => {
  expect(movedBy(days, text)).toBe(moved);
});

test.each([
  ['before the first year', '0001-01-01', -1],
  ['behind the last year', '9999-12-31T10:00:00.000Z', 1],
  ['out of all time', '2027-01-01', 1e15],
])('there is no day %s', (_where, text, days) => {
  expect(movedBy(days, text)).toBeUndefined();
});

const anyDay = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map(date => date.toISOString().slice(0, 10));

test('moving by the days between two days leads from the one to the other, and back', () =>
  fc.assert(
    fc.property(anyDay, anyDay, (one, other) => {
      expect(movedBy(daysBetween(one, other), one)).toBe(other);
      expect(daysBetween(one, other) + daysBetween(other, one)).toBe(0);
    }),
  ));

test('an event moves with all its times, by the same number of days, and keeps everything else', () => {
  const event = {
    title: '2027-05-01 in the title',
    date: '2027-05-01',
    opensAt: '2027-04-01T08:00:00.000Z',
    closesAt: null,
    startsAt: '2027-05-01T18:00',
    endsAt: '2027-05-02T01:00',
    capacity: 5,
  };
  expect(movedTo('2027-05-08', event)).toEqual({
    moved: {
      ...event,
      date: '2027-05-08',
      opensAt: '2027-04-08T08:00:00.000Z',
      startsAt: '2027-05-08T18:00',
      endsAt: '2027-05-09T01:00',
    },
    out: [],
  });
});

test('the fields that would leave the calendar are named', () => {
  const event = { date: '2027-05-01', opensAt: '2027-04-01T00:00:00.000Z', endsAt: '2027-05-02T01:00' };
  expect(movedTo('0001-01-15', event).out).toEqual(['opensAt']);
  expect(movedTo('9999-12-31', event).out).toEqual(['endsAt']);
  expect(MOVING_FIELDS).toEqual(expect.arrayContaining(['date', 'opensAt', 'endsAt']));
});
