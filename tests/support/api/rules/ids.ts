import { type Rule, wrongTypes } from './rule.ts';

const idTexts: Pick<Rule, 'inside'> & { outside: [string, string][] } = {
  inside: [
    ['one character', 'a'],
    ['128 characters', 'x'.repeat(128)],
    ['every character', 'ABCXYZabcxyz0123456789_-'],
    ['only signs', '-_'],
    ['a UUID', '0b1f7a52-9f43-4d8e-8a55-0d6f4c2b1a39'],
  ],
  outside: [
    ['nothing', ''],
    ['129 characters', 'x'.repeat(129)],
    ...[' ', '.', '/', '\\', '#', '%', ':', '+', '@', '~', '\n', '\u0000', 'é', 'ａ', '٣', '🎉'].map(
      (character): [string, string] => [`the character ${JSON.stringify(character)}`, `a${character}`],
    ),
  ],
};

export const idInPath: Rule = idTexts;
export const secretInQuery: Rule = {
  inside: [['43 characters', 'x'.repeat(43)]],
  outside: [
    ['nothing', ''],
    ['42 characters', 'x'.repeat(42)],
    ['44 characters', 'x'.repeat(44)],
    ['a dot', `${'x'.repeat(42)}.`],
  ],
};
export const idInBody: Rule = {
  inside: idTexts.inside,
  outside: [...idTexts.outside, ['a number', 5], ['a boolean', true], ...wrongTypes],
};

const many = (count: number) => Array.from({ length: count }, (_, n) => `user-${n}`);
const entriesOf = (values: string[]) => values.map(userId => ({ userId }));
const notLists: Rule['outside'] = [
  ['a text', 'user-1'],
  ['a number', 5],
  ['null', null],
  ['an object', { 0: 'user-1' }],
];

/** A list of 1 to `most` different ids. */
export const idsInBody = (most: number): Rule => ({
  inside: [
    ['one id', ['user-1']],
    [`${most} ids`, many(most)],
  ],
  outside: [
    ['no id', []],
    [`${most + 1} ids`, many(most + 1)],
    ['the same id twice', ['user-1', 'user-2', 'user-1']],
    ...notLists,
  ],
});

/** A list of 1 to `most` entries, each with an id. */
export const entriesInBody = (most: number): Rule => ({
  inside: [
    ['one entry', entriesOf(['user-1'])],
    [`${most} entries`, entriesOf(many(most))],
    ['the same id twice', entriesOf(['user-1', 'user-1'])],
    ['null for a time', [{ userId: 'user-1', checkedInAt: null }]],
  ],
  outside: [['no entry', []], [`${most + 1} entries`, entriesOf(many(most + 1))], ...notLists],
});
