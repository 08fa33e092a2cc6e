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
