import { brokenAnswers, givenAnswers, type Question, questionsOf } from '../../../lib/domain/questions.ts';

const asks = (fields: Partial<Question>): Question[] => [
  { key: 'q', label: 'Q?', type: 'text', required: false, ...fields },
];
const messages = (fields: Partial<Question>, answers: object = {}) =>
  brokenAnswers(asks(fields), answers).map(({ message }) => message);

const FIVE: Partial<Question> = { type: 'text', maxLength: 5 };
const CHOICE: Partial<Question> = { type: 'choice', choices: ['a', 'b, c'] };

test.each<[Partial<Question>, unknown]>([
  [{}, 'a'],
  [{}, 'x'.repeat(2000)],
  [FIVE, 'x'.repeat(5)],
  [FIVE, '🎉'.repeat(5)],
  [{}, '\u200ba'],
  [{ type: 'number' }, 0],
  [{ type: 'number' }, -1.5e300],
  [{ type: 'boolean' }, false],
  [CHOICE, 'b, c'],
])('%j takes %j', (fields, answer) => {
  expect(messages({ ...fields, required: true }, { q: answer })).toEqual([]);
});

test.each<[Partial<Question>, unknown, string]>([
  [{}, 5, 'must be string'],
  [{}, ['a'], 'must be string'],
  [{}, '', 'must NOT have fewer than 1 characters'],
  [{}, ' \u200b', 'must show something: it has only white space or invisible characters'],
  [{}, 'a\ud83c', 'must be valid Unicode'],
  [FIVE, 'x'.repeat(6), 'must NOT have more than 5 characters'],
  [FIVE, '🎉'.repeat(6), 'must NOT have more than 5 characters'],
  [{ type: 'number' }, '5', 'must be number'],
  [{ type: 'number' }, true, 'must be number'],
  [{ type: 'number' }, Number.POSITIVE_INFINITY, 'must be number'],
  [{ type: 'boolean' }, 'true', 'must be boolean'],
  [{ type: 'boolean' }, 1, 'must be boolean'],
  [CHOICE, 'A', 'must be one of: a, b, c'],
  [CHOICE, ['a'], 'must be string'],
])('%j does not take %j', (fields, answer, message) => {
  expect(messages(fields, { q: answer })).toEqual([message]);
});

test('an answer that is required has to be there, and another one need not', () => {
  expect(messages({ required: true })).toEqual(['is required']);
  expect(messages({ required: false })).toEqual([]);
  expect(brokenAnswers([], undefined)).toEqual([]);
});

test('every broken rule is found at once, and so is every key that the event does not ask for', () => {
  const questions = [...asks({ required: true }), ...asks({ ...FIVE, key: 'five' }), ...asks({ key: 'ok' })];
  const answers = JSON.parse('{"five":"      ","ok":"a","__proto__":1,"constructor":"b"}');
  expect(brokenAnswers(questions, answers)).toEqual([
    { key: 'q', message: 'is required' },
    { key: 'five', message: 'must NOT have more than 5 characters' },
    { key: 'five', message: 'must show something: it has only white space or invisible characters' },
    { key: '__proto__', message: 'is not known here' },
    { key: 'constructor', message: 'is not known here' },
  ]);
});

test('a question that is found on the prototype of answers is not answered', () => {
  expect(brokenAnswers(asks({ key: 'toString', required: true }), {})).toEqual([
    { key: 'toString', message: 'is required' },
  ]);
});

test('null stands for no answer, and no answers are none', () => {
  expect(givenAnswers({ a: null, b: false, c: '' })).toEqual({ b: false, c: '' });
  for (const sent of [undefined, {}, { a: null }]) expect(givenAnswers(sent)).toBeUndefined();
});

test('a question is kept with whether it is required, and without what does not belong to it', () => {
  const sent = { key: 'q', label: 'Q?', type: 'text' as const };
  const kept = { ...sent, required: false };
  expect(questionsOf([sent])).toEqual([kept]);
  expect(questionsOf([{ ...sent, required: null, choices: null, maxLength: null }])).toEqual([kept]);
  for (const nothing of [undefined, null, []]) expect(questionsOf(nothing)).toBeUndefined();
});
