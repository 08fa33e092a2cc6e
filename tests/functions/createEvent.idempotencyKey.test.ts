import { handler } from '../../functions/createEvent.ts';
import { handler as createUserHandler } from '../../functions/createUser.ts';
import { TABLES } from '../../lib/dynamo/client.ts';
import { answerWith } from '../simulator/callFaults.ts';
import { namesIn } from '../simulator/callNames.ts';
import { expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import { invoke, type TestRequest } from '../support/api/invoke.ts';
import { keyedRequest } from '../support/api/keyedRequest.ts';
import { deleteEvent, getEvent, settleEvents } from '../support/api/operations.ts';
import { expectEventsCreated } from '../support/records/created.ts';
import { BAD_KEYS } from '../support/records/holds.ts';
import { anEvent, eventBody } from '../support/records/records.ts';

const { eventId: _, ...withoutId } = eventBody();
const send = (request: TestRequest) => invoke(handler, request);

describe('a key', () => {
  test('that was used with another body is refused, and creates nothing', async () => {
    const request = keyedRequest(withoutId);
    await send(request);
    const other = { ...request, body: { ...withoutId, title: 'Another' } };
    const answer = await expectEventsCreated(0, () => send(other));
    expectProblem(answer, 'IDEMPOTENCY_KEY_REUSED');
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      '/headers/idempotency-key',
    ]);
  });

  test('that was used with another operation is another key, since it may be that of another client', async () => {
    const request = keyedRequest(eventBody());
    expect((await invoke(createUserHandler, { ...request, body: { name: 'Ada' } })).status).toBe(201);
    expect((await send(request)).status).toBe(201);
    expect((await getEvent(request.body.eventId)).status).toBe(200);
  });

  test.each(BAD_KEYS)('of %s is refused, and creates nothing', async (_what, key) => {
    const answer = await expectEventsCreated(0, () => send(keyedRequest(withoutId, key)));
    expectBrokenRules(answer, ['/headers/idempotency-key']);
  });

  test.each([
    ['one space', ' '],
    ['255 characters', '~'.repeat(255)],
    ['signs of every kind', '"a", W/\\\'%20'],
  ])('of %s is accepted', async (_what, key) => {
    const { body } = await send(keyedRequest(withoutId, key));
    expect((await send(keyedRequest(withoutId, key))).body).toEqual(body);
  });

  test('is free after a refusal, which it does not repeat', async () => {
    const eventId = await anEvent();
    const request = keyedRequest(eventBody({ eventId }));
    expectProblem(await send(request), 'EVENT_ALREADY_EXISTS');
    await deleteEvent(eventId);
    await settleEvents();
    const answer = await send(request);
    expect(answer.status).toBe(201);
    expect(answer.headers).not.toHaveProperty('idempotency-replayed');
  });

  test('that is left out changes nothing: each request creates an event, or is refused when there is one', async () => {
    const { headers: _key, ...request } = keyedRequest(withoutId);
    await expectEventsCreated(2, () => Promise.all([send(request), send(request)]));
    const body = eventBody();
    const { answer, calls } = await answerWith('createEvent', { ...request, body }, {});
    expect(answer.headers).not.toHaveProperty('idempotency-replayed');
    expect(namesIn(calls)).toEqual(['TransactWriteItems']);
    expect(JSON.stringify(calls)).not.toContain(TABLES.answers);
    expectProblem(await send({ ...request, body }), 'EVENT_ALREADY_EXISTS');
  });
});
