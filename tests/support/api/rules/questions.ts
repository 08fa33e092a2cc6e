import type { Rule } from './rule.ts';

/** A question with these fields. */
export const question = (fields: object = {}) => ({ key: 'meal', label: 'Meal?', type: 'text', ...fields });

const keyed = (count: number, fields: object = {}) =>
  Array.from({ length: count }, (_, n) => question({ key: `k${n}`, ...fields }));

/** Questions of so many bytes, as JSON. */
function ofBytes(bytes: number): object[] {
  const texts = Array.from({ length: 50 }, (_, n) => `${n} ${'x'.repeat(97)}`);
  const all = [3, 2, 1].map(n => question({ key: `k${n}`, type: 'choice', choices: texts }));
  const lengthOf = (list: object[]) => JSON.stringify(list).length;
  const rest = question({ key: 'rest', type: 'choice', choices: [] as string[] });
  const list = [...all, rest];
  const choices: string[] = [];
  for (let left = bytes - lengthOf(list); left > 0; left = bytes - lengthOf([...all, { ...rest, choices }])) {
    const comma = choices.length > 0 ? 1 : 0;
    const size = Math.min(left - 2 - comma, left > 103 && left < 107 ? 50 : 100);
    choices.push(`${choices.length} `.padEnd(size, 'y'));
  }
  return [...all, { ...rest, choices }];
}

/** What an event asks people. Only rules of the whole list are here. */
export const questions: Rule = {
  inside: [
    ['nothing', []],
    ['a text', [question()]],
    ['a text with a length', [question({ maxLength: 1000, required: true })]],
    ['a number', [question({ type: 'number', required: false })]],
    ['yes or no', [question({ type: 'boolean' })]],
    ['a choice', [question({ type: 'choice', choices: ['a', 'b'] })]],
    ['with nulls for what may be left out', [question({ required: null, choices: null, maxLength: null })]],
    ['20 questions', keyed(20)],
    ['16384 bytes', ofBytes(16_384)],
  ],
  outside: [
    ['null', null],
    ['a text', 'meal'],
    ['an object', question()],
    ['a number', 5],
    ['a boolean', true],
    ['21 questions', keyed(21)],
    ['two of one key', [...keyed(2), question({ key: 'k1', type: 'number' })]],
    ['16385 bytes', ofBytes(16_385)],
  ],
};

/** Answers of so many bytes, as JSON. */
const answersOf = (bytes: number) => ({ text: 'x'.repeat(bytes - '{"text":""}'.length) });

/** What somebody answers. The questions of the event decide about the rest. */
export const answers: Rule = {
  inside: [
    ['nothing', {}],
    ['of every type', { a: 'b', b: 1.5, c: false, d: null, e: ['f'] }],
    ['4096 bytes', answersOf(4096)],
    ['4096 bytes of emoji', { text: `${'🎉'.repeat(1021)}x` }],
  ],
  outside: [
    ['null', null],
    ['a text', 'a'],
    ['an array', ['a']],
    ['a number', 5],
    ['a boolean', true],
    ['4097 bytes', answersOf(4097)],
    ['4097 bytes of emoji', { text: `${'🎉'.repeat(1021)}xx` }],
  ],
};
