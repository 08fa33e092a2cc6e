import { randomUUID } from 'node:crypto';
import { marshall } from '@aws-sdk/util-dynamodb';
import { handler } from '../../functions/registerForEvent.ts';
import * as registrations from '../../lib/repositories/registrations.ts';
import * as users from '../../lib/repositories/users.ts';
import { answerWith, type Faults } from '../simulator/callFaults.ts';
import { type Answer, invoke, type TestRequest } from '../support/api/invoke.ts';
import { deleteEvent, settleEvents, stateOf, unregister, updateEvent } from '../support/api/operations.ts';
import { CONTENDED, countsOf, replayOf } from '../support/records/holds.ts';
import { anEvent, aUser, stored } from '../support/records/records.ts';
import { aFullEvent } from '../support/records/unfinished.ts';
import { violationsOf } from '../support/records/violations.ts';

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
const ALONE_AND_IN_CROWD: Faults[] = [{}, CONTENDED];

describe.each([
  ['a seat', 'registered', aSeat],
  ['a position in the queue', 'waitlisted', aPlace],
])('the same request with the same key, for %s,', (_what, status, prepare) => {
  test('is answered as the first time, is marked as a replay, and registers nobody twice', async () => {
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
    expect(await stored(users.ref(request.body.userId))).toMatchObject({ registrationChanges: 2 });
    expect(await violationsOf(request.path.eventId)).toEqual([]);
  });

  test('gets the first answer when that was lost on its way', async () => {
    const request = await requestFor(await prepare());
    const last = status === 'registered' ? 'takeSeat' : 'takeTicket';
    expect((await sendWith(request, { [last]: ['lost' as const, 'dead' as const] })).status).toBe(500);
    const before = await stateFor(request);
    const again = await send(request);
    expect(again).toMatchObject({ status: 201, headers: { 'idempotency-replayed': 'true' } });
    const { message, ...row } = again.body;
    expect((await stateOf(request.path.eventId)).registrations).toContainEqual(row);
    expect(await stateFor(request)).toEqual(before);
  });

  test('also gets the first answer in a crowd, whether a hold led to it or not', async () => {
    for (const faults of ALONE_AND_IN_CROWD) {
      const request = await requestFor(await prepare());
      const first = await sendWith(request, faults);
      expect(first).toMatchObject({ status: 201, body: { status } });
      await expectReplay(request, first);
      await expectReplay(request, first, CONTENDED);
    }
  });

  test('releases its hold when it was answered meanwhile', async () => {
    const request = await requestFor(await prepare());
    const meanwhile: Answer[] = [];
    const overtake = async () => meanwhile.push(await send(request));
    const answer = await sendWith(request, { ...CONTENDED, confirm: overtake });
    expect([answer]).toEqual(meanwhile.map(replayOf));
    await settleEvents();
    expect(await violationsOf(request.path.eventId)).toEqual([]);
  });

  test('gets the first answer, and changes nothing, when the registration, the event or its id is gone', async () => {
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

test('the first answer is given even when it becomes visible later than the registration', async () => {
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
