import { getEvent, listEventRegistrations, updateEvent } from '../support/api/operations.ts';
import { question } from '../support/api/rules/questions.ts';
import { anAskingEvent, QUESTIONS } from '../support/records/questions.ts';
import { anEvent, storedEvent } from '../support/records/records.ts';
import { violationsOf } from '../support/records/violations.ts';

const OTHERS = [question({ required: true })];

/** The questions that are stored with what people read, and the version by which both items know them. */
async function storedQuestions(eventId: string) {
  const [details, item] = await storedEvent(eventId);
  expect(item).not.toHaveProperty('questions');
  expect(item?.questionsVersion).toBe(details?.questionsVersion);
  return { questions: details?.questions, version: item?.questionsVersion };
}

test('questions replace those before them, under a version of their own', async () => {
  const eventId = await anAskingEvent();
  const first = await storedQuestions(eventId);
  expect(first).toEqual({ questions: QUESTIONS, version: expect.any(Number) });
  const { body } = await updateEvent(eventId, { questions: OTHERS });
  expect(body.questions).toEqual(OTHERS);
  expect((await getEvent(eventId)).body).toEqual(body);
  const second = await storedQuestions(eventId);
  expect(second.questions).toEqual(OTHERS);
  expect(Number(second.version)).toBeGreaterThan(Number(first.version));
});

test.each([[null], [[]]])('%j removes them from both items', async questions => {
  const eventId = await anAskingEvent();
  expect((await updateEvent(eventId, { questions })).body).not.toHaveProperty('questions');
  for (const item of await storedEvent(eventId)) {
    expect(item).not.toHaveProperty('questions');
    expect(item).not.toHaveProperty('questionsVersion');
  }
  expect((await listEventRegistrations(eventId)).status).toBe(200);
  expect(await violationsOf(eventId)).toEqual([]);
});

test('another edit leaves them, and their version', async () => {
  const eventId = await anAskingEvent();
  const before = await storedQuestions(eventId);
  expect((await updateEvent(eventId, { title: 'New', capacity: 9 })).body.questions).toEqual(QUESTIONS);
  expect(await storedQuestions(eventId)).toEqual(before);
});

test('two who edit them at once leave both items with the questions of one of them', async () => {
  const eventId = await anEvent();
  const edits = [OTHERS, QUESTIONS, null].map(questions => updateEvent(eventId, { questions }));
  expect((await Promise.all(edits)).map(({ status }) => status)).toEqual([200, 200, 200]);
  const { questions, version } = await storedQuestions(eventId);
  expect([OTHERS, QUESTIONS, undefined]).toContainEqual(questions);
  expect(version === undefined).toBe(questions === undefined);
});
