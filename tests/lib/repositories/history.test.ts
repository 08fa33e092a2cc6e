import { randomUUID } from 'node:crypto';
import { transact } from '../../../lib/dynamo/write.ts';
import * as history from '../../../lib/repositories/history.ts';
import type * as registrations from '../../../lib/repositories/registrations.ts';
import { aRegistration, at, wholeEntries } from '../../support/records/records.ts';

const { entryOf } = history;

const entry = (registration: registrations.Item, change: history.Change, time: string) =>
  entryOf(registration, { change, cause: 'request', time });

async function stored(...entries: history.Entry[]): Promise<void> {
  for (const one of entries)
    expect(await transact({ entry: history.add(one) })).toEqual({ kind: 'committed' });
}

test('an entry holds what happened and the registration after it, without its place and date', async () => {
  const registration = aRegistration();
  const { part: _part, sortKey: _sortKey, dateEventId: _dateEventId, ...rest } = registration;
  const happening = { change: 'removed', cause: 'event_deleted', time: at(2) } as const;
  const event = { eventId: registration.eventId, title: 'As it was', capacity: 2 };
  const [first, second] = [entryOf(registration, happening, event), entryOf(aRegistration(), happening)];
  await stored(first, second);
  const keys = {
    entryId: `${registration.registrationId}-3`,
    timeEntryId: `${at(2)}#${registration.registrationId}-3`,
  };
  expect(await wholeEntries(await history.ofEvent(registration.eventId, 9))).toEqual([
    { ...rest, ...happening, ...keys, event },
  ]);
  expect(await wholeEntries(await history.ofUser(registration.userId, 9))).toEqual([
    { ...rest, ...happening, ...keys, event },
  ]);
  expect(await wholeEntries(await history.ofEvent(second.eventId, 9))).toEqual([second]);
});

test.each<[history.Change, history.Change]>([
  ['registered', 'registered'],
  ['registered', 'waitlisted'],
  ['promoted', 'promoted'],
  ['removed', 'unregistered'],
  ['unregistered', 'removed'],
])('what is written as %s is not written as %s later, whatever the time', async (change, again) => {
  const registration = aRegistration();
  const first = entry(registration, change, at(1));
  await stored(first);
  expect(await transact({ entry: history.add(entry(registration, again, at(2))) })).toEqual({
    kind: 'refused',
    refusals: { entry: { conditionFailed: true, conflicted: false, item: first } },
  });
  expect(await wholeEntries(await history.ofEvent(registration.eventId, 9))).toEqual([first]);
});

test('each change of a check-in has an entry of its own, with the check-in after it', async () => {
  const row = aRegistration({ checkInChanges: 1, checkInChangedAt: at(3), checkedInAt: at(2) });
  const undone = { ...row, checkInChanges: 2, checkInChangedAt: at(4), checkedInAt: undefined };
  const entries = [entry(row, 'checked_in', at(3)), entry(undone as never, 'check_in_undone', at(4))];
  await stored(...entries);
  expect(entries.map(({ entryId, checkedInAt, time }) => [entryId, checkedInAt, time])).toEqual([
    [`${row.registrationId}-c1`, at(2), at(3)],
    [`${row.registrationId}-c2`, null, at(4)],
  ]);
  expect([...history.entryIdsOf({ ...row, checkInChanges: 2 }, 25)].flat().sort()).toEqual(
    ['1', '2', '3', 'c1', 'c2'].map(end => `${row.registrationId}-${end}`),
  );
  for (const { timeEntryId } of entries) expect(history.isTimeEntryId(timeEntryId)).toBe(true);
});

test('somebody leaves later than their check-in was taken back, whatever the clock of the stream', () => {
  const row = aRegistration({ checkInChanges: 2, checkInChangedAt: at(4) });
  const { time } = entry(row, 'unregistered', at(1));
  expect(time > at(4)).toBe(true);
});

/** Everything that can happen to a registration, in its order. */
const lifeOf = (registration: registrations.Item, times: [number, number, number]) => [
  entry(registration, 'waitlisted', at(times[0])),
  entry(registration, 'promoted', at(times[1])),
  entry(registration, 'unregistered', at(times[2])),
];

test('entries are listed newest first, whatever the order of writing', async () => {
  const [eventId, userId] = [randomUUID(), randomUUID()];
  const [first, second, third] = lifeOf(aRegistration({ eventId, userId }), [1, 3, 5]);
  const [fourth, fifth, sixth] = lifeOf(aRegistration({ eventId, userId }), [2, 4, 6]);
  const newestFirst = [sixth, third, fifth, second, fourth, first] as history.Entry[];
  await stored(...newestFirst.toSorted((a, b) => (a.entryId < b.entryId ? -1 : 1)));
  expect(await wholeEntries(await history.ofEvent(eventId, 9))).toEqual(newestFirst);
  expect(await wholeEntries(await history.ofUser(userId, 9))).toEqual(newestFirst);
});

test('entries of a registration within one millisecond stay in order', async () => {
  const eventId = randomUUID();
  const lives = Array.from({ length: 5 }, () => lifeOf(aRegistration({ eventId }), [1, 1, 1]));
  await stored(...lives.flat().toReversed());
  const found = await wholeEntries(await history.ofEvent(eventId, 99));
  expect(found).toHaveLength(15);
  for (const life of lives) {
    const { registrationId } = life[0] as history.Entry;
    expect(found.filter(one => one.registrationId === registrationId)).toEqual(life.toReversed());
  }
});

type List = (limit: number, before?: string) => Promise<history.ListedEntry[]>;

async function pagesOf(list: List, size: number): Promise<history.ListedEntry[]> {
  const paged: history.ListedEntry[] = [];
  for (let page = await list(size); page.length > 0; page = await list(size, page.at(-1)?.timeEntryId)) {
    paged.push(...page);
  }
  return paged;
}

test('pages of any size hold every entry once', async () => {
  const [eventId, userId] = [randomUUID(), randomUUID()];
  // Two lives share their times, so that pages end between entries of one millisecond.
  const lives = [1, 1, 4].map(time => lifeOf(aRegistration({ eventId, userId }), [time, time + 1, time + 2]));
  await stored(...lives.flat());
  const lists: List[] = [
    (limit, before) => history.ofEvent(eventId, limit, before),
    (limit, before) => history.ofUser(userId, limit, before),
  ];
  for (const list of lists) {
    const all = await list(99);
    expect(all).toHaveLength(9);
    for (const size of [1, 2, 4]) expect(await pagesOf(list, size)).toEqual(all);
  }
});

test('a cursor may hold every sort key', () => {
  for (const { timeEntryId } of lifeOf(aRegistration(), [1, 2, 3])) {
    expect([timeEntryId, history.isTimeEntryId(timeEntryId)]).toEqual([timeEntryId, true]);
  }
});

test('other events and users have no entries', async () => {
  await stored(entry(aRegistration(), 'registered', at(1)));
  expect(await history.ofEvent(randomUUID(), 9)).toEqual([]);
  expect(await history.ofUser(randomUUID(), 9)).toEqual([]);
});

test('the ids of the entries of a registration come in pages, however often it was checked in', () => {
  const pages = [...history.entryIdsOf(aRegistration({ checkInChanges: 60 }), 25)];
  expect(pages.map(({ length }) => length)).toEqual([3, 25, 25, 10]);
  expect(new Set(pages.flat()).size).toBe(63);
  expect([...history.entryIdsOf(aRegistration(), 25)].map(({ length }) => length)).toEqual([3]);
});
