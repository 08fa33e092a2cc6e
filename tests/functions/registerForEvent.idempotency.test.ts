import { randomUUID } from 'node:crypto';
import { marshall } from '@aws-sdk/util-dynamodb';
import { handler as createUserHandler } from '../../functions/createUser.ts';
import { handler } from '../../functions/registerForEvent.ts';
import { violationsOf } from '../../lib/maintenance/audit.ts';
import * as registrations from '../../lib/repositories/registrations.ts';
import * as users from '../../lib/repositories/users.ts';
import { answerWith, type Faults, namesIn } from '../simulator/callFaults.ts';
import { expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import { type Answer, invoke, type TestRequest } from '../support/api/invoke.ts';
import { deleteEvent, settleEvents, stateOf, unregister, updateEvent } from '../support/api/operations.ts';
import { BAD_KEYS, countsOf, expectSound, replayOf } from '../support/records/holds.ts';
import { anEvent, aUser, stored } from '../support/records/records.ts';
import { aFullEvent } from '../support/records/unfinished.ts';

/** A request to register somebody new, with a key of its own unless one is given. */
async function requestFor(eventId: string, key: string = randomUUID()) {
  const [path, body] = [{ eventId }, { userId: await aUser() }];
  return { method: 'POST', headers: { 'idempotency-key': key }, path, body };
}

type Request = Awaited<ReturnType<typeof requestFor>>;

const send = (request: TestRequest) => invoke(handler, request);
const sendWith = async (request: TestRequest, faults: Faults) =>
  (await answerWith('registerForEvent', request, faults)).answer;

const stateFor = async ({ path: { eventId }, body: { userId } }: Request) => {
  return [await stateOf(eventId), await countsOf(eventId), await stored(users.ref(userId))];
};

/** The request is answered as the first time, and nothing is written. */
async function expectReplay(request: Request, first: Answer, faults: Faults = {}): Promise<void> {
  const before = await stateFor(request);
  expect(await sendWith(request, faults)).toEqual(replayOf(first));
  expect(await stateFor(request)).toEqual(before);
}

const aSeat = () => anEvent({ capacity: 1 });
const aPlace = async () => (await aFullEvent(2)).eventId;
const ALONE_AND_IN_CROWD: Faults[] = [{}, { takeSeat: 'conflict' }];

describe.each([
  ['a seat', 'registered', aSeat],
  ['a place in the queue', 'waitlisted', aPlace],
])('the same request with the same key, for %s,', (_what, status, prepare) => {
  test('is answered as the first time, and says so, and registers nobody twice', async () => {
    const request = await requestFor(await prepare());
    const first = await send(request);
    expect(first).toMatchObject({ status: 201, body: { status } });
    expect(first.headers).not.toHaveProperty('idempotency-replayed');
    await expectReplay(request, first);
    expect(await violationsOf(request.path.eventId)).toEqual([]);
  });

  test('gets one registration when it is sent many times at once', async () => {
    const request = await requestFor(await prepare());
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(request)));
    const [first, ...others] = answers.filter(({ headers }) => !headers['idempotency-replayed']);
    expect(others).toEqual([]);
    for (const { status, body } of answers)
      expect({ status, body }).toEqual({ status: 201, body: first?.body });
    expect(await stored(users.ref(request.body.userId))).toMatchObject({ registrationCount: 1 });
    expect(await violationsOf(request.path.eventId)).toEqual([]);
  });

  test('hears the first answer that was lost on its way', async () => {
    const request = await requestFor(await prepare());
    const last = status === 'registered' ? 'takeSeat' : 'confirm';
    expect((await sendWith(request, { [last]: ['lost' as const, 'dead' as const] })).status).toBe(500);
    const before = await stateFor(request);
    const again = await send(request);
    expect(again).toMatchObject({ status: 201, headers: { 'idempotency-replayed': 'true' } });
    const { message, ...row } = again.body;
    expect((await stateOf(request.path.eventId)).registrations).toContainEqual(row);
    expect(await stateFor(request)).toEqual(before);
  });

  test('hears the first answer in a crowd too, whether a hold led to it or not', async () => {
    for (const faults of ALONE_AND_IN_CROWD) {
      const request = await requestFor(await prepare());
      const first = await sendWith(request, faults);
      expect(first).toMatchObject({ status: 201, body: { status } });
      await expectReplay(request, first);
      await expectReplay(request, first, { takeSeat: 'conflict' });
    }
  });

  test('releases its hold when it was answered meanwhile', async () => {
    const request = await requestFor(await prepare());
    const meanwhile: Answer[] = [];
    const overtake = async () => meanwhile.push(await send(request));
    const answer = await sendWith(request, { takeSeat: 'conflict', confirm: overtake });
    expect([answer]).toEqual(meanwhile.map(replayOf));
    await settleEvents();
    expect(await violationsOf(request.path.eventId)).toEqual([]);
  });

  test('hears the first answer, and changes nothing, when the registration, the event or its id is gone', async () => {
    const request = await requestFor(await prepare());
    const { eventId } = request.path;
    const first = await send(request);
    const leave = () => unregister(eventId, request.body.userId);
    const close = () => updateEvent(eventId, { status: 'cancelled' });
    for (const work of [leave, close, () => deleteEvent(eventId), settleEvents]) {
      await work();
      await expectReplay(request, first);
    }
  });
});

test('the first answer is heard though it can be seen only after the registration', async () => {
  const request = await requestFor(await anEvent());
  const first = await send(request);
  const row = await stored(registrations.ref(request.path.eventId, request.body.userId));
  const reasons = [
    { Code: 'None' },
    { Code: 'None' },
    { Code: 'ConditionalCheckFailed', Item: marshall(row) },
  ];
  await expectReplay(request, first, {
    takeSeat: { cancelled: [...reasons, { Code: 'TransactionConflict' }] },
  });
});

describe('a key', () => {
  test('that was used with another body, event or operation is refused, and registers nobody', async () => {
    const [request, other] = [await requestFor(await anEvent()), await anEvent()];
    await send(request);
    const { headers } = await requestFor(other);
    await invoke(createUserHandler, { headers, body: { name: 'Ada' } });
    for (const changes of [{ body: { userId: await aUser() } }, { path: { eventId: other } }, { headers }]) {
      for (const faults of ALONE_AND_IN_CROWD) {
        const answer = await sendWith({ ...request, ...changes }, faults);
        expectProblem(answer, 'IDEMPOTENCY_KEY_REUSED');
        expect(answer.body.errors).toEqual([expect.objectContaining({ path: '/headers/idempotency-key' })]);
      }
    }
    await expectSound(request.path.eventId, [request.body.userId], []);
    await expectSound(other, [], []);
  });

  test.each(BAD_KEYS)('of %s is refused, and registers nobody', async (_what, key) => {
    const request = await requestFor(await anEvent(), key);
    expectBrokenRules(await send(request), ['/headers/idempotency-key']);
    await expectSound(request.path.eventId, [], []);
  });

  test('is free after a refusal, which it does not repeat', async () => {
    const request = await requestFor(await anEvent({ status: 'cancelled' }));
    expectProblem(await send(request), 'EVENT_NOT_OPEN');
    await updateEvent(request.path.eventId, { status: 'active' });
    const answer = await send(request);
    expect(answer.status).toBe(201);
    expect(answer.headers).not.toHaveProperty('idempotency-replayed');
  });

  test('that is left out changes nothing: the second request hears that they are registered', async () => {
    const { headers: _, ...request } = await requestFor(await anEvent());
    expect((await send(request)).headers).not.toHaveProperty('idempotency-replayed');
    expectProblem(await send(request), 'ALREADY_REGISTERED');
  });
});

describe('an answer of the database that is lost', () => {
  test.each<[string, () => Promise<string>, Faults]>([
    ['a seat', aSeat, { takeSeat: 'lost' }],
    ['a place in the queue', aPlace, { confirm: 'lost' }],
    ['a seat by a hold', aSeat, { takeSeat: 'conflict', confirm: 'lost' }],
    ['a place in the queue by a hold in a crowd', aPlace, { takeSeat: 'conflict', confirm: 'lost' }],
  ])('makes nobody who got %s one who was there already', async (_what, prepare, faults) => {
    const { headers: _, ...request } = await requestFor(await prepare());
    const answer = await sendWith(request, faults);
    const { message, ...row } = answer.body;
    expect(row.status).toBe(prepare === aSeat ? 'registered' : 'waitlisted');
    expect((await stateOf(request.path.eventId)).registrations).toContainEqual(row);
    expect(await violationsOf(request.path.eventId)).toEqual([]);
  });

  test.each([
    ['a seat', 0, 'leaveSeat', ['leaveSeat', 'leaveSeat']],
    ['a place in the queue', 2, 'leaveQueue', ['leaveSeat', 'leaveQueue', 'leaveQueue']],
  ] as const)(
    'makes nobody who left %s one who was not there, and names whom they made room for',
    async (_what, index, call, transactions) => {
      const { eventId, userIds } = await aFullEvent(3);
      const path = { eventId, userId: String(userIds[index]) };
      const { answer, calls } = await answerWith('unregisterFromEvent', { path }, { [call]: 'lost' });
      expect(namesIn(calls).filter(name => name.startsWith('leave'))).toEqual(transactions);
      expect(answer.status).toBe(200);
      expect(answer.body.promotedUser).toBe(call === 'leaveSeat' ? userIds[1] : undefined);
      const [seat = '', ...queue] = userIds.filter(userId => userId !== path.userId);
      await expectSound(eventId, [seat], queue);
    },
  );
});
