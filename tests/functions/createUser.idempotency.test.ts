import { randomUUID } from 'node:crypto';
import { marshall } from '@aws-sdk/util-dynamodb';
import { handler as createEventHandler } from '../../functions/createEvent.ts';
import { handler } from '../../functions/createUser.ts';
import { updateItem } from '../../lib/dynamo/expressions.ts';
import { transact } from '../../lib/dynamo/write.ts';
import * as answers from '../../lib/repositories/answers.ts';
import * as users from '../../lib/repositories/users.ts';
import { answerWith, type Faults, namesIn } from '../simulator/callFaults.ts';
import { expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import { invoke, type TestRequest } from '../support/api/invoke.ts';
import { deleteUser, getUser, removeDeletedUsers } from '../support/api/operations.ts';
import { BAD_KEYS, replayOf } from '../support/records/holds.ts';
import { aUser, eventBody, stored } from '../support/records/records.ts';

/** A request to create a user, with a key of its own, unless a key is given. */
const requestOf = (body: object = { name: 'Ada' }, key: string = randomUUID()) => ({
  method: 'POST',
  headers: { 'idempotency-key': key },
  body,
});

const send = (request: TestRequest) => invoke(handler, request);

/** Runs `work`, after which there are so many users more. */
async function expectCreated<Result>(count: number, work: () => Promise<Result>): Promise<Result> {
  const before = (await users.list(1000, undefined)).length;
  const result = await work();
  expect((await users.list(1000, undefined)).length - before).toBe(count);
  return result;
}

describe('the same request with the same key', () => {
  test('is answered as the first time, and says so, and creates nothing', async () => {
    const request = requestOf();
    const first = await send(request);
    expect(first.headers).not.toHaveProperty('idempotency-replayed');
    const again = await expectCreated(0, () => send(request));
    expect(again).toEqual(replayOf(first));
    expect(again).toMatchObject({ status: 201, headers: { location: `users/${first.body.userId}` } });
  });

  test('creates one user when it is sent many times at once', async () => {
    const request = requestOf();
    const sendAll = () => Promise.all(Array.from({ length: 8 }, () => send(request)));
    const answers = await expectCreated(1, sendAll);
    expect(answers.filter(({ headers }) => !headers['idempotency-replayed'])).toHaveLength(1);
    for (const { status, body } of answers)
      expect({ status, body }).toEqual({ status: 201, body: answers[0]?.body });
  });

  test('is the same whatever the order of its fields, and its white space', async () => {
    const userId = randomUUID();
    const request = requestOf({ userId, name: 'Ada' });
    const { body } = await send(request);
    const again = await send({ ...request, body: ` { "name" : "Ada",\n "userId": "${userId}" } ` });
    expect(again).toMatchObject({ status: 201, body, headers: { 'idempotency-replayed': 'true' } });
  });

  test('is the same whether a field is left out or null', async () => {
    const request = requestOf({ name: 'Ada' });
    const { body } = await send(request);
    const again = await send({ ...request, body: { name: 'Ada', userId: null } });
    expect(again).toMatchObject({ status: 201, body, headers: { 'idempotency-replayed': 'true' } });
  });

  test('hears the first answer that was lost on its way', async () => {
    const request = requestOf();
    const failed = () => answerWith('createUser', request, { TransactWriteItems: ['lost', 'dead'] });
    expect((await expectCreated(1, failed)).answer.status).toBe(500);
    const again = await expectCreated(0, () => send(request));
    expect(again).toMatchObject({ status: 201, headers: { 'idempotency-replayed': 'true' } });
    expect((await getUser(again.body.userId)).body).toEqual(again.body);
  });

  test('hears the first answer when the user is deleted by then', async () => {
    const request = requestOf();
    const { body } = await send(request);
    for (const work of [() => deleteUser(body.userId), removeDeletedUsers]) {
      await work();
      expect(await send(request)).toMatchObject({ status: 201, body });
    }
    expect(await stored(users.ref(body.userId))).toBeUndefined();
  });

  test('hears the first answer though that can be seen only after what it tells of', async () => {
    const request = requestOf({ userId: randomUUID(), name: 'Ada' });
    const { body } = await send(request);
    const Item = marshall(await stored(users.ref(body.userId)));
    const cancelled = [{ Code: 'ConditionalCheckFailed', Item }, { Code: 'TransactionConflict' }];
    const { answer } = await answerWith('createUser', request, { TransactWriteItems: { cancelled } });
    expect(answer).toMatchObject({ status: 201, body, headers: { 'idempotency-replayed': 'true' } });
  });

  test('hears it though the transaction that keeps it is still being committed when it is looked for', async () => {
    const request = requestOf({ userId: randomUUID(), name: 'Ada' });
    const { body } = await send(request);
    const Item = marshall(await stored(users.ref(body.userId)));
    const cancelled = [{ Code: 'ConditionalCheckFailed', Item }, { Code: 'TransactionConflict' }];
    const faults: Faults = { TransactWriteItems: { cancelled }, TransactGetItems: ['conflict', 'conflict'] };
    const { answer, calls } = await answerWith('createUser', request, faults);
    expect(answer).toMatchObject({ status: 201, body, headers: { 'idempotency-replayed': 'true' } });
    expect(namesIn(calls)).toEqual(['TransactWriteItems', ...Array(3).fill('TransactGetItems')]);
  });
});

describe('a key', () => {
  test('that was used with another body is refused, and creates nobody', async () => {
    const request = requestOf();
    await send(request);
    const answer = await expectCreated(0, () => send({ ...request, body: { name: 'Grace' } }));
    expectProblem(answer, 'IDEMPOTENCY_KEY_REUSED');
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      '/headers/idempotency-key',
    ]);
  });

  test('that was used with another operation is refused, and creates nobody', async () => {
    const request = requestOf();
    expect((await invoke(createEventHandler, { ...request, body: eventBody() })).status).toBe(201);
    expectProblem(await expectCreated(0, () => send(request)), 'IDEMPOTENCY_KEY_REUSED');
  });

  test.each(BAD_KEYS)(
    'of %s is refused, beside what else is wrong, and creates nobody',
    async (_what, key) => {
      const answer = await expectCreated(0, () => send(requestOf({}, key)));
      expectBrokenRules(answer, ['/body/name', '/headers/idempotency-key']);
    },
  );

  test('is free again when its answer has expired, though it is still stored', async () => {
    const request = requestOf();
    const first = await send(request);
    const { table, key } = answers.ref(String(request.headers['idempotency-key']));
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
    await expectCreated(2, () => Promise.all([send(request), send(request)]));
  });
});

test('an answer of the database that is lost does not make a new user one who exists already', async () => {
  const userId = randomUUID();
  const request = { method: 'POST', body: { userId, name: 'Ada' } };
  const { answer, calls } = await answerWith('createUser', request, { TransactWriteItems: 'lost' });
  expect(calls).toHaveLength(2);
  expect(answer.status).toBe(201);
  expect((await getUser(userId)).body).toEqual(answer.body);
});
