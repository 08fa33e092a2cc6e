import { randomUUID } from 'node:crypto';
import { marshall } from '@aws-sdk/util-dynamodb';
import { handler } from '../../functions/createEvent.ts';
import { handler as createUserHandler } from '../../functions/createUser.ts';
import { TABLES } from '../../lib/dynamo/client.ts';
import * as events from '../../lib/repositories/events.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { answerWith, namesIn } from '../simulator/callFaults.ts';
import { expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import { invoke, type TestRequest } from '../support/api/invoke.ts';
import { deleteEvent, getEvent, register, settleEvents, updateEvent } from '../support/api/operations.ts';
import { BAD_KEYS, replayOf } from '../support/records/holds.ts';
import { anEvent, aUser, eventBody, stored } from '../support/records/records.ts';

/** A request to create an event, with a key of its own, unless a key is given. */
const requestOf = <Body extends object>(body: Body, key: string = randomUUID()) => ({
  method: 'POST',
  headers: { 'idempotency-key': key },
  body,
});
const { eventId: _, ...withoutId } = eventBody();

const send = (request: TestRequest) => invoke(handler, request);

async function eventCount(): Promise<number> {
  let count = 0;
  for await (const eventIds of seats.allIds(100)) count += eventIds.length;
  return count;
}

/** Runs `work`, after which there are so many events more. */
async function expectCreated<Result>(count: number, work: () => Promise<Result>): Promise<Result> {
  const before = await eventCount();
  const result = await work();
  expect((await eventCount()) - before).toBe(count);
  return result;
}

describe('the same request with the same key', () => {
  test('is answered as the first time, and says so, and creates nothing', async () => {
    const request = requestOf(withoutId);
    const first = await send(request);
    expect(first.headers).not.toHaveProperty('idempotency-replayed');
    const again = await expectCreated(0, () => send(request));
    expect(again).toEqual(replayOf(first));
    expect(again).toMatchObject({
      status: 201,
      headers: { etag: expect.any(String), location: expect.any(String) },
    });
  });

  test('creates one event when it is sent many times at once', async () => {
    const request = requestOf(withoutId);
    const answers = await expectCreated(1, () => Promise.all(Array.from({ length: 8 }, () => send(request))));
    expect(answers.filter(({ headers }) => !headers['idempotency-replayed'])).toHaveLength(1);
    for (const { status, body } of answers)
      expect({ status, body }).toEqual({ status: 201, body: answers[0]?.body });
  });

  test('is the same whatever the order of its fields, its white space, and fields that nobody knows', async () => {
    const request = requestOf(withoutId);
    const first = await send(request);
    const fields = Object.fromEntries(Object.entries({ ...withoutId, unknown: 1 }).reverse());
    const again = await send({ ...request, body: JSON.stringify(fields, null, 4) });
    expect(again).toMatchObject({ body: first.body, headers: { 'idempotency-replayed': 'true' } });
  });

  test('hears the first answer that was lost on its way', async () => {
    const request = requestOf(withoutId);
    const failed = () => answerWith('createEvent', request, { TransactWriteItems: ['lost', 'dead'] });
    expect((await expectCreated(1, failed)).answer.status).toBe(500);
    const again = await expectCreated(0, () => send(request));
    expect(again).toMatchObject({ status: 201, headers: { 'idempotency-replayed': 'true' } });
    expect((await getEvent(again.body.eventId)).body).toEqual(again.body);
  });

  test('hears the first answer when the event is another by then, or no more', async () => {
    const request = requestOf(withoutId);
    const { body } = await send(request);
    await register(body.eventId, await aUser());
    await updateEvent(body.eventId, { title: 'Another' });
    expect(await send(request)).toMatchObject({ status: 201, body });
    await deleteEvent(body.eventId);
    await settleEvents();
    expect(await send(request)).toMatchObject({ status: 201, body });
    expect(await stored(seats.ref(body.eventId))).toBeUndefined();
  });

  test('hears the first answer though that can be seen only after what it tells of', async () => {
    const request = requestOf(eventBody());
    const { body } = await send(request);
    const items = [await stored(seats.ref(body.eventId)), await stored(events.ref(body.eventId))];
    const reasons = items.map(item => ({ Code: 'ConditionalCheckFailed', Item: marshall(item) }));
    const cancelled = [...reasons, { Code: 'TransactionConflict' }];
    const { answer } = await answerWith('createEvent', request, { TransactWriteItems: { cancelled } });
    expect(answer).toMatchObject({ status: 201, body, headers: { 'idempotency-replayed': 'true' } });
  });
});

describe('a key', () => {
  test('that was used with another body is refused, and creates nothing', async () => {
    const request = requestOf(withoutId);
    await send(request);
    const other = { ...request, body: { ...withoutId, title: 'Another' } };
    const answer = await expectCreated(0, () => send(other));
    expectProblem(answer, 'IDEMPOTENCY_KEY_REUSED');
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      '/headers/idempotency-key',
    ]);
  });

  test('that was used with another operation is refused, and creates nothing', async () => {
    const request = requestOf(eventBody());
    expect((await invoke(createUserHandler, { ...request, body: { name: 'Ada' } })).status).toBe(201);
    expectProblem(await send(request), 'IDEMPOTENCY_KEY_REUSED');
    expectProblem(await getEvent(request.body.eventId), 'EVENT_NOT_FOUND');
  });

  test.each(BAD_KEYS)('of %s is refused, and creates nothing', async (_what, key) => {
    const answer = await expectCreated(0, () => send(requestOf(withoutId, key)));
    expectBrokenRules(answer, ['/headers/idempotency-key']);
  });

  test.each([
    ['one space', ' '],
    ['255 characters', '~'.repeat(255)],
    ['signs of every kind', '"a", W/\\\'%20'],
  ])('of %s is taken', async (_what, key) => {
    const { body } = await send(requestOf(withoutId, key));
    expect((await send(requestOf(withoutId, key))).body).toEqual(body);
  });

  test('is free after a refusal, which it does not repeat', async () => {
    const eventId = await anEvent();
    const request = requestOf(eventBody({ eventId }));
    expectProblem(await send(request), 'EVENT_ALREADY_EXISTS');
    await deleteEvent(eventId);
    await settleEvents();
    const answer = await send(request);
    expect(answer.status).toBe(201);
    expect(answer.headers).not.toHaveProperty('idempotency-replayed');
  });

  test('that is left out changes nothing: each request creates an event, or hears that there is one', async () => {
    const { headers: _key, ...request } = requestOf(withoutId);
    await expectCreated(2, () => Promise.all([send(request), send(request)]));
    const body = eventBody();
    const { answer, calls } = await answerWith('createEvent', { ...request, body }, {});
    expect(answer.headers).not.toHaveProperty('idempotency-replayed');
    expect(namesIn(calls)).toEqual(['TransactWriteItems']);
    expect(JSON.stringify(calls)).not.toContain(TABLES.answers);
    expectProblem(await send({ ...request, body }), 'EVENT_ALREADY_EXISTS');
  });
});

test('an answer of the database that is lost does not make a new event one that exists already', async () => {
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
