import { timedEntriesIn } from '../support/api/calendars.ts';
import { forEach, newEvent, newUsers, noticesOf, register, send, succeed } from '../support/api/client.ts';
import { expectBrokenRules } from '../support/api/expectations.ts';
import { until } from '../support/servers/processes.ts';

const EVENING = { startsAt: '2027-05-01T19:00', endsAt: '2027-05-01T22:00', timeZone: 'Europe/Berlin' };

test('an event that moves to another day is there in lists, calendars and notices', async () => {
  const [eventId, [userId = '']] = [await newEvent(EVENING), await newUsers(1)];
  await register(eventId, userId);
  const moved = { startsAt: '2027-10-29T19:00', endsAt: '2027-11-01T12:00' };
  expect(await succeed('PUT', `/events/${eventId}`, moved)).toMatchObject({ date: '2027-10-29', ...moved });
  for (const path of [`/events/${eventId}/calendar.ics`, `/users/${userId}/calendar.ics`])
    expect(timedEntriesIn(await send('GET', path))).toMatchObject([
      { start: Date.parse('2027-10-29T17:00Z'), end: Date.parse('2027-11-01T11:00Z') },
    ]);
  const [{ event }] = await succeed('GET', `/users/${userId}/registrations`);
  expect(event).toMatchObject({ date: '2027-10-29', ...moved, timeZone: 'Europe/Berlin' });
  const edits = async () => (await noticesOf(eventId)).filter(({ type }) => type === 'event.updated');
  await until(async () => (await edits()).length > 0);
  const { startsAt, endsAt } = EVENING;
  expect((await edits())[0]?.data).toMatchObject({
    event: { ...moved, date: '2027-10-29' },
    previous: { startsAt, endsAt, date: '2027-05-01' },
  });
});

test('the times keep their rules whatever is edited at once', async () => {
  const eventId = await newEvent(EVENING);
  const edits = Array.from({ length: 30 }, (_, n) => [
    { startsAt: `2027-05-0${1 + (n % 5)}T19:00` },
    { endsAt: `2027-05-0${1 + (n % 5)}T22:00` },
    { date: `2027-05-0${1 + (n % 5)}` },
  ]).flat();
  const statuses: number[] = [];
  await forEach(edits, 10, async edit => {
    const answer = await send('PUT', `/events/${eventId}`, edit);
    statuses.push(answer.status);
    if (answer.status === 200) expect(answer.body.date).toBe(answer.body.startsAt.slice(0, 10));
    if (answer.status === 200) expect(answer.body.endsAt > answer.body.startsAt).toBe(true);
  });
  expect(new Set(statuses)).toEqual(new Set([200, 422]));
  const { date, startsAt, endsAt } = await succeed('GET', `/events/${eventId}`);
  expect({ date, isAfter: endsAt > startsAt }).toEqual({ date: startsAt.slice(0, 10), isAfter: true });
});

test('an edit that breaks rules changes nothing', async () => {
  const eventId = await newEvent(EVENING);
  const before = await succeed('GET', `/events/${eventId}`);
  const broken = { date: '2027-05-02', endsAt: '2027-03-28T02:30', capacity: 9 };
  expectBrokenRules(await send('PUT', `/events/${eventId}`, broken), [
    '/body/date',
    '/body/endsAt',
    '/body/endsAt',
  ]);
  expect(await succeed('GET', `/events/${eventId}`)).toEqual(before);
});
