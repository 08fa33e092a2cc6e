import { eventBody } from '../support/api/bodies.ts';
import { expectBrokenRules } from '../support/api/expectations.ts';
import { question } from '../support/api/rules/questions.ts';
import { text } from '../support/api/rules/texts.ts';
import { validated } from '../support/api/validation.ts';

const sent = (...questions: unknown[]) => validated('createEvent', { body: eventBody({ questions }) });

const different = (count: number) => Array.from({ length: count }, (_, n) => String(n));

test.each<[string, unknown]>([
  ['key', 'a'],
  ['key', `z${'_'.repeat(39)}`],
  ['key', 'Size_9'],
  ...text(200).inside.map(([, value]): [string, unknown] => ['label', value]),
  ...['text', 'number', 'boolean'].map((type): [string, unknown] => ['type', type]),
  ['required', true],
  ['required', false],
  ['maxLength', 1],
  ['maxLength', 1000],
])('the %s of a question may be %j', async (field, value) => {
  const { status, body } = await sent(question({ [field]: value }));
  expect(status).toBe(200);
  expect(body.body.questions).toEqual([question({ [field]: value })]);
});

test.each<[string, unknown]>([
  ...['', '9a', '_a', 'a-b', 'a.b', 'ä', `a${'b'.repeat(40)}`, 5, null, ['a']].map(
    (value): [string, unknown] => ['key', value],
  ),
  ...text(200).outside.map(([, value]): [string, unknown] => ['label', value]),
  ...['', 'Text', 'date', 5, null].map((value): [string, unknown] => ['type', value]),
  ...['true', 1, []].map((value): [string, unknown] => ['required', value]),
  ...[0, 1001, 1.5, '5', true, []].map((value): [string, unknown] => ['maxLength', value]),
])('the %s of a question may not be %j', async (field, value) => {
  expectBrokenRules(await sent(question(), question({ key: 'b', [field]: value })), [
    `/body/questions/1/${field}`,
  ]);
});

const choosing = (choices: unknown) => sent(question({ type: 'choice', choices }));

test.each([[['a']], [different(50)], [['x'.repeat(100), '🎉'.repeat(100)]], [['a', 'A']]])(
  'the choices may be %j',
  async choices => {
    expect((await choosing(choices)).status).toBe(200);
  },
);

test.each<[unknown, string]>([
  [[], '/choices'],
  [different(51), '/choices'],
  [['a', 'b', 'a'], '/choices'],
  ['a', '/choices'],
  [{}, '/choices'],
  [['a', 'x'.repeat(101)], '/choices/1'],
  [[' '], '/choices/0'],
  [[5], '/choices/0'],
  [null, ''],
  [undefined, ''],
])('the choices may not be %j', async (choices, path) => {
  expectBrokenRules(await choosing(choices), [`/body/questions/0${path}`]);
});

test.each([
  [question({ choices: ['a'] }), 'must have choices if its type is choice, and none otherwise'],
  [
    question({ type: 'number', choices: ['a'] }),
    'must have choices if its type is choice, and none otherwise',
  ],
  [question({ type: 'number', maxLength: 5 }), 'must have a maxLength only if its type is text'],
  [
    question({ type: 'choice', choices: ['a'], maxLength: 5 }),
    'must have a maxLength only if its type is text',
  ],
])('%j has something of another type', async (broken, message) => {
  const { body } = await sent(broken);
  expect(body.errors).toEqual([{ path: '/body/questions/0', message }]);
});

test('all broken rules of all questions are listed at once', async () => {
  expectBrokenRules(await sent({}, question({ type: 'choice', maxLength: 0 }), 5), [
    '/body/questions/0/key',
    '/body/questions/0/label',
    '/body/questions/0/type',
    '/body/questions/1',
    '/body/questions/1',
    '/body/questions/1/maxLength',
    '/body/questions/2',
  ]);
});

test('unknown fields of a question are ignored', async () => {
  expect((await sent(question({ help: 'No.' }))).body.body.questions).toEqual([question()]);
});
