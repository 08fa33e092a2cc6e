import { randomUUID } from 'node:crypto';
import { handler } from '../../functions/registerManyForEvent.ts';
import { answerWith } from '../simulator/callFaults.ts';
import { expectBrokenRules, expectProblem, UUID_V4 } from '../support/api/expectations.ts';
import { type Answer, invoke } from '../support/api/invoke.ts';
import {
  deleteEvent,
  expectPeople,
  listEventRegistrations,
  register,
  unregister,
  updateEvent,
} from '../support/api/operations.ts';
import { anEvent, aUser } from '../support/records/records.ts';
import { violationsOf } from '../support/records/violations.ts';

const many = (count: number) => Promise.all(Array.from({ length: count }, aUser));

const requestOf = (eventId: string, userIds: unknown, key?: string) => ({
  method: 'POST',
  path: { eventId },
  body: { userIds },
  ...(key && { headers: { 'idempotency-key': key } }),
});
const registerMany = (...request: Parameters<typeof requestOf>) => invoke(handler, requestOf(...request));

const statusesIn = ({ body }: Answer): number[] =>
  body.results.map(({ status }: { status: number }) => status);
const registrationsIn = ({ body }: Answer) =>
  body.results.map(({ registration }: Answer['body']) => registration);

describe('200', () => {
  test('answers each entry as a request of its own, in the order given, and registers in that order', async () => {
    const eventId = await anEvent({ capacity: 2 });
    const userIds = await many(5);
    const [first = '', second = '', ...waiting] = userIds;
    const answer = await registerMany(eventId, userIds);
    expect(answer.status).toBe(200);
    expect(statusesIn(answer)).toEqual(Array(5).fill(201));
    expect(answer.body.results.map(({ userId }: { userId: string }) => userId)).toEqual(userIds);
    const listed = (await listEventRegistrations(eventId)).body;
    const told = registrationsIn(answer);
    expect(told.map(({ message: _, ...registration }: Answer['body']) => registration)).toEqual(listed);
    expect(told.map(({ message }: { message: string }) => message)).toEqual([
      ...Array(2).fill('Successfully registered for event'),
      ...[1, 2, 3].map(n => `Event is full. Added to waitlist at position ${n}`),
    ]);
    for (const { registrationId } of told) expect(registrationId).toMatch(UUID_V4);
    await expectPeople(eventId, [first, second], waiting);
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test('does not let one refused entry stop the others, and answers its problem', async () => {
    const eventId = await anEvent({ capacity: 2, hasWaitlist: false });
    const [ada = '', ben = '', cleo = ''] = await many(3);
    await register(eventId, ada);
    const answer = await registerMany(eventId, [ada, 'nobody', ben, cleo]);
    expect(statusesIn(answer)).toEqual([409, 404, 201, 409]);
    const codes = answer.body.results.map(({ problem }: Answer['body']) => problem?.code);
    expect(codes).toEqual(['ALREADY_REGISTERED', 'USER_NOT_FOUND', undefined, 'EVENT_FULL']);
    const { problem } = answer.body.results[1];
    expect(problem).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'User not found',
      code: 'USER_NOT_FOUND',
      requestId: expect.any(String),
    });
    await expectPeople(eventId, [ada, ben], []);
  });

  test('takes a hundred people at once', async () => {
    const eventId = await anEvent({ capacity: 60 });
    const userIds = await many(100);
    const answer = await registerMany(eventId, userIds, randomUUID());
    expect(statusesIn(answer)).toEqual(Array(100).fill(201));
    await expectPeople(eventId, userIds.slice(0, 60), userIds.slice(60));
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test('refuses the rest with TRY_AGAIN when the time is over, and leaves nothing half done', async () => {
    const eventId = await anEvent({ capacity: 5 });
    const userIds = await many(4);
    const key = randomUUID();
    const { answer, logged } = await answerWith(
      'registerManyForEvent',
      { ...requestOf(eventId, userIds, key), timeoutMs: 2500 },
      { TransactWriteItems: [undefined, undefined, ...Array(99).fill('throttled')] },
    );
    expect(statusesIn(answer)).toEqual([201, 201, 503, 503]);
    expect(answer.body.results[3].problem).toMatchObject({ code: 'TRY_AGAIN' });
    expect(logged).toEqual(['TRY_AGAIN']);
    await expectPeople(eventId, userIds.slice(0, 2), []);
    const again = await registerMany(eventId, userIds, key);
    expect(statusesIn(again)).toEqual(Array(4).fill(201));
    expect(registrationsIn(again).slice(0, 2)).toEqual(registrationsIn(answer).slice(0, 2));
    expect(again.headers).not.toHaveProperty('idempotency-replayed');
    await expectPeople(eventId, userIds, []);
    expect(await violationsOf(eventId)).toEqual([]);
  });
});

describe('an Idempotency-Key', () => {
  test('gets the first answer, refusals too, whatever became of the people and the event', async () => {
    const eventId = await anEvent({ capacity: 1, hasWaitlist: false });
    const userIds = await many(2);
    const key = randomUUID();
    const first = await registerMany(eventId, [...userIds, 'nobody'], key);
    expect(statusesIn(first)).toEqual([201, 409, 404]);
    await unregister(eventId, userIds[0] ?? '');
    await updateEvent(eventId, { capacity: 5 });
    const again = await registerMany(eventId, [...userIds, 'nobody'], key);
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
    await expectPeople(eventId, [], []);
    await deleteEvent(eventId);
    expect((await registerMany(eventId, [...userIds, 'nobody'], key)).body).toEqual(first.body);
  });

  test('lets runs beside each other make each registration once, and tell the same', async () => {
    const eventId = await anEvent({ capacity: 3, hasWaitlist: false });
    const userIds = await many(6);
    const key = randomUUID();
    const runs = await Promise.all(Array.from({ length: 5 }, () => registerMany(eventId, userIds, key)));
    const outcomesIn = ({ body }: Answer) =>
      body.results.map(({ userId, status, registration }: Answer['body']) => ({
        userId,
        status,
        registration,
      }));
    for (const run of runs) expect(outcomesIn(run)).toEqual(outcomesIn(runs[0] as Answer));
    expect(statusesIn(runs[0] as Answer).filter(status => status === 201)).toHaveLength(3);
    const listed = (await listEventRegistrations(eventId)).body;
    expect(listed).toHaveLength(3);
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test('answers the refusal that another run stored meanwhile, though there is a seat again', async () => {
    const eventId = await anEvent({ capacity: 1, hasWaitlist: false });
    const [ada = '', ben = ''] = await many(2);
    const key = randomUUID();
    let other: Answer | undefined;
    const meanwhile = async () => {
      await register(eventId, ada);
      other = await registerMany(eventId, [ben], key);
      await unregister(eventId, ada);
    };
    const { answer } = await answerWith('registerManyForEvent', requestOf(eventId, [ben], key), {
      TransactWriteItems: meanwhile,
    });
    expect(statusesIn(answer)).toEqual([409]);
    expect(answer.body).toEqual(other?.body);
    expect(answer.headers['idempotency-replayed']).toBe('true');
    await expectPeople(eventId, [], []);
  });

  test('goes on where a run died, and answers what that made as made', async () => {
    const eventId = await anEvent({ capacity: 5 });
    const userIds = await many(3);
    const key = randomUUID();
    await answerWith('registerManyForEvent', requestOf(eventId, userIds, key), {
      TransactWriteItems: [undefined, 'dead'],
    });
    const [made] = (await listEventRegistrations(eventId)).body;
    const again = await registerMany(eventId, userIds, key);
    expect(statusesIn(again)).toEqual([201, 201, 201]);
    expect(registrationsIn(again)[0]).toMatchObject(made);
  });

  test('refuses another body as a whole, before anything is done', async () => {
    const eventId = await anEvent();
    const userIds = await many(2);
    const key = randomUUID();
    await registerMany(eventId, userIds.slice(0, 1), key);
    for (const others of [userIds, userIds.slice(1)]) {
      expectProblem(await registerMany(eventId, others, key), 'IDEMPOTENCY_KEY_REUSED');
    }
    expect((await listEventRegistrations(eventId)).body).toHaveLength(1);
  });
});

describe('404', () => {
  test('comes for a missing event as a whole, and the key stays free', async () => {
    const [userId = ''] = await many(1);
    const key = randomUUID();
    expectProblem(await registerMany(randomUUID(), [userId], key), 'EVENT_NOT_FOUND', 'Event not found');
    const answer = await registerMany(await anEvent(), [userId], key);
    expect(statusesIn(answer)).toEqual([201]);
  });
});

describe('422', () => {
  test('refuses the same person twice', async () => {
    const answer = await registerMany(await anEvent(), ['ada', 'ben', 'ada']);
    expectBrokenRules(answer, ['/body/userIds']);
    expect(answer.body.errors[0].message).toBe('must not have the same id twice');
  });

  test('names every bad entry, and registers nobody', async () => {
    const eventId = await anEvent();
    const [userId = ''] = await many(1);
    const answer = await registerMany(eventId, [userId, 'no id!', 5]);
    expectBrokenRules(answer, ['/body/userIds/1', '/body/userIds/2']);
    expect((await listEventRegistrations(eventId)).body).toEqual([]);
  });
});
