import { type Rule, wrongTypes } from './rule.ts';

/** A whole number from 1 to `most`. */
const countUpTo = (most: number): Rule => ({
  inside: [
    ['1', 1],
    [String(most), most],
  ],
  outside: [
    ['0', 0],
    ['-1', -1],
    [String(most + 1), most + 1],
    ['0.5', 0.5],
    ['1.5', 1.5],
    ['"5"', '5'],
    ['a boolean', true],
    ...wrongTypes,
  ],
});

export const capacity: Rule = countUpTo(100_000);
export const expectedPeople: Rule = countUpTo(10_000_000);

export const waitlistCapacity: Rule = {
  inside: [
    ['0', 0],
    ['1000000', 1_000_000],
  ],
  outside: [
    ['-1', -1],
    ['1000001', 1_000_001],
    ['0.5', 0.5],
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
