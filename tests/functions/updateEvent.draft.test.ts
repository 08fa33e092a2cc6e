import * as seats from '../../lib/repositories/seats.ts';
import { expectProblem } from '../support/api/expectations.ts';
import {
  checkIn,
  getEvent,
  getEventAvailability,
  register,
  unregister,
  updateEvent,
} from '../support/api/operations.ts';
import { anEvent, aUser, registeredUsers, stored } from '../support/records/records.ts';
import { crowd } from '../support/records/rounds.ts';

const toDraft = (eventId: string) => updateEvent(eventId, { status: 'draft' });

const SENTENCE = 'Somebody has registered for this event, so it cannot be a draft any more';

describe('a draft', () => {
  test('is made by POST, and takes no registration', async () => {
    const eventId = await anEvent({ status: 'draft' });
    expect((await getEvent(eventId)).body).toMatchObject({ status: 'draft', registeredCount: 0 });
    const answer = await register(eventId, await aUser());
    expectProblem(answer, 'EVENT_NOT_OPEN', 'Event is not open for registration (status: draft)');
  });

  test('takes nobody in a crowd either', async () => {
    const eventId = await anEvent({ status: 'draft' });
    await crowd(eventId);
    const userIds = [await aUser(), await aUser()];
    for (const answer of await Promise.all(userIds.map(userId => register(eventId, userId)))) {
      expectProblem(answer, 'EVENT_NOT_OPEN', 'Event is not open for registration (status: draft)');
    }
    expect((await toDraft(eventId)).status).toBe(200);
  });

  test('becomes active by PUT, and then takes people', async () => {
    const eventId = await anEvent({ status: 'draft' });
    expect((await updateEvent(eventId, { status: 'active' })).body.status).toBe('active');
    expect((await register(eventId, await aUser())).status).toBe(201);
  });

  test.each(['active', 'cancelled', 'completed'])(
    'can be made of an event that is %s while nobody came',
    async status => {
      const eventId = await anEvent({ status });
      expect((await toDraft(eventId)).body).toMatchObject({ status: 'draft' });
      expect((await toDraft(eventId)).body).toMatchObject({ status: 'draft' });
    },
  );

  test('is not checked into, and nobody leaves it', async () => {
    const [eventId, userId] = [await anEvent({ status: 'draft' }), await aUser()];
    expectProblem(await checkIn(eventId, userId), 'REGISTRATION_NOT_FOUND');
    expectProblem(await unregister(eventId, userId), 'REGISTRATION_NOT_FOUND');
  });

  test('has an availability that no cache keeps', async () => {
    const eventId = await anEvent({ status: 'draft' });
    const answer = await getEventAvailability(eventId);
    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'draft' },
      headers: { 'cache-control': 'no-store' },
    });
    const again = await getEventAvailability(eventId, answer.headers.etag);
    expect(again).toMatchObject({ status: 304, headers: { 'cache-control': 'no-store' } });
  });
});

describe('EVENT_HAS_REGISTRATIONS', () => {
  test('is for an event with somebody on a seat or in the queue, which stays as it is', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const [seat = ''] = await registeredUsers(eventId, 2);
    expectProblem(await toDraft(eventId), 'EVENT_HAS_REGISTRATIONS', SENTENCE);
    await unregister(eventId, seat);
    expectProblem(await toDraft(eventId), 'EVENT_HAS_REGISTRATIONS', SENTENCE);
    expect((await getEvent(eventId)).body).toMatchObject({ status: 'active', registeredCount: 1 });
  });

  test.each([
    ['a seat', 5, {}],
    ['a seat at an event that was cancelled then', 5, { status: 'cancelled' }],
  ])('is for an event where everybody gave up %s', async (_what, capacity, fields) => {
    const eventId = await anEvent({ capacity });
    const userIds = await registeredUsers(eventId, 2);
    await updateEvent(eventId, fields);
    for (const userId of userIds) await unregister(eventId, userId);
    expect((await getEvent(eventId)).body.registeredCount).toBe(0);
    expectProblem(await toDraft(eventId), 'EVENT_HAS_REGISTRATIONS', SENTENCE);
  });

  test('is for an event where somebody waited, and left', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const userIds = await registeredUsers(eventId, 2);
    for (const userId of userIds.toReversed()) await unregister(eventId, userId);
    expectProblem(await toDraft(eventId), 'EVENT_HAS_REGISTRATIONS', SENTENCE);
  });

  test('is for an event where a crowd came, and left', async () => {
    const eventId = await anEvent({ capacity: 5 });
    await crowd(eventId);
    const userId = await aUser();
    expect((await register(eventId, userId)).status).toBe(201);
    expect((await unregister(eventId, userId)).status).toBe(200);
    expectProblem(await toDraft(eventId), 'EVENT_HAS_REGISTRATIONS', SENTENCE);
  });

  test('comes before nothing is changed: the other fields of the edit are not either', async () => {
    const eventId = await anEvent();
    await registeredUsers(eventId, 1);
    const before = (await getEvent(eventId)).body;
    expectProblem(
      await updateEvent(eventId, { status: 'draft', title: 'Another', capacity: 7 }),
      'EVENT_HAS_REGISTRATIONS',
    );
    expect((await getEvent(eventId)).body).toEqual(before);
  });
});

test('of an edit to draft and people who register at once, either the edit is refused or all people are', async () => {
  const outcomes: string[] = [];
  for (let round = 0; round < 12; round += 1) {
    const [eventId, userIds] = [await anEvent({ capacity: 3 }), await Promise.all([aUser(), aUser()])];
    const [edit, ...answers] = await Promise.all([
      toDraft(eventId),
      ...userIds.map(userId => register(eventId, userId)),
    ]);
    const seated = answers.filter(({ status }) => status === 201).length;
    const { status, registeredCount } = (await stored(seats.ref(eventId))) as seats.Item;
    if (edit.status === 200) {
      for (const answer of answers) expectProblem(answer, 'EVENT_NOT_OPEN');
      expect({ status, registeredCount }).toEqual({ status: 'draft', registeredCount: 0 });
    } else {
      expectProblem(edit, 'EVENT_HAS_REGISTRATIONS');
      expect(seated).toBeGreaterThan(0);
      expect({ status, registeredCount }).toEqual({ status: 'active', registeredCount: seated });
    }
    outcomes.push(edit.status === 200 ? 'edit' : 'people');
  }
  expect(outcomes).toHaveLength(12);
});
