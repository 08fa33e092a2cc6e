import { callsOf } from '../simulator/calls.ts';
import { expectAnswer } from '../support/api/expectations.ts';
import type { Answer } from '../support/api/invoke.ts';
import { deleteEvent, getEvent, listEvents, updateEvent } from '../support/api/operations.ts';
import { anEvent } from '../support/records/records.ts';

const idsIn = ({ body }: Answer): string[] => body.map(({ eventId }: { eventId: string }) => eventId);
const inYear = (year: number) => ({ from: `${year}-01-01`, to: `${year}-12-31` });

/** The queries by which a draft of this year, with its organizer and title, might be found. */
const without = (year: number) => [
  inYear(year),
  { ...inYear(year), sort: '-date' },
  { ...inYear(year), organizer: 'Draft makers' },
  { ...inYear(year), q: 'secret' },
  { ...inYear(year), status: 'active' },
  { ...inYear(year), status: 'cancelled' },
];
const secret = { organizer: 'Draft makers', title: 'Secret evening' };

test('a draft is in no list but that of drafts', async () => {
  const eventId = await anEvent({ ...secret, date: '2071-01-01', status: 'draft' });
  for (const query of without(2071)) expectAnswer(await listEvents(query), 200, []);
  expectAnswer(await listEvents({ ...inYear(2071), status: 'draft' }), 200, [(await getEvent(eventId)).body]);
});

test('an event goes from list to list as it becomes a draft, is published, moved and deleted', async () => {
  const eventId = await anEvent({ ...secret, date: '2072-01-01' });
  const lists = async (year: number) =>
    (await Promise.all([inYear(year), { ...inYear(year), status: 'draft' }].map(listEvents))).map(
      ({ body }) => body.length,
    );
  expect(await lists(2072)).toEqual([1, 0]);
  await updateEvent(eventId, { status: 'draft' });
  expect(await lists(2072)).toEqual([0, 1]);
  for (const query of without(2072)) expectAnswer(await listEvents(query), 200, []);
  await updateEvent(eventId, { date: '2073-01-01', title: 'Another' });
  expect([await lists(2072), await lists(2073)]).toEqual([
    [0, 0],
    [0, 1],
  ]);
  await updateEvent(eventId, { status: 'active' });
  expect(await lists(2073)).toEqual([1, 0]);
  await updateEvent(eventId, { status: 'draft' });
  expect((await deleteEvent(eventId)).status).toBe(204);
  expect(await lists(2073)).toEqual([0, 0]);
});

test('drafts are searched, sorted and paged as other events are', async () => {
  const dates = ['2074-03-01', '2074-01-01', '2074-02-01'];
  const ids = await Promise.all(dates.map(date => anEvent({ ...secret, date, status: 'draft' })));
  const byDate = [ids[1], ids[2], ids[0]];
  const query = { ...inYear(2074), status: 'draft' };
  expect(idsIn(await listEvents(query))).toEqual(byDate);
  expect(idsIn(await listEvents({ ...query, sort: '-date', q: 'secret' }))).toEqual(byDate.toReversed());
  const first = await listEvents({ ...query, limit: '2' });
  const [, cursor = ''] = /cursor=([\w-]+)/.exec(String(first.headers.link)) ?? [];
  expect(idsIn(first)).toEqual(byDate.slice(0, 2));
  expect(idsIn(await listEvents({ ...query, limit: '2', cursor }))).toEqual(byDate.slice(2));
});

test('a list without drafts makes the calls that it made before there were any', async () => {
  await anEvent({ date: '2075-01-01' });
  const calls = await callsOf(() => listEvents(inYear(2075)));
  expect(calls).toHaveLength(5);
});
