import { isDay, isRealDay } from '../../../lib/domain/days.ts';

test.each(['0001-01-01', '2028-02-29', '2027-12-31', '9999-12-31'])('%s is a day of events', text => {
  expect([isRealDay(text), isDay(text)]).toEqual([true, true]);
});

test.each(['0000-01-01', '0000-12-31'])('%s is a real day, and none that events may have', text => {
  expect([isRealDay(text), isDay(text)]).toEqual([true, false]);
});

test.each([
  '',
  '2027-02-29',
  '2027-04-31',
  '2027-13-01',
  '2027-00-01',
  '2027-01-00',
  '2027-1-1',
  '2027-01-01T00:00',
  '+02027-01-01',
  '10000-01-01',
  '２０２７-01-01',
])('%j is no day', text => {
  expect([isRealDay(text), isDay(text)]).toEqual([false, false]);
});
