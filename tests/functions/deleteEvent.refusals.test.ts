import { randomUUID } from 'node:crypto';
import * as events from '../../lib/repositories/events.ts';
import * as registrations from '../../lib/repositories/registrations.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { expectToGiveUp } from '../simulator/races.ts';
import { expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import { deleteEvent, settleEvents, stateOf } from '../support/api/operations.ts';
import { anEvent, registeredUsers, stored } from '../support/records/records.ts';

const notFound = ['EVENT_NOT_FOUND', 'Event not found'] as const;

/** What is stored of an event, and of these people's registrations for it. */
const leftOf = async (eventId: string, userIds: string[]) => {
  const rows = await Promise.all(userIds.map(userId => stored(registrations.ref(eventId, userId))));
  return [await stored(seats.ref(eventId)), await stored(events.ref(eventId)), ...rows];
};

describe('404', () => {
  test('comes for an unknown event, and creates none', async () => {
    const eventId = randomUUID();
    expectProblem(await deleteEvent(eventId), ...notFound);
    expect(await leftOf(eventId, [])).toEqual([undefined, undefined]);
  });

  test('comes for the second deletion, before and after the registrations are removed', async () => {
    const eventId = await anEvent();
    await registeredUsers(eventId, 1);
    await deleteEvent(eventId);
    expectProblem(await deleteEvent(eventId), ...notFound);
    await settleEvents();
    expectProblem(await deleteEvent(eventId), ...notFound);
    expect(await leftOf(eventId, [])).toEqual([undefined, undefined]);
  });

  test('answers ten identical requests at once with one 204', async () => {
    const eventId = await anEvent();
    const answers = await Promise.all(Array.from({ length: 10 }, () => deleteEvent(eventId)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array(9).fill(404)]);
  });
});

describe('422', () => {
  test('refuses an id that no event can have', async () => {
    expectBrokenRules(await deleteEvent('a:b'), ['/path/eventId']);
  });
});

describe('503', () => {
  test('comes after too many conflicts, and nothing is changed', async () => {
    const eventId = await anEvent({ capacity: 1 });
    await registeredUsers(eventId, 2);
    const before = await stateOf(eventId);
    await expectToGiveUp('deleteEvent', { path: { eventId } });
    expect(await stateOf(eventId)).toEqual(before);
  });
});
