import { type Rule, wrongTypes } from './rule.ts';

export const capacity: Rule = {
  inside: [
    ['1', 1],
    ['100000', 100_000],
  ],
  outside: [
    ['0', 0],
    ['-1', -1],
    ['100001', 100_001],
    ['1.5', 1.5],
    ['"5"', '5'],
    ['a boolean', true],
    ...wrongTypes,
  ],
};

export const boolean: Rule = {
  inside: [
    ['true', true],
    ['false', false],
  ],
  outside: [['"true"', 'true'], ['"false"', 'false'], ['nothing', ''], ['0', 0], ['1', 1], ...wrongTypes],
};

const oneOfTexts = (...values: string[]): Pick<Rule, 'inside'> & { outside: [string, string][] } => ({
  inside: values.map(value => [value, value]),
  outside: [
    ['nothing', ''],
    ['another word', 'deleted'],
    ...values.flatMap((value): [string, string][] => [
      [`${value} in capitals`, value.toUpperCase()],
      [`${value} with a space`, `${value} `],
    ]),
  ],
});

export const wordInQuery = (...values: string[]): Rule => oneOfTexts(...values);
export const wordInBody = (...values: string[]): Rule => ({
  inside: oneOfTexts(...values).inside,
  outside: [...oneOfTexts(...values).outside, ['a number', 5], ['a boolean', true], ...wrongTypes],
});

export const limit: Rule = {
  inside: [
    ['1', '1', 1],
    ['100', '100', 100],
  ],
  outside: [
    '0',
    '101',
    'abc',
    '1e1',
    '0x10',
    '05',
    '+5',
    '-5',
    '1.5',
    ' 5',
    '5,6',
    '٣',
    '',
    '9'.repeat(30),
  ].map(value => [JSON.stringify(value), value]),
};
