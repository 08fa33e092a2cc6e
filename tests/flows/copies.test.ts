import { randomUUID } from 'node:crypto';
import { listAll, newEvent, newUsers, register, send, statusCounts, succeed } from '../support/api/client.ts';
import { expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import type { Answer } from '../support/api/invoke.ts';

type Event = { eventId: string; date: string };

const weeks = (count: number): string[] =>
  Array.from({ length: count }, (_, n) => new Date(Date.UTC(4502, 0, 8 + 7 * n)).toISOString().slice(0, 10));
const datesOf = (events: Event[]): string[] => events.map(({ date }) => date);

test('an evening is repeated for a year, and its series is read in pages', async () => {
  const eventId = await newEvent({ date: '4502-01-01', capacity: 1, expectedPeople: 5 });
  const [ada = ''] = await newUsers(1);
  await register(eventId, ada);
  const { events } = await succeed('POST', `/events/${eventId}/copies`, { dates: weeks(50) });
  expect(datesOf(events)).toEqual(weeks(50));
  expect(events[49]).toMatchObject({
    seriesId: eventId,
    registeredCount: 0,
    expectedPeople: 5,
    status: 'active',
  });
  const listed = await listAll(`/events?series=${eventId}&limit=20`);
  expect(datesOf(listed)).toEqual(['4502-01-01', ...weeks(50)]);
  expect((await register(events[0].eventId, ada)).status).toBe(201);
  expect((await succeed('GET', `/events/${events[0].eventId}`)).registeredCount).toBe(1);
});

test('of copies asked for by one key at once, all answers tell of the same ones', async () => {
  const eventId = await newEvent({ date: '4503-01-01' });
  const headers = { 'idempotency-key': randomUUID() };
  const dates = weeks(20);
  const answers: Answer[] = await Promise.all(
    Array.from({ length: 6 }, () => send('POST', `/events/${eventId}/copies`, { dates }, headers)),
  );
  expect(statusCounts(answers)).toEqual({ 201: 6 });
  expect(answers.filter(answer => answer.headers['idempotency-replayed'] === undefined)).toHaveLength(1);
  for (const { body } of answers) expect(body).toEqual(answers[0]?.body);
  expect(await listAll(`/events?series=${eventId}`)).toHaveLength(21);
  const other = await send('POST', `/events/${eventId}/copies`, { dates: dates.slice(1) }, headers);
  expectProblem(other, 'IDEMPOTENCY_KEY_REUSED');
});

test('a day too many, a day twice and a day that does not exist make no copy', async () => {
  const eventId = await newEvent({ date: '4504-01-01' });
  const refused = async (dates: unknown, paths: string[]) =>
    expectBrokenRules(await send('POST', `/events/${eventId}/copies`, { dates }), paths);
  await refused(weeks(51), ['/body/dates']);
  await refused([], ['/body/dates']);
  await refused(['4504-01-01', '4504-01-01'], ['/body/dates']);
  await refused(['4504-01-01', '4504-02-30'], ['/body/dates/1']);
  await refused(undefined, ['/body/dates']);
  expect(await listAll(`/events?series=${eventId}`)).toHaveLength(1);
});
