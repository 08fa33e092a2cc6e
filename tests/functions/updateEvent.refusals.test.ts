import { randomUUID } from 'node:crypto';
import { handler } from '../../functions/updateEvent.ts';
import * as events from '../../lib/repositories/events.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { answerOvertakenBy, expectToGiveUp } from '../simulator/races.ts';
import { describeBodyRefusals } from '../support/api/bodyRefusals.ts';
import { expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import { deleteEvent, expectPeople, getEvent, stateOf, updateEvent } from '../support/api/operations.ts';
import { anEvent, registeredUsers, stored } from '../support/records/records.ts';
import { aFullEvent } from '../support/records/unfinished.ts';

const path = { eventId: randomUUID() };
beforeAll(() => anEvent(path));
describeBodyRefusals({ handler, path, body: { title: 'New' }, state: () => stateOf(path.eventId) });

describe('404', () => {
  test.each([{ title: 'New' }, { capacity: 5 }, {}])('has no event to change with %j', async body => {
    const eventId = randomUUID();
    expectProblem(await updateEvent(eventId, body), 'EVENT_NOT_FOUND', 'Event not found');
    expectProblem(await getEvent(eventId), 'EVENT_NOT_FOUND', 'Event not found');
  });

  test('changes nothing of an event that is being deleted', async () => {
    const { eventId } = await aFullEvent(2);
    await deleteEvent(eventId);
    const items = () => Promise.all([stored(events.ref(eventId)), stored(seats.ref(eventId))]);
    const before = await items();
    const answer = await updateEvent(eventId, { title: 'New', status: 'active', capacity: 5 });
    expectProblem(answer, 'EVENT_NOT_FOUND', 'Event not found');
    expect(await items()).toEqual(before);
  });
});

describe('409', () => {
  test('refuses a capacity below the people registered, and changes no other field either', async () => {
    const eventId = await anEvent({ capacity: 3 });
    await registeredUsers(eventId, 5);
    const before = await stateOf(eventId);
    const answer = await updateEvent(eventId, { title: 'New', status: 'completed', capacity: 2 });
    expectProblem(answer, 'CAPACITY_BELOW_REGISTERED');
    expect(await stateOf(eventId)).toEqual(before);
  });

  test('also refuses it when the last of them registered meanwhile', async () => {
    const eventId = await anEvent({ capacity: 3 });
    const members = await registeredUsers(eventId, 1);
    const meanwhile = async () => members.push(...(await registeredUsers(eventId, 1)));
    const request = { path: { eventId }, body: { capacity: 1 } };
    const answer = await answerOvertakenBy(meanwhile, 'updateEvent', request);
    expectProblem(answer, 'CAPACITY_BELOW_REGISTERED');
    expect((await getEvent(eventId)).body.capacity).toBe(3);
    await expectPeople(eventId, members, []);
  });
});

describe('422', () => {
  test('lists the broken rules of the path and the body at once', async () => {
    const answer = await updateEvent('a b', { title: '\t', capacity: '5', date: '2024-13-01' });
    expectBrokenRules(answer, ['/path/eventId', '/body/title', '/body/capacity', '/body/date']);
  });

  test('changes nothing when one field of several breaks a rule', async () => {
    const eventId = await anEvent();
    const before = await stateOf(eventId);
    expectBrokenRules(await updateEvent(eventId, { title: 'New', status: 'deleted' }), ['/body/status']);
    expect(await stateOf(eventId)).toEqual(before);
  });
});

describe('503', () => {
  test('comes after too many conflicts, and nothing is changed', async () => {
    const eventId = await anEvent({ capacity: 1 });
    await registeredUsers(eventId, 2);
    const before = await stateOf(eventId);
    await expectToGiveUp('updateEvent', { path: { eventId }, body: { title: 'New', capacity: 2 } });
    expect(await stateOf(eventId)).toEqual(before);
  });
});
