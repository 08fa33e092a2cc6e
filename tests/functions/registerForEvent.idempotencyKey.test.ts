import { randomUUID } from 'node:crypto';
import { handler as createUserHandler } from '../../functions/createUser.ts';
import { handler } from '../../functions/registerForEvent.ts';
import { answerWith, type Faults } from '../simulator/callFaults.ts';
import { expectAlike, expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import { invoke, type TestRequest } from '../support/api/invoke.ts';
import { updateEvent } from '../support/api/operations.ts';
import { BAD_KEYS, CONTENDED, expectSound } from '../support/records/holds.ts';
import { anEvent, aUser } from '../support/records/records.ts';

/** A request to register somebody new, with a key of its own unless one is given. */
async function requestFor(eventId: string, key: string = randomUUID()) {
  const [path, body] = [{ eventId }, { userId: await aUser() }];
  return { method: 'POST', headers: { 'idempotency-key': key }, path, body };
}

const send = (request: TestRequest) => invoke(handler, request);

const sendWith = async (request: TestRequest, faults: Faults) =>
  (await answerWith('registerForEvent', request, faults)).answer;

const ALONE_AND_IN_CROWD: Faults[] = [{}, CONTENDED];

describe('a key', () => {
  test('that was used with another body or event is refused, and registers nobody', async () => {
    const [request, other] = [await requestFor(await anEvent()), await anEvent()];
    await send(request);
    for (const changes of [{ body: { userId: await aUser() } }, { path: { eventId: other } }]) {
      for (const faults of ALONE_AND_IN_CROWD) {
        const answer = await sendWith({ ...request, ...changes }, faults);
        expectProblem(answer, 'IDEMPOTENCY_KEY_REUSED');
        expect(answer.body.errors).toEqual([expect.objectContaining({ path: '/headers/idempotency-key' })]);
      }
    }
    await expectSound(request.path.eventId, [request.body.userId], []);
    await expectSound(other, [], []);
  });

  test('that was used with another operation is another key, since it may be that of another client', async () => {
    const request = await requestFor(await anEvent());
    await invoke(createUserHandler, { headers: request.headers, body: { name: 'Ada' } });
    expect((await send(request)).status).toBe(201);
    await expectSound(request.path.eventId, [request.body.userId], []);
  });

  test.each(BAD_KEYS)('of %s is refused, and registers nobody', async (_what, key) => {
    const request = await requestFor(await anEvent(), key);
    expectBrokenRules(await send(request), ['/headers/idempotency-key']);
    await expectSound(request.path.eventId, [], []);
  });

  test('is free after a refusal, which it does not repeat: the next one has the id of its own request', async () => {
    const request = await requestFor(await anEvent({ status: 'cancelled' }));
    const [first, second] = [await send(request), await send(request)];
    expectProblem(first, 'EVENT_NOT_OPEN');
    expectAlike(first, second);
    expect(second.body.requestId).not.toBe(first.body.requestId);
    await updateEvent(request.path.eventId, { status: 'active' });
    const answer = await send(request);
    expect(answer.status).toBe(201);
    expect(answer.headers).not.toHaveProperty('idempotency-replayed');
  });

  test('that is left out changes nothing: the second request is refused, since they are registered', async () => {
    const { headers: _, ...request } = await requestFor(await anEvent());
    expect((await send(request)).headers).not.toHaveProperty('idempotency-replayed');
    expectProblem(await send(request), 'ALREADY_REGISTERED');
  });
});
