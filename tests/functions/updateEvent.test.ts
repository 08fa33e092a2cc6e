import { callsOf } from '../simulator/calls.ts';
import { answerOvertakenBy } from '../simulator/races.ts';
import { expectAnswer, TIMESTAMP } from '../support/api/expectations.ts';
import { expectPeople, getEvent, stateOf, updateEvent } from '../support/api/operations.ts';
import { anEvent, registeredUsers, storedEvent } from '../support/records/records.ts';

describe('200', () => {
  test.each([
    { title: 'Another title' },
    { description: 'Another description' },
    { location: 'Another place' },
    { organizer: 'Somebody else' },
    { date: '2030-12-31' },
    { capacity: 3 },
    { status: 'cancelled' },
    { status: 'completed' },
    { expectedPeople: 10_000_000 },
    { title: 'Both', capacity: 7, date: '2001-01-01' },
    { date: '0001-01-01' },
  ])('changes %j and leaves the rest', async changes => {
    const eventId = await anEvent({ capacity: 2 });
    await registeredUsers(eventId, 1);
    const { event: before, registrations } = await stateOf(eventId);
    const answer = await updateEvent(eventId, changes);
    const capacity = changes.capacity ?? before.capacity;
    expectAnswer(answer, 200, {
      ...before,
      ...changes,
      availableSpots: capacity - 1,
      updatedAt: expect.stringMatching(TIMESTAMP),
    });
    expect(answer.body.updatedAt >= before.updatedAt).toBe(true);
    expect(await stateOf(eventId)).toEqual({ event: answer.body, registrations });
  });

  test('ignores fields that are null', async () => {
    const eventId = await anEvent({ capacity: 2 });
    const { body: before } = await getEvent(eventId);
    const { body } = await updateEvent(eventId, { title: 'New', capacity: null });
    expect(body).toEqual({ ...before, title: 'New', updatedAt: expect.stringMatching(TIMESTAMP) });
    expect((await getEvent(eventId)).body).toEqual(body);
  });

  test.each([
    [{ hasWaitlist: true }, true],
    [{ hasWaitlist: false }, false],
    [{ hasWaitlist: null, waitlistEnabled: true }, true],
    [{ waitlistEnabled: true }, true],
    [{ waitlistEnabled: false }, false],
    [{ hasWaitlist: false, waitlistEnabled: true }, false],
    [{ hasWaitlist: true, waitlistEnabled: false }, true],
  ])('understands %j as a waitlist: %j', async (changes, expected) => {
    const eventId = await anEvent({ hasWaitlist: !expected });
    const { body } = await updateEvent(eventId, changes);
    expect(body).toMatchObject({ hasWaitlist: expected, waitlistEnabled: expected });
    expect((await getEvent(eventId)).body).toEqual(body);
  });

  test.each([
    {},
    { colour: 'red' },
    { title: null, description: null, date: null, location: null, organizer: null },
    { capacity: null, hasWaitlist: null, waitlistEnabled: null, status: null },
    { eventId: 'another', registeredCount: 9, waitlistCount: 9, isFull: true, availableSpots: 0 },
    { createdAt: '1999-01-01T00:00:00.000Z', updatedAt: '1999-01-01T00:00:00.000Z' },
  ])('changes nothing, not even updatedAt, for %j', async body => {
    const eventId = await anEvent();
    await registeredUsers(eventId, 3);
    const before = await stateOf(eventId);
    expectAnswer(await updateEvent(eventId, body), 200, before.event);
    expect(await stateOf(eventId)).toEqual(before);
  });

  test('costs three calls when nobody is promoted', async () => {
    const eventId = await anEvent();
    for (const body of [{ title: 'New' }, { capacity: 9 }, { expectedPeople: 5 }, { expectedPeople: null }]) {
      const calls = await callsOf(() => updateEvent(eventId, body));
      expect(calls).toEqual(['BatchGetItem', 'TransactWriteItems', 'BatchGetItem']);
    }
  });

  test('lowers the capacity to the number of people registered', async () => {
    const eventId = await anEvent({ capacity: 5 });
    const userIds = await registeredUsers(eventId, 2);
    expect((await updateEvent(eventId, { capacity: 2 })).body).toMatchObject({ capacity: 2, isFull: true });
    await expectPeople(eventId, userIds, []);
  });

  test('removes with null how many people are expected, and only then', async () => {
    const eventId = await anEvent({ expectedPeople: 500 });
    expect((await updateEvent(eventId, { title: 'New' })).body.expectedPeople).toBe(500);
    const { expectedPeople: _, ...others } = (await getEvent(eventId)).body;
    for (let time = 1; time <= 2; time += 1) {
      const answer = await updateEvent(eventId, { expectedPeople: null });
      expectAnswer(answer, 200, { ...others, updatedAt: expect.stringMatching(TIMESTAMP) });
      expect((await getEvent(eventId)).body).toEqual(answer.body);
      const [details] = await storedEvent(eventId);
      expect(details).not.toHaveProperty('expectedPeople');
    }
  });

  test('leaves the number of funnels as it was when the event was made', async () => {
    const eventId = await anEvent({ capacity: 5001 });
    const [crowd, none] = [{ expectedPeople: 10_000_000 }, { expectedPeople: null }];
    for (const changes of [{ capacity: 100_000 }, { capacity: 1 }, crowd, none, { funnels: 7 }]) {
      expect((await updateEvent(eventId, changes)).status).toBe(200);
      const [, item] = await storedEvent(eventId);
      expect(item).toMatchObject({ funnels: 6 });
    }
  });

  test('keeps those in line, in order, when the waitlist is switched off', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const [seat = '', ...queue] = await registeredUsers(eventId, 3);
    await updateEvent(eventId, { hasWaitlist: false });
    await expectPeople(eventId, [seat], queue);
    await updateEvent(eventId, { capacity: 2 });
    await expectPeople(eventId, [seat, ...queue.slice(0, 1)], queue.slice(1));
  });

  test.each(['cancelled', 'completed'])('keeps the rows of a %s event and promotes nobody', async status => {
    const eventId = await anEvent({ capacity: 1 });
    const [seat = '', ...queue] = await registeredUsers(eventId, 3);
    await updateEvent(eventId, { status });
    await updateEvent(eventId, { capacity: 5 });
    await expectPeople(eventId, [seat], queue);
  });

  test.each([
    [{ capacity: 2 }, { date: '2031-01-01' }],
    [{ capacity: 2 }, { hasWaitlist: false }],
    [{ date: '2031-01-01' }, { hasWaitlist: false }],
    [{ hasWaitlist: false }, { date: '2031-01-01' }],
    [{ hasWaitlist: false }, { capacity: 2 }],
    [{ title: 'New' }, { location: 'There' }],
    [{ expectedPeople: 500 }, { title: 'New' }],
  ])('keeps what another change did meanwhile: %j after %j', async (change, other) => {
    const eventId = await anEvent({ capacity: 1 });
    const userIds = await registeredUsers(eventId, 3);
    const meanwhile = async () => expect((await updateEvent(eventId, other)).status).toBe(200);
    const answer = await answerOvertakenBy(meanwhile, 'updateEvent', { path: { eventId }, body: change });
    expect(answer).toMatchObject({ status: 200, body: { ...other, ...change } });
    const { body } = await getEvent(eventId);
    expect(body).toEqual(answer.body);
    await expectPeople(eventId, userIds.slice(0, body.capacity), userIds.slice(body.capacity));
  });
});
