import { randomUUID } from 'node:crypto';
import { consumptionOf, readsOf } from '../simulator/calls.ts';
import { expectAnswer, expectBrokenRules, expectProblem, TIMESTAMP } from '../support/api/expectations.ts';
import {
  deleteEvent,
  getEvent,
  getEventAvailability,
  settleEvents,
  updateEvent,
} from '../support/api/operations.ts';
import { anEvent, registeredUsers } from '../support/records/records.ts';

const FOR_A_SECOND = 'public, max-age=1, stale-while-revalidate=5';

describe('200', () => {
  test('answers how many seats are left, and when it was read', async () => {
    const eventId = await anEvent({ capacity: 3 });
    await registeredUsers(eventId, 1);
    const begun = new Date().toISOString();
    const answer = await getEventAvailability(eventId);
    expectAnswer(answer, 200, {
      eventId,
      capacity: 3,
      registeredCount: 1,
      availableSpots: 2,
      waitlistCount: 0,
      isFull: false,
      status: 'active',
      asOf: expect.stringMatching(TIMESTAMP),
    });
    expect(answer.body.asOf >= begun && answer.body.asOf <= new Date().toISOString()).toBe(true);
  });

  test.each([0, 1, 2, 4])('counts %i people for two seats as getEvent does', async people => {
    const eventId = await anEvent({ capacity: 2 });
    await registeredUsers(eventId, people);
    const { asOf: _, ...numbers } = (await getEventAvailability(eventId)).body;
    expect((await getEvent(eventId)).body).toMatchObject(numbers);
  });

  test.each(['cancelled', 'completed'])('answers the seats of a %s event too', async status => {
    const eventId = await anEvent({ capacity: 2 });
    await registeredUsers(eventId, 1);
    await updateEvent(eventId, { status });
    expect((await getEventAvailability(eventId)).body).toMatchObject({ status, availableSpots: 1 });
  });

  test('may be kept by any cache for a second, and for five more while it is read anew', async () => {
    const { headers } = await getEventAvailability(await anEvent());
    expect(headers['cache-control']).toBe(FOR_A_SECOND);
  });

  test('costs half a read unit: one eventually consistent read of one item', async () => {
    const eventId = await anEvent({ eventId: 'x'.repeat(128), capacity: 100_000 });
    const { result, ...cost } = await consumptionOf(() => getEventAvailability(eventId));
    expect(result.status).toBe(200);
    expect(cost).toEqual({ calls: 1, readUnits: 0.5, writeUnits: 0 });
    expect(await readsOf(() => getEventAvailability(eventId))).toEqual({ calls: 1, items: 1 });
  });
});

describe('404', () => {
  test('comes for an unknown event, and no cache keeps it', async () => {
    const answer = await getEventAvailability(randomUUID());
    expectProblem(answer, 'EVENT_NOT_FOUND', 'Event not found');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers).not.toHaveProperty('etag');
  });

  test('comes for a deleted event, also to a client that has the numbers of before', async () => {
    const eventId = await anEvent();
    await registeredUsers(eventId, 2);
    const { etag = '' } = (await getEventAvailability(eventId)).headers;
    await deleteEvent(eventId);
    for (const ifNoneMatch of [undefined, etag, '*']) {
      expectProblem(await getEventAvailability(eventId, ifNoneMatch), 'EVENT_NOT_FOUND', 'Event not found');
    }
    await settleEvents();
    expectProblem(await getEventAvailability(eventId, etag), 'EVENT_NOT_FOUND', 'Event not found');
  });
});

describe('422', () => {
  test('refuses an id that no event can have, without asking the database', async () => {
    const { result, calls } = await consumptionOf(() => getEventAvailability('a.b'));
    expectBrokenRules(result, ['/path/eventId']);
    expect(calls).toBe(0);
  });
});
