import { instantOf, textOf } from '../../../lib/domain/instants.ts';

test.each([
  ['2027-05-01T09:00:00Z', '2027-05-01T09:00:00.000Z'],
  ['2027-05-01t09:00:00z', '2027-05-01T09:00:00.000Z'],
  ['2027-05-01T11:00:00+02:00', '2027-05-01T09:00:00.000Z'],
  ['2027-05-01T09:00:00-00:00', '2027-05-01T09:00:00.000Z'],
  ['2027-05-01T09:00:00.5Z', '2027-05-01T09:00:00.500Z'],
  ['2027-05-01T09:00:00.123456789Z', '2027-05-01T09:00:00.123Z'],
  ['2024-02-29T23:59:59+23:59', '2024-02-29T00:00:59.000Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
])('%s is %s', (text, same) => {
  expect(textOf(Number(instantOf(text)))).toBe(same);
});

test.each([
  ['a day', '2027-05-01'],
  ['a time without an offset', '2027-05-01T09:00:00'],
  ['a time without seconds', '2027-05-01T09:00Z'],
  ['a day that a month does not have', '2027-02-29T09:00:00Z'],
  ['hour 24', '2027-05-01T24:00:00Z'],
  ['minute 60', '2027-05-01T09:60:00Z'],
  ['a leap second', '2016-12-31T23:59:60Z'],
  ['an offset of 24 hours', '2027-05-01T09:00:00+24:00'],
  ['an offset without minutes', '2027-05-01T09:00:00+02'],
  ['a space for the T', '2027-05-01 09:00:00Z'],
  ['more behind it', '2027-05-01T09:00:00Z '],
  ['a time before the year 1 in UTC', '0001-01-01T00:00:00+00:01'],
  ['a time after the year 9999 in UTC', '9999-12-31T23:59:59-00:01'],
  ['nothing', ''],
])('%s is no instant', (_what, text) => {
  expect(instantOf(text)).toBeUndefined();
});
