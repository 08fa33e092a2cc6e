import { type Rule, wrongTypes } from './rule.ts';

const EMOJI = '🎉';

/** Characters of each kind that shows nothing: blanks, control characters, default-ignorable ones. */
const INVISIBLE = [
  ...['\u2800', '\u3164', '\u115f', '\u1160', '\uffa0'],
  ...['\u0000', '\u001b', '\u007f', '\u009f'],
  ...['\u00ad', '\u034f', '\u061c', '\u17b4', '\u180e', '\u200b', '\u200f', '\u202e', '\u2060', '\u2064'],
  ...['\ufe0f', '\ufff0', '\u{1bca0}', '\u{1d173}', '\u{e0001}', '\u{e0100}'],
];
const escaped = (character: string) => `U+${character.codePointAt(0)?.toString(16)}`;

export const text = (most: number): Rule => ({
  inside: [
    ['one character', 'a'],
    [`${most} characters`, 'x'.repeat(most)],
    [`${most} emoji`, EMOJI.repeat(most)],
    ['white space around a word', ' \n a \t'],
    ['a word behind white space of every kind', '\u00a0\u2003\ufeffa'],
    ['a word among invisible characters', '\u200b\u2060a\u00ad\u2800\u0000'],
    ['emoji that are joined', '👩\u200d🚀\ufe0f'],
    ['a combining mark', '\u0301'],
  ],
  outside: [
    ['nothing', ''],
    [`${most + 1} characters`, 'x'.repeat(most + 1)],
    [`${most + 1} emoji`, EMOJI.repeat(most + 1)],
    ['only a space', ' '],
    ['only white space of every kind', '\t\r\n\u0085\u00a0\u2003\u2028\ufeff'],
    ['only invisible characters of every kind', INVISIBLE.join('')],
    ...INVISIBLE.map((character): [string, string] => [`only ${escaped(character)}`, character]),
    ['half a surrogate pair', 'a\ud83c'],
    ['the other half', '\udf89a'],
    ['a pair in the wrong order', '\udf89\ud83c'],
    ['a number', 5],
    ['a boolean', true],
    ...wrongTypes,
  ],
});

/** A query holds only well-formed text. The service reads U+FFFD where the bytes are no UTF-8. */
export const textInQuery = (most: number): Rule => {
  const { inside, outside } = text(most);
  const isSent = (value: unknown) => typeof value === 'string' && value.isWellFormed();
  return { inside, outside: outside.filter(([, value]) => isSent(value)) };
};

/** A text that may be given several times is read as a list. */
export const textsInQuery = (most: number): Rule => {
  const { inside, outside } = textInQuery(most);
  return {
    inside: [
      ...inside.map(([name, value]): Rule['inside'][number] => [name, value, [value]]),
      ['several', ['a', 'b', 'a']],
      ['ten', Array(10).fill('a')],
    ],
    outside: [...outside, ['a bad one of several', ['a', ' ']], ['eleven', Array(11).fill('a')]],
  };
};
