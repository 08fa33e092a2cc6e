import { handler } from '../../functions/createEvent.ts';
import { eventBody } from '../support/api/bodies.ts';
import { invoke } from '../support/api/invoke.ts';
import { keyedRequest } from '../support/api/keyedRequest.ts';
import { getEvent } from '../support/api/operations.ts';
import { replayOf } from '../support/records/holds.ts';
import { storedEvent } from '../support/records/records.ts';

const createEvent = (body: unknown) => invoke(handler, { method: 'POST', body });

test('the number of people who are expected is stored with what people read, and shown', async () => {
  const body = eventBody({ expectedPeople: 10_001 });
  const answer = await createEvent(body);
  expect(answer).toMatchObject({ status: 201, body });
  expect((await getEvent(body.eventId)).body).toEqual(answer.body);
  const [details, item] = await storedEvent(body.eventId);
  expect(details).toHaveProperty('expectedPeople', 10_001);
  expect(item).not.toHaveProperty('expectedPeople');
});

test.each([{}, { expectedPeople: null }])('an event with %j expects no number of people', async nothing => {
  const body = eventBody();
  expect((await createEvent({ ...body, ...nothing })).body).not.toHaveProperty('expectedPeople');
  expect((await getEvent(body.eventId)).body).not.toHaveProperty('expectedPeople');
  const [details] = await storedEvent(body.eventId);
  expect(details).not.toHaveProperty('expectedPeople');
});

test('the first answer to a key shows how many people are expected, and so does its replay', async () => {
  const request = keyedRequest(eventBody({ expectedPeople: 500 }));
  const first = await invoke(handler, request);
  expect(first.body).toHaveProperty('expectedPeople', 500);
  expect(await invoke(handler, request)).toEqual(replayOf(first));
});

test.each([
  [{ capacity: 1 }, 4],
  [{ capacity: 5001 }, 6],
  [{ capacity: 5001, expectedPeople: null }, 6],
  [{ capacity: 100_000 }, 32],
  [{ capacity: 1, expectedPeople: 10_001 }, 6],
  [{ capacity: 100_000, expectedPeople: 1 }, 4],
])('an event made with %j has %i funnels, which no answer shows', async (fields, funnels) => {
  const body = eventBody(fields);
  const answer = await createEvent(body);
  expect(answer.body).not.toHaveProperty('funnels');
  const [, item] = await storedEvent(body.eventId);
  expect(item).toMatchObject({ funnels });
});
