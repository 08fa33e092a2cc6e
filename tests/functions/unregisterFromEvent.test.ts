import { callsOf } from '../simulator/calls.ts';
import { answerAfterConflicts, answerOvertakenBy } from '../simulator/races.ts';
import { expectAnswer, TIMESTAMP } from '../support/api/expectations.ts';
import {
  expectPeople,
  listUserRegistrations,
  stateOf,
  unregister,
  updateEvent,
} from '../support/api/operations.ts';
import { anEvent, registeredUsers } from '../support/records/records.ts';

const LEFT_SEAT = 'Successfully unregistered from event';
const LEFT_QUEUE = 'Successfully removed from waitlist';

describe('200', () => {
  test('frees a seat when nobody waits, and names nobody', async () => {
    const eventId = await anEvent();
    const [first = '', second = ''] = await registeredUsers(eventId, 2);
    expectAnswer(await unregister(eventId, first), 200, { message: LEFT_SEAT });
    await expectPeople(eventId, [second], []);
    expect((await listUserRegistrations(first)).body).toEqual([]);
  });

  test('gives the seat to the head of the waitlist, names them, and moves the others up', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const [seat = '', head = '', ...others] = await registeredUsers(eventId, 4);
    const [, waiting] = (await stateOf(eventId)).registrations;
    expectAnswer(await unregister(eventId, seat), 200, { message: LEFT_SEAT, promotedUser: head });
    await expectPeople(eventId, [head], others);
    const [promoted] = (await stateOf(eventId)).registrations;
    expect(promoted).toEqual({
      ...waiting,
      status: 'registered',
      waitlistPosition: null,
      promotedAt: expect.stringMatching(TIMESTAMP),
    });
  });

  test('promotes in the order of joining, however many leave', async () => {
    const eventId = await anEvent({ capacity: 2 });
    const userIds = await registeredUsers(eventId, 6);
    const promoted = [];
    for (const userId of userIds) promoted.push((await unregister(eventId, userId)).body.promotedUser);
    expect(promoted).toEqual([...userIds.slice(2), undefined, undefined]);
    await expectPeople(eventId, [], []);
  });

  test.each([
    ['the head', 0],
    ['someone in the middle', 1],
    ['the last', 2],
  ])('takes %s off the waitlist, promotes nobody, and moves those behind up', async (_who, index) => {
    const eventId = await anEvent({ capacity: 1 });
    const [seat = '', ...queue] = await registeredUsers(eventId, 4);
    const [leaving = ''] = queue.splice(index, 1);
    expectAnswer(await unregister(eventId, leaving), 200, { message: LEFT_QUEUE });
    await expectPeople(eventId, [seat], queue);
  });

  test.each(['cancelled', 'completed'])('lets people leave a %s event, and promotes nobody', async status => {
    const eventId = await anEvent({ capacity: 2 });
    const [first = '', second = '', third = '', fourth = ''] = await registeredUsers(eventId, 4);
    await updateEvent(eventId, { status });
    expectAnswer(await unregister(eventId, first), 200, { message: LEFT_SEAT });
    await expectPeople(eventId, [second], [third, fourth]);
    expectAnswer(await unregister(eventId, third), 200, { message: LEFT_QUEUE });
    await expectPeople(eventId, [second], [fourth]);
  });

  test('promotes those in line when the waitlist is switched off', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const [seat = '', head = '', next = ''] = await registeredUsers(eventId, 3);
    await updateEvent(eventId, { hasWaitlist: false });
    expectAnswer(await unregister(eventId, seat), 200, { message: LEFT_SEAT, promotedUser: head });
    await expectPeople(eventId, [head], [next]);
  });

  test('promotes one person for each seat when all leave at once', async () => {
    const eventId = await anEvent({ capacity: 3 });
    const userIds = await registeredUsers(eventId, 7);
    const answers = await Promise.all(userIds.slice(0, 3).map(userId => unregister(eventId, userId)));
    expect(answers.map(({ body }) => body.promotedUser).sort()).toEqual(userIds.slice(3, 6).sort());
    await expectPeople(eventId, userIds.slice(3, 6), userIds.slice(6));
  });

  test('tries again after conflicts with other transactions, and promotes one person', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const [seat = '', head = '', next = ''] = await registeredUsers(eventId, 3);
    const request = { path: { eventId, userId: seat } };
    const answer = await answerAfterConflicts('unregisterFromEvent', request);
    expectAnswer(answer, 200, { message: LEFT_SEAT, promotedUser: head });
    await expectPeople(eventId, [head], [next]);
  });

  test('promotes the next when the head of the waitlist left meanwhile', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const [seat = '', head = '', next = ''] = await registeredUsers(eventId, 3);
    const meanwhile = () => unregister(eventId, head);
    const request = { path: { eventId, userId: seat } };
    const answer = await answerOvertakenBy(meanwhile, 'unregisterFromEvent', request);
    expectAnswer(answer, 200, { message: LEFT_SEAT, promotedUser: next });
    await expectPeople(eventId, [next], []);
  });

  test('promotes someone who joined the waitlist meanwhile', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const [seat = ''] = await registeredUsers(eventId, 1);
    const queue: string[] = [];
    const meanwhile = async () => queue.push(...(await registeredUsers(eventId, 1)));
    const request = { path: { eventId, userId: seat } };
    const answer = await answerOvertakenBy(meanwhile, 'unregisterFromEvent', request);
    expectAnswer(answer, 200, { message: LEFT_SEAT, promotedUser: queue[0] });
    await expectPeople(eventId, queue, []);
  });

  test('passes the seat on when the person who leaves was promoted meanwhile', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const [seat = '', head = '', next = ''] = await registeredUsers(eventId, 3);
    const meanwhile = () => unregister(eventId, seat);
    const request = { path: { eventId, userId: head } };
    const answer = await answerOvertakenBy(meanwhile, 'unregisterFromEvent', request);
    expectAnswer(answer, 200, { message: LEFT_SEAT, promotedUser: next });
    await expectPeople(eventId, [next], []);
  });

  test('costs two calls for a seat, and one more for the head of the waitlist that gets it', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const [first = '', second = ''] = await registeredUsers(eventId, 2);
    const calls = ['BatchGetItem', 'Query', 'TransactWriteItems'];
    expect(await callsOf(() => unregister(eventId, first))).toEqual(calls);
    expect(await callsOf(() => unregister(eventId, second))).toEqual(['BatchGetItem', 'TransactWriteItems']);
    await expectPeople(eventId, [], []);
  });

  test('costs two calls for anybody in the waitlist', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const [seat = '', head = '', next = '', last = ''] = await registeredUsers(eventId, 4);
    const calls = ['BatchGetItem', 'TransactWriteItems'];
    expect(await callsOf(() => unregister(eventId, last))).toEqual(calls);
    expect(await callsOf(() => unregister(eventId, head))).toEqual(calls);
    await expectPeople(eventId, [seat], [next]);
  });
});
