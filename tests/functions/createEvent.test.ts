import { randomUUID } from 'node:crypto';
import { handler } from '../../functions/createEvent.ts';
import { callsOf } from '../simulator/calls.ts';
import { eventBody } from '../support/api/bodies.ts';
import { describeBodyRefusals } from '../support/api/bodyRefusals.ts';
import {
  expectAnswer,
  expectBrokenRules,
  expectProblem,
  TIMESTAMP,
  UUID_V4,
} from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import { deleteEvent, expectPeople, getEvent, settleEvents, stateOf } from '../support/api/operations.ts';
import { anEvent, registeredUsers } from '../support/records/records.ts';

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
      dateEventId: '1999-01-01#x',
      kind: 'other',
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

const body = eventBody();
describeBodyRefusals({ handler, body, state: () => getEvent(body.eventId) });

describe('409', () => {
  test('leaves the event that has the id as it is', async () => {
    const eventId = await anEvent();
    await registeredUsers(eventId, 3);
    const before = await stateOf(eventId);
    expectProblem(await createEvent(eventBody({ eventId, title: 'Another' })), 'EVENT_ALREADY_EXISTS');
    expect(await stateOf(eventId)).toEqual(before);
  });

  test('creates one event when two are sent with one id at once', async () => {
    const eventId = randomUUID();
    const bodies = ['One', 'Another'].map(title => eventBody({ eventId, title }));
    const answers = await Promise.all(bodies.map(createEvent));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const [winner] = answers.filter(({ status }) => status === 201);
    expect((await getEvent(eventId)).body).toEqual(winner?.body);
  });

  test('keeps the id of an event while its rows are being deleted', async () => {
    const eventId = await anEvent();
    await deleteEvent(eventId);
    const detail = `The previous event with this id is still being deleted: ${eventId}`;
    expectProblem(await createEvent(eventBody({ eventId })), 'EVENT_BEING_DELETED', detail);
    expectProblem(await getEvent(eventId), 'EVENT_NOT_FOUND');
  });
});

describe('422', () => {
  test('lists every broken rule at once, and stores nothing', async () => {
    const eventId = randomUUID();
    const answer = await createEvent({
      eventId,
      title: ' ',
      description: 'x'.repeat(2001),
      date: '2023-02-29',
      location: 5,
      capacity: 0,
      hasWaitlist: 'yes',
      waitlistEnabled: 1,
      status: 'open',
    });
    const fields = ['title', 'description', 'date', 'location', 'organizer', 'capacity'];
    const paths = [...fields, 'hasWaitlist', 'waitlistEnabled', 'status'].map(field => `/body/${field}`);
    expectBrokenRules(answer, paths);
    expectProblem(await getEvent(eventId), 'EVENT_NOT_FOUND');
  });

  test('asks for the fields that an event cannot do without', async () => {
    const fields = ['title', 'description', 'date', 'location', 'organizer', 'capacity'];
    expectBrokenRules(
      await createEvent({}),
      fields.map(field => `/body/${field}`),
    );
  });
});
