import { batchPut } from '../../lib/dynamo/batchPut.ts';
import { TABLES } from '../../lib/dynamo/client.ts';
import type * as seats from '../../lib/repositories/seats.ts';
import { callsOf } from '../simulator/calls.ts';
import { answerOvertakenBy } from '../simulator/races.ts';
import { expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import { getEvent, listUserRegistrations, register, updateEvent } from '../support/api/operations.ts';
import { announced, withWebhook } from '../support/records/announcements.ts';
import { anEvent, aUser, storedEvent } from '../support/records/records.ts';

const EVENING = { startsAt: '2027-05-01T19:00', endsAt: '2027-05-01T22:00', timeZone: 'Europe/Berlin' };
const NONE = { startsAt: null, endsAt: null, timeZone: null };

const timesOf = ({ date, startsAt, endsAt, timeZone }: Record<string, unknown>) =>
  JSON.parse(JSON.stringify({ date, startsAt, endsAt, timeZone }));

describe('200', () => {
  test.each<[object, object, object]>([
    [
      { startsAt: '2027-05-01T18:00' },
      EVENING,
      { date: '2027-05-01', ...EVENING, startsAt: '2027-05-01T18:00' },
    ],
    [
      { endsAt: '2027-05-02T02:00:30' },
      EVENING,
      { date: '2027-05-01', ...EVENING, endsAt: '2027-05-02T02:00:30' },
    ],
    [{ timeZone: 'Asia/Tokyo' }, EVENING, { date: '2027-05-01', ...EVENING, timeZone: 'Asia/Tokyo' }],
    [{ date: '2027-05-01' }, EVENING, { date: '2027-05-01', ...EVENING }],
    [{ startsAt: null }, {}, { date: '2027-05-01' }],
    [NONE, {}, { date: '2027-05-01' }],
    [NONE, EVENING, { date: '2027-05-01' }],
    [{ ...NONE, date: '2027-06-01' }, EVENING, { date: '2027-06-01' }],
    [EVENING, {}, { date: '2027-05-01', ...EVENING }],
    [EVENING, { date: '2030-01-01' }, { date: '2027-05-01', ...EVENING }],
    [{ ...EVENING, date: null }, { date: '2030-01-01' }, { date: '2027-05-01', ...EVENING }],
    [
      { startsAt: '2027-04-30T19:00' },
      EVENING,
      { date: '2027-04-30', ...EVENING, startsAt: '2027-04-30T19:00' },
    ],
    [
      { startsAt: '2027-06-01T19:00', endsAt: '2027-06-03T12:00', date: '2027-06-01' },
      EVENING,
      {
        date: '2027-06-01',
        startsAt: '2027-06-01T19:00',
        endsAt: '2027-06-03T12:00',
        timeZone: 'Europe/Berlin',
      },
    ],
    [{ title: 'New', location: null }, EVENING, { date: '2027-05-01', ...EVENING }],
  ])('%j makes of an event with %j one with %j', async (change, before, after) => {
    const eventId = await anEvent(before);
    const answer = await updateEvent(eventId, change);
    expect({ status: answer.status, ...timesOf(answer.body) }).toEqual({ status: 200, ...after });
    expect((await getEvent(eventId)).body).toEqual(answer.body);
    const [details, item] = await storedEvent(eventId);
    expect(timesOf({ ...details, date: item?.date })).toEqual(after);
    expect(details?.dateEventId.slice(0, 10)).toBe(item?.date);
  });

  test('a start on another day takes the date along, and the lists of its people follow', async () => {
    const [eventId, between] = [await anEvent(EVENING), await anEvent({ date: '2027-05-02' })];
    const userId = await aUser();
    for (const id of [eventId, between]) await register(id, userId);
    await updateEvent(eventId, { startsAt: '2027-05-03T19:00', endsAt: '2027-05-03T22:00' });
    const { body } = await listUserRegistrations(userId);
    expect(body.map(({ event }: { event: { eventId: string } }) => event.eventId)).toEqual([
      between,
      eventId,
    ]);
    const [, item] = await storedEvent(eventId);
    expect(item).toMatchObject({ date: '2027-05-03' });
    expect(item).not.toHaveProperty('redatedAt');
  });

  test('costs three calls, and writes one item while the day stays', async () => {
    const eventId = await anEvent(EVENING);
    const [, before] = await storedEvent(eventId);
    for (const change of [{ startsAt: '2027-05-01T18:00' }, { timeZone: 'UTC' }, NONE]) {
      const calls = await callsOf(() => updateEvent(eventId, change));
      expect(calls).toEqual(['BatchGetItem', 'TransactWriteItems', 'BatchGetItem']);
    }
    expect((await storedEvent(eventId))[1]).toEqual(before);
  });
});

describe('422', () => {
  test.each<[object, object, string[]]>([
    [{ startsAt: '2027-05-01T23:00' }, EVENING, ['endsAt']],
    [{ startsAt: '2027-05-01T22:00' }, EVENING, ['endsAt']],
    [{ endsAt: '2027-05-01T19:00' }, EVENING, ['endsAt']],
    [{ date: '2027-05-02' }, EVENING, ['date']],
    [{ startsAt: '2027-04-30T19:00', date: '2027-05-01' }, EVENING, ['date']],
    [{ startsAt: null }, EVENING, ['startsAt']],
    [{ endsAt: null, timeZone: null }, EVENING, ['endsAt', 'timeZone']],
    [{ startsAt: '2027-05-01T19:00' }, {}, ['endsAt', 'timeZone']],
    [{ timeZone: 'UTC' }, {}, ['startsAt', 'endsAt']],
    [{ ...EVENING, startsAt: null }, EVENING, ['startsAt']],
    [{ startsAt: '2027-03-28T02:30' }, EVENING, ['startsAt']],
    [
      { timeZone: 'America/New_York' },
      {
        date: '2027-03-14',
        startsAt: '2027-03-14T02:30',
        endsAt: '2027-03-14T09:00',
        timeZone: 'Europe/Berlin',
      },
      ['startsAt'],
    ],
    [{ date: '2027-03-27', endsAt: '2027-03-28T02:30' }, EVENING, ['date', 'endsAt', 'endsAt']],
    [{ startsAt: '2027-03-28T02:30', date: '2027-03-27' }, EVENING, ['date', 'startsAt']],
    [{ startsAt: '2027-05-01T19:00', endsAt: '2027-05-01T18:00' }, {}, ['timeZone', 'endsAt']],
    [{ title: '', startsAt: '2027-03-28T02:30', timeZone: 'Europe/Berlin' }, EVENING, ['title', 'startsAt']],
    [{ capacity: 1, startsAt: 'later', date: '2027-02-30' }, EVENING, ['startsAt', 'date']],
  ])('%j breaks a rule at an event with %j', async (change, before, broken) => {
    const eventId = await anEvent(before);
    const { body: event } = await getEvent(eventId);
    const answer = await updateEvent(eventId, change);
    expectBrokenRules(
      answer,
      broken.map(field => `/body/${field}`),
    );
    expect((await getEvent(eventId)).body).toEqual(event);
  });
});

test.each([
  [{ startsAt: '2027-05-01T19:00', date: '2027-05-02' }, '/body/date'],
  [{ endsAt: '2027-03-28T02:30', timeZone: 'Europe/Berlin' }, '/body/endsAt'],
])('a body that breaks a rule by itself, %j, is a 422 where there is no event', async (body, path) => {
  expectBrokenRules(await updateEvent('no-event', body), [path]);
  expectProblem(await updateEvent('no-event', { startsAt: '2027-05-01T19:00' }), 'EVENT_NOT_FOUND');
});

describe('an edit that another one overtakes', () => {
  const overtaken = async (theirs: object, mine: object) => {
    const eventId = await anEvent(EVENING);
    const answer = await answerOvertakenBy(() => updateEvent(eventId, theirs), 'updateEvent', {
      method: 'PUT',
      path: { eventId },
      body: mine,
    });
    return { answer, event: (await getEvent(eventId)).body };
  };

  test.each<[object, object, string]>([
    [{ startsAt: '2027-05-01T21:00' }, { endsAt: '2027-05-01T20:00' }, 'endsAt'],
    [{ endsAt: '2027-05-01T20:00' }, { startsAt: '2027-05-01T21:00' }, 'endsAt'],
    [{ startsAt: '2027-04-30T19:00' }, { date: '2027-05-01' }, 'date'],
    [
      { timeZone: 'America/New_York', startsAt: '2027-03-13T09:00' },
      { startsAt: '2027-03-14T02:30' },
      'startsAt',
    ],
  ])('by %j: %j is judged by the event as it is now', async (theirs, mine, field) => {
    const { answer, event } = await overtaken(theirs, mine);
    expectBrokenRules(answer, [`/body/${field}`]);
    expect(event).toMatchObject(theirs);
  });

  test('which removes the times: a date is taken', async () => {
    const { answer, event } = await overtaken(NONE, { date: '2027-05-01' });
    expect(answer.status).toBe(200);
    expect(timesOf(event)).toEqual({ date: '2027-05-01' });
  });
});

describe('an edit whose read saw a former date in Seats', () => {
  test.each([{ startsAt: '2027-05-01T20:00' }, { endsAt: '2027-05-02T21:00' }])('%j', async change => {
    const eventId = await anEvent(EVENING);
    const [, former] = await storedEvent(eventId);
    await updateEvent(eventId, { startsAt: '2027-05-02T19:00', endsAt: '2027-05-02T22:00' });
    const [, current] = await storedEvent(eventId);
    await batchPut(TABLES.seats, [former as seats.Item]);
    const request = { method: 'PUT', path: { eventId }, body: change };
    const catchUp = () => batchPut(TABLES.seats, [current as seats.Item]);
    expect((await answerOvertakenBy(catchUp, 'updateEvent', request)).status).toBe(200);
    const { body } = await getEvent(eventId);
    expect(body).toMatchObject(change);
    expect(body.date).toBe(body.startsAt.slice(0, 10));
  });
});

test('an edit of times is announced with the earlier ones, and null where there were none', async () => {
  const eventId = await anEvent({ title: 'Old' });
  await withWebhook(async edit => {
    await edit(eventId, EVENING);
    const others = { startsAt: '2027-05-02T18:00', endsAt: '2027-05-02T20:00', timeZone: 'UTC' };
    await edit(eventId, { ...others, title: 'New' });
    await edit(eventId, NONE);
    await edit(eventId, { capacity: 9 });
  });
  type Told = { event: { version: number }; previous: object };
  const told = (await announced(eventId)).map(({ data }) => data as Told);
  const inOrder = told.sort((one, other) => one.event.version - other.event.version);
  expect(inOrder.map(({ previous }) => previous)).toEqual([
    { startsAt: null, endsAt: null, timeZone: null },
    { date: '2027-05-01', ...EVENING, title: 'Old' },
    { startsAt: '2027-05-02T18:00', endsAt: '2027-05-02T20:00', timeZone: 'UTC' },
  ]);
  expect(inOrder[0]?.event).toMatchObject(EVENING);
  expect(inOrder[2]?.event).not.toHaveProperty('startsAt');
});
