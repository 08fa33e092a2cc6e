import { handler as createEventHandler } from '../../functions/createEvent.ts';
import { handler } from '../../functions/createUser.ts';
import { updateItem } from '../../lib/dynamo/expressions.ts';
import { transact } from '../../lib/dynamo/write.ts';
import * as answers from '../../lib/repositories/answers.ts';
import { expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import { invoke, type TestRequest } from '../support/api/invoke.ts';
import { keyedRequest } from '../support/api/keyedRequest.ts';
import { deleteUser, removeDeletedUsers } from '../support/api/operations.ts';
import { expectUsersCreated } from '../support/records/created.ts';
import { BAD_KEYS } from '../support/records/holds.ts';
import { aUser, eventBody } from '../support/records/records.ts';

const requestOf = (body: object = { name: 'Ada' }, key?: string) => keyedRequest(body, key);

const send = (request: TestRequest) => invoke(handler, request);

describe('a key', () => {
  test('that was used with another body is refused, and creates nobody', async () => {
    const request = requestOf();
    await send(request);
    const answer = await expectUsersCreated(0, () => send({ ...request, body: { name: 'Grace' } }));
    expectProblem(answer, 'IDEMPOTENCY_KEY_REUSED');
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      '/headers/idempotency-key',
    ]);
  });

  test('that was used with another operation is another key, since it may be that of another client', async () => {
    const request = requestOf();
    expect((await invoke(createEventHandler, { ...request, body: eventBody() })).status).toBe(201);
    expect((await expectUsersCreated(1, () => send(request))).status).toBe(201);
  });

  test.each(BAD_KEYS)(
    'of %s is refused, beside what else is wrong, and creates nobody',
    async (_what, key) => {
      const answer = await expectUsersCreated(0, () => send(requestOf({}, key)));
      expectBrokenRules(answer, ['/body/name', '/headers/idempotency-key']);
    },
  );

  test('is free again when its answer has expired, though it is still stored', async () => {
    const request = requestOf();
    const first = await send(request);
    const { table, key } = answers.ref(`createUser ${request.headers['idempotency-key']}`);
    const change = {
      set: ['#expiresAt = :past'],
      when: ['attribute_exists(#expiresAt)'],
      values: { past: Math.floor(Date.now() / 1000) - 1 },
    };
    expect(await transact({ writes: [updateItem(table, key, change)] })).toEqual({ kind: 'committed' });
    const another = await send({ ...request, body: { name: 'Grace' } });
    expect(another).toMatchObject({ status: 201, body: { name: 'Grace' } });
    expect(another.body.userId).not.toBe(first.body.userId);
    expect(await send({ ...request, body: { name: 'Grace' } })).toMatchObject({
      body: another.body,
      headers: { 'idempotency-replayed': 'true' },
    });
  });

  test('is free after a refusal, which it does not repeat', async () => {
    const userId = await aUser();
    const request = requestOf({ userId, name: 'Ada' });
    expectProblem(await send(request), 'USER_ALREADY_EXISTS');
    await deleteUser(userId);
    await removeDeletedUsers();
    const answer = await send(request);
    expect(answer).toMatchObject({ status: 201, body: { userId, name: 'Ada' } });
    expect(answer.headers).not.toHaveProperty('idempotency-replayed');
  });

  test('that is left out changes nothing: each request creates a user', async () => {
    const { headers: _, ...request } = requestOf();
    await expectUsersCreated(2, () => Promise.all([send(request), send(request)]));
  });
});
