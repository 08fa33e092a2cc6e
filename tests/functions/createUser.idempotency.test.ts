import { randomUUID } from 'node:crypto';
import { marshall } from '@aws-sdk/util-dynamodb';
import { handler } from '../../functions/createUser.ts';
import * as users from '../../lib/repositories/users.ts';
import { answerWith, type Faults } from '../simulator/callFaults.ts';
import { namesIn } from '../simulator/callNames.ts';
import { invoke, type TestRequest } from '../support/api/invoke.ts';
import { keyedRequest } from '../support/api/keyedRequest.ts';
import { deleteUser, getUser, removeDeletedUsers } from '../support/api/operations.ts';
import { expectUsersCreated } from '../support/records/created.ts';
import { replayOf } from '../support/records/holds.ts';
import { stored } from '../support/records/records.ts';

const requestOf = (body: object = { name: 'Ada' }, key?: string) => keyedRequest(body, key);

const send = (request: TestRequest) => invoke(handler, request);

describe('the same request with the same key', () => {
  test('is answered as the first time, is marked as a replay, and creates nothing', async () => {
    const request = requestOf();
    const first = await send(request);
    expect(first.headers).not.toHaveProperty('idempotency-replayed');
    const again = await expectUsersCreated(0, () => send(request));
    expect(again).toEqual(replayOf(first));
    expect(again).toMatchObject({ status: 201, headers: { location: `users/${first.body.userId}` } });
  });

  test('creates one user when it is sent many times at once', async () => {
    const request = requestOf();
    const sendAll = () => Promise.all(Array.from({ length: 8 }, () => send(request)));
    const answers = await expectUsersCreated(1, sendAll);
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

  test('gets the first answer when that was lost on its way', async () => {
    const request = requestOf();
    const failed = () => answerWith('createUser', request, { TransactWriteItems: ['lost', 'dead'] });
    expect((await expectUsersCreated(1, failed)).answer.status).toBe(500);
    const again = await expectUsersCreated(0, () => send(request));
    expect(again).toMatchObject({ status: 201, headers: { 'idempotency-replayed': 'true' } });
    expect((await getUser(again.body.userId)).body).toEqual(again.body);
  });

  test('gets the first answer even when the user has since been deleted', async () => {
    const request = requestOf();
    const { body } = await send(request);
    for (const work of [() => deleteUser(body.userId), removeDeletedUsers]) {
      await work();
      expect(await send(request)).toMatchObject({ status: 201, body });
    }
    expect(await stored(users.ref(body.userId))).toBeUndefined();
  });

  test('gets the first answer even when that becomes visible later than the item that it describes', async () => {
    const request = requestOf({ userId: randomUUID(), name: 'Ada' });
    const { body } = await send(request);
    const Item = marshall(await stored(users.ref(body.userId)));
    const cancelled = [{ Code: 'ConditionalCheckFailed', Item }, { Code: 'TransactionConflict' }];
    const { answer } = await answerWith('createUser', request, { TransactWriteItems: { cancelled } });
    expect(answer).toMatchObject({ status: 201, body, headers: { 'idempotency-replayed': 'true' } });
  });

  test('gets the first answer even when its transaction is still being committed', async () => {
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

test('a lost answer of the database does not make a new user one who already exists', async () => {
  const userId = randomUUID();
  const request = { method: 'POST', body: { userId, name: 'Ada' } };
  const { answer, calls } = await answerWith('createUser', request, { TransactWriteItems: 'lost' });
  expect(calls).toHaveLength(2);
  expect(answer.status).toBe(201);
  expect((await getUser(userId)).body).toEqual(answer.body);
});
