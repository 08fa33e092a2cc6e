import { operations } from '../../schemas/operations.ts';
import type { OperationId } from '../../schemas/requests.ts';
import { exampleOf, placeOf, problemOf, sendExample, successOf, timeless } from '../support/api/examples.ts';
import { exceptRequestId } from '../support/api/expectations.ts';
import { recordHistory } from '../support/api/operations.ts';
import { places } from '../support/documents/document.ts';

/** An order in which the examples tell a story. */
const STORY: OperationId[] = [
  'getRoot',
  'getHealth',
  'getOpenApi',
  'getDocs',
  'getDocsFile',
  'createEvent',
  'createUser',
  'registerForEvent',
  'registerManyForEvent',
  'getEvent',
  'getEventAvailability',
  'getEventCalendar',
  'createCalendarFeed',
  'getUserCalendar',
  'listEvents',
  'copyEvent',
  'getUser',
  'listUsers',
  'checkIn',
  'checkInMany',
  'undoCheckIn',
  'listEventRegistrations',
  'listUserRegistrations',
  'updateEvent',
  'unregisterFromEvent',
  'listEventHistory',
  'listUserHistory',
  'transferSeat',
  'updateUser',
  'deleteEvent',
  'deleteUser',
];

/** Ada has a seat again, and Ben exists, to whom she may hand it on. */
async function prepareTransfer(): Promise<void> {
  expect((await sendExample('createUser', { body: { userId: 'ben', name: 'Ben' } })).status).toBe(201);
  expect((await sendExample('registerForEvent')).status).toBe(201);
}

test('the example of each operation is answered as the document says, one after the other', async () => {
  for (const operationId of STORY) {
    if (operationId === 'listEventHistory') await recordHistory();
    if (operationId === 'transferSeat') await prepareTransfer();
    const { status, examples } = successOf(placeOf(operationId).operation);
    const [first, ...others] = examples.filter(({ example }) => example !== undefined);
    const answer = await sendExample(operationId);
    expect({ operationId, status: answer.status }).toEqual({ operationId, status });
    if (first) expect(timeless(answer.body)).toEqual(timeless(first.example));
    for (const { type, example } of others) {
      const { body } = await sendExample(operationId, { headers: { accept: type } });
      expect(timeless(body)).toEqual(timeless(example));
    }
  }
});

test('the story has every operation, and each has an example of all it answers, but for the document and its page', () => {
  expect([...STORY].sort()).toEqual(Object.keys(operations).sort());
  const bare = STORY.filter(operationId => {
    const { examples } = successOf(placeOf(operationId).operation);
    return examples.some(({ example }) => example === undefined);
  });
  expect(bare).toEqual(['getOpenApi', 'getDocs', 'getDocsFile']);
});

const withValidation = places.filter(({ operation }) => problemOf(operation, 'VALIDATION_FAILED'));

test.each(withValidation)('the example of a broken rule at $method $path is true', async ({ operation }) => {
  const { operationId, parameters = [] } = operation;
  const [first] = parameters.filter(({ in: place }) => place === 'path');
  const path = first && { ...exampleOf(operationId).path, [first.name]: 'not an id' };
  const example = problemOf(operation, 'VALIDATION_FAILED');
  const told = example.errors[0];
  const [, part] = told.path.split('/');
  const bad =
    part === 'path' ? { path } : part === 'body' ? { body: {} } : { query: { limit: '101', page: '2' } };
  const { body } = await sendExample(operationId, bad);
  const [own, documented] = [body, example].map(exceptRequestId);
  expect(body.errors).toContainEqual(told);
  expect({ ...own, detail: '', errors: [] }).toEqual({ ...documented, detail: '', errors: [] });
});
