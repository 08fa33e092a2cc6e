import { handler } from '../../functions/createEvent.ts';
import { eventBody } from '../support/api/bodies.ts';
import { expectBrokenRules } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import { keyedRequest } from '../support/api/keyedRequest.ts';
import { getEvent } from '../support/api/operations.ts';
import { replayOf } from '../support/records/holds.ts';
import { storedEvent } from '../support/records/records.ts';

const EVENING = { startsAt: '2027-05-01T19:00', endsAt: '2027-05-01T22:30:15', timeZone: 'Europe/Berlin' };

const createEvent = (body: unknown) => invoke(handler, { method: 'POST', body });

/** A body that has no date, or the given one. */
function bodyOf(fields: object) {
  const { date: _, ...body } = eventBody();
  return { ...body, ...fields };
}

describe('201', () => {
  test.each([{}, { date: '2027-05-01' }, { date: null }])(
    'an event with times and %j has their day',
    async date => {
      const body = bodyOf({ ...EVENING, ...date });
      const answer = await createEvent(body);
      expect(answer).toMatchObject({ status: 201, body: { ...EVENING, date: '2027-05-01' } });
      expect((await getEvent(body.eventId)).body).toEqual(answer.body);
      const [details, item] = await storedEvent(body.eventId);
      expect(details).toMatchObject(EVENING);
      expect(details?.dateEventId).toMatch(/^2027-05-01/);
      expect(item).toMatchObject({ date: '2027-05-01' });
      for (const field of Object.keys(EVENING)) expect(item).not.toHaveProperty(field);
    },
  );

  test.each([
    { startsAt: '2027-03-28T01:59:59', endsAt: '2027-03-28T03:00', timeZone: 'Europe/Berlin' },
    { startsAt: '2027-10-31T02:30', endsAt: '2027-10-31T02:30:01', timeZone: 'Europe/Berlin' },
    { startsAt: '2027-10-02T20:00', endsAt: '2027-10-05T02:30', timeZone: 'Australia/Sydney' },
    { startsAt: '2011-12-29T20:00', endsAt: '2011-12-31T00:00', timeZone: 'Pacific/Apia' },
    { startsAt: '0001-01-01T00:00', endsAt: '9999-12-31T23:59:59', timeZone: 'UTC' },
    { startsAt: '2027-05-01T19:00', endsAt: '2027-05-01T19:01', timeZone: 'asia/kolkata' },
  ])('keeps %j as they were given', async times => {
    expect(await createEvent(bodyOf(times))).toMatchObject({ status: 201, body: times });
  });

  test.each([{}, { startsAt: null, endsAt: null, timeZone: null }])(
    'an event with %j has no times',
    async none => {
      const body = eventBody();
      const answer = await createEvent({ ...body, ...none });
      expect(answer.status).toBe(201);
      for (const field of Object.keys(EVENING)) expect(answer.body).not.toHaveProperty(field);
      const [details] = await storedEvent(body.eventId);
      for (const field of Object.keys(EVENING)) expect(details).not.toHaveProperty(field);
    },
  );

  test('the first answer to a key has the times, and so does its replay', async () => {
    const request = keyedRequest(bodyOf(EVENING));
    const first = await invoke(handler, request);
    expect(first.body).toMatchObject(EVENING);
    expect(await invoke(handler, request)).toEqual(replayOf(first));
  });
});

describe('422', () => {
  test.each<[string, object, string[]]>([
    ['no date', {}, ['date']],
    ['null for date and startsAt', { date: null, startsAt: null }, ['date']],
    ['startsAt alone', { startsAt: EVENING.startsAt }, ['endsAt', 'timeZone']],
    ['endsAt alone', { date: '2027-05-01', endsAt: EVENING.endsAt }, ['startsAt', 'timeZone']],
    ['timeZone alone', { date: '2027-05-01', timeZone: 'UTC' }, ['startsAt', 'endsAt']],
    ['no startsAt', { ...EVENING, startsAt: null }, ['date', 'startsAt']],
    ['no endsAt', { ...EVENING, endsAt: undefined }, ['endsAt']],
    ['no timeZone', { ...EVENING, timeZone: null }, ['timeZone']],
    ['another date', { ...EVENING, date: '2027-05-02' }, ['date']],
    ['no time between start and end', { ...EVENING, endsAt: EVENING.startsAt }, ['endsAt']],
    ['the same time with seconds', { ...EVENING, endsAt: '2027-05-01T19:00:00' }, ['endsAt']],
    ['an end a second before the start', { ...EVENING, endsAt: '2027-05-01T18:59:59' }, ['endsAt']],
    ['a start that clocks skip', { ...EVENING, startsAt: '2027-03-28T02:00' }, ['startsAt']],
    [
      'an end that clocks skip',
      { ...EVENING, startsAt: '2027-03-27T20:00', endsAt: '2027-03-28T02:59:59' },
      ['endsAt'],
    ],
    [
      'a day that a zone skipped',
      { startsAt: '2011-12-30T12:00', endsAt: '2011-12-31T12:00', timeZone: 'Pacific/Apia' },
      ['startsAt'],
    ],
    [
      'both skipped, and the wrong way round',
      { ...EVENING, startsAt: '2027-03-28T02:30', endsAt: '2027-03-28T02:15' },
      ['endsAt', 'endsAt', 'startsAt'],
    ],
    [
      'all of it',
      {
        startsAt: '2027-03-28T02:30',
        endsAt: '2027-03-27T10:00',
        timeZone: 'Europe/Berlin',
        date: '2027-03-27',
        title: '',
      },
      ['title', 'date', 'startsAt', 'endsAt'],
    ],
    [
      'an unknown zone, another date and the wrong order',
      { ...EVENING, timeZone: '+02:00', date: '2027-05-02', endsAt: '2027-04-30T10:00' },
      ['timeZone', 'date', 'endsAt'],
    ],
    ['no real time', { ...EVENING, startsAt: '2027-02-29T10:00' }, ['startsAt']],
    [
      'times of another type',
      { startsAt: 5, endsAt: ['2027-05-01T19:00'], timeZone: {} },
      ['startsAt', 'endsAt', 'timeZone'],
    ],
    ['no real time, and a real date', { ...EVENING, startsAt: 'tomorrow', date: '2027-05-02' }, ['startsAt']],
  ])('%s', async (_, fields, broken) => {
    const answer = await createEvent(bodyOf(fields));
    expectBrokenRules(
      answer,
      broken.map(field => `/body/${field}`),
    );
  });

  test('says in words what is broken', async () => {
    const times = { startsAt: '2027-03-28T02:30', endsAt: '2027-03-27T10:00', timeZone: 'Europe/Berlin' };
    const { errors } = (await createEvent(bodyOf({ ...times, date: '2027-03-27' }))).body;
    expect(errors).toEqual([
      { path: '/body/date', message: 'must be the day of startsAt' },
      { path: '/body/startsAt', message: 'must exist in Europe/Berlin, where clocks skip it' },
      { path: '/body/endsAt', message: 'must be after startsAt' },
    ]);
    expect((await createEvent(bodyOf({ startsAt: '2027-03-28T10:30' }))).body.errors).toEqual([
      { path: '/body/endsAt', message: 'must be given, since startsAt, endsAt and timeZone come together' },
      { path: '/body/timeZone', message: 'must be given, since startsAt, endsAt and timeZone come together' },
    ]);
  });
});
