import { type Rule, wrongTypes } from './rule.ts';

const dateTexts: Pick<Rule, 'inside'> & { outside: [string, string][] } = {
  inside: [
    ['a leap day', '2024-02-29'],
    ['the leap day of a century', '2000-02-29'],
    ['a past day', '1970-01-01'],
    ['the first day', '0001-01-01'],
    ['the last day', '9999-12-31'],
  ],
  outside: [
    ['29 February of a common year', '2023-02-29'],
    ['29 February of a common century', '1900-02-29'],
    ['a month 13', '2024-13-01'],
    ['a month 0', '2024-00-10'],
    ['a day 0', '2024-01-00'],
    ['31 April', '2024-04-31'],
    ['a month of one digit', '2024-1-01'],
    ['no dashes', '20240101'],
    ['another order', '01-02-2024'],
    ['a time', '2024-02-29T00:00:00Z'],
    ['a space before it', ' 2024-02-29'],
    ['a new line behind it', '2024-02-29\n'],
    ['a year of five digits', '12024-01-01'],
    ['a day of the year 0', '0000-01-01'],
    ['the day before the first one', '0000-12-31'],
    ['nothing', ''],
  ],
};

export const dateInQuery: Rule = dateTexts;
export const dateInBody: Rule = {
  inside: dateTexts.inside,
  outside: [...dateTexts.outside, ['a number', 20240229], ...wrongTypes],
};

export const instantInBody: Rule = {
  inside: [
    ['a time in UTC', '2027-05-01T09:00:00Z'],
    ['a time with an offset and a fraction', '2027-05-01T09:00:00.250+05:30'],
    ['a past time', '1970-01-01T00:00:00Z'],
    ['the first time', '0001-01-01T00:00:00Z'],
    ['the last time', '9999-12-31T23:59:59.999Z'],
  ],
  outside: [
    ['a day', '2027-05-01'],
    ['a time without an offset', '2027-05-01T09:00:00'],
    ['29 February of a common year', '2023-02-29T00:00:00Z'],
    ['hour 24', '2027-05-01T24:00:00Z'],
    ['a leap second', '2016-12-31T23:59:60Z'],
    ['the second before the first one', '0001-01-01T00:00:00+00:01'],
    ['the second after the last one', '9999-12-31T23:59:59-00:01'],
    ['a new line behind it', '2027-05-01T09:00:00Z\n'],
    ['nothing', ''],
    ['a number', 1_800_000_000_000],
    ...wrongTypes,
  ],
};

const daysOf = (count: number): string[] =>
  Array.from({ length: count }, (_, n) => new Date(Date.UTC(2027, 0, 1 + n)).toISOString().slice(0, 10));

/** From 1 to 50 days, each another one. */
export const datesInBody: Rule = {
  inside: [
    ...dateTexts.inside.map(([name, day]): [string, unknown] => [name, [day]]),
    ['two days', daysOf(2)],
    ['fifty days', daysOf(50)],
  ],
  outside: [
    ...dateTexts.outside.map(([name, day]): Rule['outside'][number] => [name, ['2027-01-01', day], '/1']),
    ['no day', []],
    ['fifty-one days', daysOf(51)],
    ['a day twice', ['2027-01-01', '2027-01-02', '2027-01-01']],
    ['a list of null', [null], '/0'],
    ['a list of another word', ['a'], '/0'],
    ['a text', '2027-01-01'],
    ['a number', 20270101],
    ['null', null],
    ['an object', { a: 'a' }],
  ],
};
