import * as events from '../../lib/repositories/events.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { expectBrokenRules, expectProblem, TIMESTAMP, UUID_V4 } from '../support/api/expectations.ts';
import { copyEvent, deleteEvent, getEvent, register, updateEvent } from '../support/api/operations.ts';
import { expectEventsCreated } from '../support/records/created.ts';
import { anEvent, aUser, registeredUsers, stored } from '../support/records/records.ts';

const fiftyDays = Array.from({ length: 50 }, (_, n) => `20${30 + n}-06-01`);

describe('201', () => {
  test('answers copies in the order of their dates, each with what the organiser set and nobody in it', async () => {
    const fields = { title: 'Course', capacity: 1, hasWaitlist: true, expectedPeople: 9, date: '2030-01-01' };
    const eventId = await anEvent(fields);
    await registeredUsers(eventId, 2);
    const source = (await getEvent(eventId)).body;
    const answer = await copyEvent(eventId, ['2030-03-01', '2030-02-01']);
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      events: ['2030-03-01', '2030-02-01'].map(date => ({
        ...source,
        eventId: expect.stringMatching(UUID_V4),
        date,
        seriesId: eventId,
        registeredCount: 0,
        waitlistCount: 0,
        isFull: false,
        availableSpots: 1,
        createdAt: expect.stringMatching(TIMESTAMP),
        updatedAt: expect.stringMatching(TIMESTAMP),
      })),
    });
    for (const event of answer.body.events) expect((await getEvent(event.eventId)).body).toEqual(event);
    expect((await getEvent(eventId)).body).toEqual(source);
  });

  test('makes fifty copies at once, which take people', async () => {
    const eventId = await anEvent();
    const { body } = await expectEventsCreated(50, () => copyEvent(eventId, fiftyDays));
    expect(body.events.map(({ date }: { date: string }) => date)).toEqual(fiftyDays);
    expect((await register(body.events[49].eventId, await aUser())).status).toBe(201);
  });

  test('stores of a copy what it stores of a new event, whatever happened at the source', async () => {
    const eventId = await anEvent({ capacity: 1, date: '2030-01-01' });
    await registeredUsers(eventId, 2);
    for (const status of ['cancelled', 'active']) await updateEvent(eventId, { status, date: '2030-01-02' });
    const { body } = await copyEvent(eventId, ['2030-02-01']);
    const [copy, fresh] = [body.events[0].eventId, await anEvent({ capacity: 1, date: '2030-02-01' })];
    const keysOf = (item: object | undefined) => Object.keys(item ?? {}).sort();
    expect(keysOf(await stored(seats.ref(copy)))).toEqual(keysOf(await stored(seats.ref(fresh))));
    expect(keysOf(await stored(events.ref(copy)))).toEqual(
      [...keysOf(await stored(events.ref(fresh))), 'seriesId', 'seriesKey', 'seriesSince'].sort(),
    );
    expect(await stored(seats.ref(copy))).toMatchObject({ registeredCount: 0, lastTicket: 0, capacity: 1 });
  });

  test.each([
    ['draft', 'draft'],
    ['active', 'active'],
    ['cancelled', 'active'],
    ['completed', 'active'],
  ])('makes of an event that is %s a copy that is %s', async (status, ofCopy) => {
    const { body } = await copyEvent(await anEvent({ status }), ['2030-02-01']);
    expect(body.events).toMatchObject([{ status: ofCopy }]);
  });

  test('takes a day that the event itself has, and makes new copies each time', async () => {
    const eventId = await anEvent({ date: '2030-01-01' });
    const made = [await copyEvent(eventId, ['2030-01-01']), await copyEvent(eventId, ['2030-01-01'])];
    expect(new Set(made.map(({ body }) => body.events[0].eventId)).size).toBe(2);
  });

  test('takes no seriesId from a body, and an edit leaves it as it is', async () => {
    const eventId = await anEvent({ seriesId: 'mine' });
    expect((await getEvent(eventId)).body).not.toHaveProperty('seriesId');
    const { body } = await copyEvent(eventId, ['2030-02-01']);
    const copy = body.events[0].eventId;
    expect((await updateEvent(copy, { seriesId: 'mine', date: '2030-02-02' })).body.seriesId).toBe(eventId);
  });
});

describe('404', () => {
  test('is for an event that does not exist or is deleted, and makes nothing', async () => {
    await expectEventsCreated(0, async () =>
      expectProblem(await copyEvent('nowhere', ['2030-01-01']), 'EVENT_NOT_FOUND'),
    );
    const eventId = await anEvent();
    await deleteEvent(eventId);
    expectProblem(await copyEvent(eventId, ['2030-01-01']), 'EVENT_NOT_FOUND');
  });
});

describe('422', () => {
  test('names each date that breaks a rule, and makes nothing', async () => {
    const eventId = await anEvent();
    await expectEventsCreated(0, async () =>
      expectBrokenRules(await copyEvent(eventId, ['2030-01-01', '2030-02-30', 'x']), [
        '/body/dates/1',
        '/body/dates/2',
      ]),
    );
  });

  const times = { startsAt: '2027-03-27T02:30', endsAt: '2027-03-27T04:00', timeZone: 'Europe/Berlin' };

  test('names a date on which clocks skip a time of the event', async () => {
    const eventId = await anEvent({ ...times, date: '2027-03-27' });
    await expectEventsCreated(0, async () => {
      const answer = await copyEvent(eventId, ['2027-03-29', '2027-03-28']);
      expectBrokenRules(answer, ['/body/dates/1']);
      expect(answer.body.errors[0].message).toContain('startsAt must exist in Europe/Berlin');
    });
  });

  test('names a date that moves a time out of the calendar', async () => {
    const eventId = await anEvent({ date: '2027-03-27', closesAt: '2028-03-27T00:00:00Z' });
    expectBrokenRules(await copyEvent(eventId, ['9999-12-31']), ['/body/dates/0']);
  });
});

test('copies move times by as many days as the date, and ask the same', async () => {
  const eventId = await anEvent({
    startsAt: '2027-03-27T09:00',
    endsAt: '2027-03-28T17:00',
    timeZone: 'Europe/Berlin',
    opensAt: '2027-03-01T00:00:00.000Z',
    closesAt: '2027-03-20T00:00:00.000Z',
    leaveUntil: '2027-03-25T12:30:00.000Z',
    waitlistCapacity: 5,
    questions: [{ key: 'meal', label: 'Meal?', type: 'text' }],
    date: '2027-03-27',
  });
  const source = (await getEvent(eventId)).body;
  const [copy] = (await copyEvent(eventId, ['2027-04-03'])).body.events;
  expect(copy).toEqual({
    ...source,
    eventId: copy.eventId,
    seriesId: eventId,
    createdAt: copy.createdAt,
    updatedAt: copy.updatedAt,
    date: '2027-04-03',
    startsAt: '2027-04-03T09:00',
    endsAt: '2027-04-04T17:00',
    opensAt: '2027-03-08T00:00:00.000Z',
    closesAt: '2027-03-27T00:00:00.000Z',
    leaveUntil: '2027-04-01T12:30:00.000Z',
  });
});
