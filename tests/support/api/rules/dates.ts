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
