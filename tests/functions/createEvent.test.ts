import { handler } from '../../functions/createEvent.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { callsOf } from '../simulator/calls.ts';
import { eventBody } from '../support/api/bodies.ts';
import { expectAnswer, TIMESTAMP, UUID_V4 } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import { deleteEvent, expectPeople, getEvent, settleEvents } from '../support/api/operations.ts';
import { anEvent, registeredUsers, stored } from '../support/records/records.ts';

const createEvent = (body: unknown) => invoke(handler, { method: 'POST', body });

describe('201', () => {
  test('answers the event as it is stored, and where it is', async () => {
    const body = eventBody({ hasWaitlist: true, status: 'active' });
    const answer = await createEvent(body);
    expectAnswer(answer, 201, {
      ...body,
      waitlistEnabled: true,
      registeredCount: 0,
      waitlistCount: 0,
      checkedInCount: 0,
      isFull: false,
      availableSpots: 2,
      createdAt: expect.stringMatching(TIMESTAMP),
      updatedAt: answer.body.createdAt,
    });
    expect(answer.headers.location).toBe(`events/${body.eventId}`);
    const location = (asked: string) =>
      new URL(answer.headers.location ?? '', `http://api.test${asked}`).pathname;
    expect(location('/events')).toBe(`/events/${body.eventId}`);
    expect(location('/prod/events')).toBe(`/prod/events/${body.eventId}`);
    expect((await getEvent(body.eventId)).body).toEqual(answer.body);
  });

  test.each([{}, { eventId: null }])('chooses a UUIDv4 when the client chose no id: %j', async id => {
    const { eventId, ...body } = eventBody();
    const answer = await createEvent({ ...body, ...id });
    expect(answer).toMatchObject({ status: 201, body: { eventId: expect.stringMatching(UUID_V4) } });
    expect(answer.headers.location).toBe(`events/${answer.body.eventId}`);
    expect((await getEvent(answer.body.eventId)).body).toEqual(answer.body);
  });

  test.each([{}, { status: null, hasWaitlist: null, waitlistEnabled: null }])(
    'is an active event without a waitlist unless the client says otherwise: %j',
    async nothing => {
      const { hasWaitlist, ...body } = eventBody();
      const answer = await createEvent({ ...body, ...nothing });
      expect(answer.body).toMatchObject({ status: 'active', hasWaitlist: false, waitlistEnabled: false });
      expect((await getEvent(body.eventId)).body).toEqual(answer.body);
    },
  );

  test.each([
    [{ waitlistEnabled: true }, true],
    [{ waitlistEnabled: false }, false],
    [{ hasWaitlist: false, waitlistEnabled: true }, false],
    [{ hasWaitlist: true, waitlistEnabled: false }, true],
  ])('understands %j as a waitlist: %j', async (names, expected) => {
    const { hasWaitlist, ...body } = eventBody();
    const answer = await createEvent({ ...body, ...names });
    expect(answer.body).toMatchObject({ hasWaitlist: expected, waitlistEnabled: expected });
    expect((await getEvent(body.eventId)).body).toEqual(answer.body);
  });

  test('ignores fields that the service keeps, and unknown ones', async () => {
    const body = eventBody();
    const answer = await createEvent({
      ...body,
      registeredCount: 7,
      waitlistCount: 7,
      isFull: true,
      availableSpots: 7,
      createdAt: '1999-01-01T00:00:00.000Z',
      updatedAt: '1999-01-01T00:00:00.000Z',
      lastTicket: 7,
      funnels: 7,
      dateEventId: '1999-01-01#x',
      listShard: 'other',
      statusShard: 'other',
      colour: 'red',
    });
    expect(answer.body).toMatchObject({
      registeredCount: 0,
      waitlistCount: 0,
      checkedInCount: 0,
      isFull: false,
      availableSpots: 2,
    });
    expect(answer.body.createdAt).not.toMatch(/^1999/);
    expect(answer.body.updatedAt).not.toMatch(/^1999/);
    expect(answer.body).not.toHaveProperty('colour');
    expect(await stored(seats.ref(body.eventId))).toMatchObject({ lastTicket: 0, funnels: 4 });
    expect((await getEvent(body.eventId)).body).toEqual(answer.body);
  });

  test.each([
    ['the longest id', { eventId: `${'aZ09_-'.repeat(21)}xy` }],
    ['an id that is also a name of JavaScript', { eventId: '__proto__' }],
    ['texts in every script', { title: '🎉 Ünïcödé 日本', description: 'عربي\n\t"quoted" \\ \u0000' }],
    ['a leap day of the past', { date: '2000-02-29' }],
    ['the largest capacity', { capacity: 100_000 }],
    ['a cancelled event', { status: 'cancelled' }],
  ])('stores %s as it was sent', async (_what, fields) => {
    const body = eventBody(fields);
    expect(await createEvent(body)).toMatchObject({ status: 201, body });
    expect((await getEvent(body.eventId)).body).toMatchObject(body);
  });

  test('takes the id of a deleted event again, and shows nothing of the old one', async () => {
    const eventId = await anEvent({ capacity: 1, title: 'Old' });
    await registeredUsers(eventId, 2);
    await deleteEvent(eventId);
    await settleEvents();
    expect((await createEvent(eventBody({ eventId, title: 'New' }))).status).toBe(201);
    expect((await getEvent(eventId)).body.title).toBe('New');
    await expectPeople(eventId, [], []);
  });

  test('costs one call', async () => {
    expect(await callsOf(() => createEvent(eventBody()))).toEqual(['TransactWriteItems']);
  });
});
