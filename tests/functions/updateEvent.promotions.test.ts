import { callsOf } from '../simulator/calls.ts';
import { answerOvertakenBy } from '../simulator/races.ts';
import { expectPeople, settleEvents, stateOf, unregister, updateEvent } from '../support/api/operations.ts';
import { anEvent, registeredUsers } from '../support/records/records.ts';
import { aFullEvent } from '../support/records/unfinished.ts';

test('promotes as many as a raised capacity has room for, in order', async () => {
  const eventId = await anEvent({ capacity: 1 });
  const userIds = await registeredUsers(eventId, 5);
  const answer = await updateEvent(eventId, { capacity: 3 });
  expect(answer.body).toMatchObject({
    registeredCount: 3,
    waitlistCount: 2,
    isFull: true,
    availableSpots: 0,
  });
  await expectPeople(eventId, userIds.slice(0, 3), userIds.slice(3));
  const rows: { promotedAt: string | null }[] = (await stateOf(eventId)).registrations;
  expect(rows.filter(({ promotedAt }) => promotedAt !== null)).toHaveLength(2);
});

test('promotes everyone when a raised capacity has room for more', async () => {
  const eventId = await anEvent({ capacity: 1 });
  const userIds = await registeredUsers(eventId, 3);
  expect((await updateEvent(eventId, { capacity: 10 })).body.availableSpots).toBe(7);
  await expectPeople(eventId, userIds, []);
});

test('promotes as many people as one transaction holds, and the right ones', async () => {
  const eventId = await anEvent({ capacity: 1 });
  const userIds = await registeredUsers(eventId, 33);
  const calls = await callsOf(async () => {
    const { body } = await updateEvent(eventId, { capacity: 33 });
    expect(body).toMatchObject({ registeredCount: 33, waitlistCount: 0 });
  });
  expect(calls.filter(operation => operation === 'TransactWriteItems')).toHaveLength(2);
  await expectPeople(eventId, userIds, []);
});

test('gives a crowd the first seats at once and the rest after it, at the cost of two transactions', async () => {
  const { eventId, userIds } = await aFullEvent(37);
  const calls = await callsOf(async () => {
    const { body } = await updateEvent(eventId, { capacity: 36 });
    expect(body).toMatchObject({ registeredCount: 34, waitlistCount: 3, availableSpots: 2 });
  });
  expect(calls.filter(operation => operation === 'TransactWriteItems')).toHaveLength(2);
  await expectPeople(eventId, userIds.slice(0, 34), userIds.slice(34));
  await settleEvents();
  await expectPeople(eventId, userIds.slice(0, 36), userIds.slice(36));
});

test('fills the free seats, in order, when an event is active again', async () => {
  const eventId = await anEvent({ capacity: 2 });
  const [first = '', second = '', ...queue] = await registeredUsers(eventId, 5);
  await updateEvent(eventId, { status: 'cancelled' });
  await unregister(eventId, first);
  await expectPeople(eventId, [second], queue);
  await updateEvent(eventId, { status: 'active' });
  await expectPeople(eventId, [second, ...queue.slice(0, 1)], queue.slice(1));
});

test('fills the seats of a change of status and capacity at once', async () => {
  const eventId = await anEvent({ capacity: 1 });
  const userIds = await registeredUsers(eventId, 4);
  await updateEvent(eventId, { status: 'completed' });
  await updateEvent(eventId, { status: 'active', capacity: 3 });
  await expectPeople(eventId, userIds.slice(0, 3), userIds.slice(3));
});

test('promotes nobody who left the waitlist meanwhile', async () => {
  const eventId = await anEvent({ capacity: 1 });
  const [seat = '', head = '', next = '', last = ''] = await registeredUsers(eventId, 4);
  const meanwhile = () => unregister(eventId, head);
  const request = { path: { eventId }, body: { capacity: 2 } };
  expect((await answerOvertakenBy(meanwhile, 'updateEvent', request)).status).toBe(200);
  await expectPeople(eventId, [seat, next], [last]);
});

test('fills a seat that became free meanwhile', async () => {
  const eventId = await anEvent({ capacity: 2, status: 'active' });
  const [first = '', second = '', third = '', last = ''] = await registeredUsers(eventId, 4);
  await updateEvent(eventId, { status: 'cancelled' });
  const meanwhile = () => unregister(eventId, first);
  const request = { path: { eventId }, body: { status: 'active' } };
  expect((await answerOvertakenBy(meanwhile, 'updateEvent', request)).status).toBe(200);
  await settleEvents();
  await expectPeople(eventId, [second, third], [last]);
});
