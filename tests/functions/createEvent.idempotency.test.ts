import { marshall } from '@aws-sdk/util-dynamodb';
import { handler } from '../../functions/createEvent.ts';
import * as events from '../../lib/repositories/events.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { answerWith } from '../simulator/callFaults.ts';
import { expectProblem } from '../support/api/expectations.ts';
import { invoke, type TestRequest } from '../support/api/invoke.ts';
import { keyedRequest } from '../support/api/keyedRequest.ts';
import { deleteEvent, getEvent, register, settleEvents, updateEvent } from '../support/api/operations.ts';
import { expectEventsCreated } from '../support/records/created.ts';
import { replayOf } from '../support/records/holds.ts';
import { aUser, eventBody, stored } from '../support/records/records.ts';

const { eventId: _, ...withoutId } = eventBody();
const send = (request: TestRequest) => invoke(handler, request);

describe('the same request with the same key', () => {
  test('is answered as the first time, is marked as a replay, and creates nothing', async () => {
    const request = keyedRequest(withoutId);
    const first = await send(request);
    expect(first.headers).not.toHaveProperty('idempotency-replayed');
    const again = await expectEventsCreated(0, () => send(request));
    expect(again).toEqual(replayOf(first));
    expect(again).toMatchObject({
      status: 201,
      headers: { etag: expect.any(String), location: expect.any(String) },
    });
  });

  test('creates one event when it is sent many times at once', async () => {
    const request = keyedRequest(withoutId);
    const answers = await expectEventsCreated(1, () =>
      Promise.all(Array.from({ length: 8 }, () => send(request))),
    );
    expect(answers.filter(({ headers }) => !headers['idempotency-replayed'])).toHaveLength(1);
    for (const { status, body } of answers)
      expect({ status, body }).toEqual({ status: 201, body: answers[0]?.body });
  });

  test('is the same whatever the order of its fields, its white space, and its unknown fields', async () => {
    const request = keyedRequest(withoutId);
    const first = await send(request);
    const fields = Object.fromEntries(Object.entries({ ...withoutId, unknown: 1 }).reverse());
    const again = await send({ ...request, body: JSON.stringify(fields, null, 4) });
    expect(again).toMatchObject({ body: first.body, headers: { 'idempotency-replayed': 'true' } });
  });

  test('is the same whatever the order of fields within its lists, and another one by the order of these', async () => {
    const [one, other] = [
      { key: 'meal', label: 'Meal?', type: 'text' },
      { key: 'note', label: 'Note?', type: 'text' },
    ];
    const request = keyedRequest({ ...withoutId, questions: [one, other] });
    const first = await send(request);
    expect(first.status).toBe(201);
    const reversed = [one, other].map(question => Object.fromEntries(Object.entries(question).reverse()));
    const again = await send({ ...request, body: { ...withoutId, questions: reversed } });
    expect(again).toMatchObject({ body: first.body, headers: { 'idempotency-replayed': 'true' } });
    const swapped = await send({ ...request, body: { ...withoutId, questions: [other, one] } });
    expectProblem(swapped, 'IDEMPOTENCY_KEY_REUSED');
  });

  test('gets the first answer when that was lost on its way', async () => {
    const request = keyedRequest(withoutId);
    const failed = () => answerWith('createEvent', request, { TransactWriteItems: ['lost', 'dead'] });
    expect((await expectEventsCreated(1, failed)).answer.status).toBe(500);
    const again = await expectEventsCreated(0, () => send(request));
    expect(again).toMatchObject({ status: 201, headers: { 'idempotency-replayed': 'true' } });
    expect((await getEvent(again.body.eventId)).body).toEqual(again.body);
  });

  test('gets the first answer even when the event has since changed or been deleted', async () => {
    const request = keyedRequest(withoutId);
    const { body } = await send(request);
    await register(body.eventId, await aUser());
    await updateEvent(body.eventId, { title: 'Another' });
    expect(await send(request)).toMatchObject({ status: 201, body });
    await deleteEvent(body.eventId);
    await settleEvents();
    expect(await send(request)).toMatchObject({ status: 201, body });
    expect(await stored(seats.ref(body.eventId))).toBeUndefined();
  });

  test('gets the first answer even when that becomes visible later than the item that it describes', async () => {
    const request = keyedRequest(eventBody());
    const { body } = await send(request);
    const items = [await stored(seats.ref(body.eventId)), await stored(events.ref(body.eventId))];
    const reasons = items.map(item => ({ Code: 'ConditionalCheckFailed', Item: marshall(item) }));
    const cancelled = [...reasons, { Code: 'TransactionConflict' }];
    const { answer } = await answerWith('createEvent', request, { TransactWriteItems: { cancelled } });
    expect(answer).toMatchObject({ status: 201, body, headers: { 'idempotency-replayed': 'true' } });
  });
});

test('a lost answer of the database does not make a new event one that already exists', async () => {
  const body = eventBody();
  const { answer, calls } = await answerWith(
    'createEvent',
    { method: 'POST', body },
    { TransactWriteItems: 'lost' },
  );
  expect(calls).toHaveLength(2);
  expect(answer.status).toBe(201);
  expect((await getEvent(body.eventId)).body).toEqual(answer.body);
});
