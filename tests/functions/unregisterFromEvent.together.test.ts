import { withFaults } from '../simulator/callFaults.ts';
import { isLeaveBatch, namesIn, namesOf } from '../simulator/callNames.ts';
import { expectAnswer } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import { checkIn, updateEvent } from '../support/api/operations.ts';
import { anonymised } from '../support/records/anonymised.ts';
import { expectSound } from '../support/records/holds.ts';
import { askingAt, IN_CROWD, leaveInCrowd, leaving, promotedBy } from '../support/records/leavers.ts';
import { anEvent, registeredUsers } from '../support/records/records.ts';
import { aFullEvent } from '../support/records/unfinished.ts';

const LEFT_SEAT = 'Successfully unregistered from event';
const LEFT_QUEUE = 'Successfully removed from waitlist';

/** What somebody does who takes others off, from asking to the answer. */
const ASKING = [
  'ask',
  'watch',
  'findLeavers',
  'readEvent',
  'Query',
  'leaveBatch',
  'findLeavers',
  'BatchGetItem',
];

/** Lets people leave an event at once in one process, in which every transaction for one of them meets others. */
const leaveAtOnce = (eventId: string, userIds: string[]) =>
  withFaults(
    'unregisterFromEvent',
    call => (['leaveSeat', 'leaveQueue'].includes(namesOf(call)[0] ?? '') ? 'conflict' : undefined),
    handler =>
      Promise.all(userIds.map(userId => invoke(handler, { ...leaving(eventId, userId), timeoutMs: 60_000 }))),
  );

describe('somebody whose transaction meets another one', () => {
  test('asks to leave, is taken off, and passes the seat on to the head of the queue', async () => {
    const { eventId, userIds } = await aFullEvent(3);
    const [seat = '', head = '', next = ''] = userIds;
    const { answer, calls, logged } = await leaveInCrowd(eventId, seat);
    expectAnswer(answer, 200, { message: LEFT_SEAT, promotedUser: head });
    expect(namesIn(calls)).toEqual(['readEvent', 'Query', 'leaveSeat', 'readEvent', ...ASKING]);
    expect(logged).toEqual([]);
    await expectSound(eventId, [head], [next]);
    expect(await askingAt(eventId)).toEqual([]);
  });

  test('leaves the queue in the same way, and promotes nobody', async () => {
    const { eventId, userIds } = await aFullEvent(4);
    const [seat = '', first = '', second = '', third = ''] = userIds;
    expectAnswer((await leaveInCrowd(eventId, second)).answer, 200, { message: LEFT_QUEUE });
    await expectSound(eventId, [seat], [first, third]);
  });

  test('frees the seat when nobody waits', async () => {
    const eventId = await anEvent();
    const [first = '', second = ''] = await registeredUsers(eventId, 2);
    expectAnswer((await leaveInCrowd(eventId, first)).answer, 200, { message: LEFT_SEAT });
    await expectSound(eventId, [second], []);
  });

  test('makes the process remember that, so that the next one asks at once', async () => {
    const { eventId, userIds } = await aFullEvent(4);
    const [seat = '', head = '', next = '', last = ''] = userIds;
    const { calls } = await withFaults('unregisterFromEvent', IN_CROWD, async handler => {
      for (const userId of [seat, head]) await invoke(handler, leaving(eventId, userId));
    });
    const after = calls.slice(calls.findLastIndex(call => namesOf(call).includes('ask')) - 1);
    expect(namesIn(after)).toEqual(['readEvent', ...ASKING]);
    await expectSound(eventId, [next], [last]);
  });
});

describe('a crowd that leaves', () => {
  test('passes its seats on in the order of the tickets, some in one transaction', async () => {
    const eventId = await anEvent({ capacity: 18 });
    const people = await registeredUsers(eventId, 42);
    const [seated, queue] = [people.slice(0, 18), people.slice(18)];
    const [goes = '', also = ''] = [queue[20], queue[22]];
    const { result, calls } = await leaveAtOnce(eventId, [...seated, goes, also]);
    expect(result.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(result.map(({ body }) => body.message)).toEqual([
      ...Array(18).fill(LEFT_SEAT),
      LEFT_QUEUE,
      LEFT_QUEUE,
    ]);
    expect(result.flatMap(({ body }) => body.promotedUser ?? []).sort()).toEqual(queue.slice(0, 18).sort());
    for (const batch of calls.filter(isLeaveBatch)) {
      const promoted = promotedBy(batch);
      expect(promoted).toEqual(queue.filter(userId => promoted.includes(userId)));
    }
    expect(calls.filter(isLeaveBatch).length).toBeLessThan(18);
    const waiting = queue.slice(18).filter(userId => userId !== goes && userId !== also);
    await expectSound(eventId, queue.slice(0, 18), waiting);
    expect(await askingAt(eventId)).toEqual([]);
  });

  test.each(['cancelled', 'completed'])('promotes nobody at a %s event', async status => {
    const eventId = await anEvent({ capacity: 3 });
    const people = await registeredUsers(eventId, 5);
    await updateEvent(eventId, { status });
    const { result } = await leaveAtOnce(eventId, people.slice(0, 2));
    for (const answer of result) expectAnswer(answer, 200, { message: LEFT_SEAT });
    await expectSound(eventId, people.slice(2, 3), people.slice(3));
  });

  test('may be everybody, so that the event is empty', async () => {
    const eventId = await anEvent({ capacity: 2 });
    const people = await registeredUsers(eventId, 6);
    const { result } = await leaveAtOnce(eventId, people);
    expect(result.map(({ status }) => status)).toEqual(Array(6).fill(200));
    await expectSound(eventId, [], []);
  });

  test('answers one of two requests of a person with a 200, and the other with a 404', async () => {
    const { eventId, userIds } = await aFullEvent(3);
    const [seat = '', head = '', next = ''] = userIds;
    const { result } = await leaveAtOnce(eventId, [seat, seat]);
    expect(result.map(({ status }) => status).sort()).toEqual([200, 404]);
    await expectSound(eventId, [head], [next]);
  });

  test('takes an anonymous person off who is checked in, since nobody can undo that', async () => {
    const { eventId, userIds } = await aFullEvent(2);
    const [guest = '', head = ''] = userIds;
    await checkIn(eventId, guest);
    await updateEvent(eventId, { status: 'completed' });
    const [anonymous = ''] = await anonymised(guest);
    const { result } = await leaveAtOnce(eventId, [anonymous]);
    expect(result.map(({ status }) => status)).toEqual([200]);
    await expectSound(eventId, [], [head]);
  });
});
