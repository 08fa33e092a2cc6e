import { handler } from '../../functions/listEventRegistrations.ts';
import type * as registrations from '../../lib/repositories/registrations.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { callsOf } from '../simulator/calls.ts';
import { acceptCsv, asCells, rowsIn } from '../support/api/csv.ts';
import { expectBrokenRules } from '../support/api/expectations.ts';
import { type Answer, invoke } from '../support/api/invoke.ts';
import { checkIn, listEventRegistrations, undoCheckIn, unregister } from '../support/api/operations.ts';
import { nextLinkOf, pagesOf } from '../support/api/pages.ts';
import { alter } from '../support/records/audit.ts';
import { anEvent, aRegistration, at, registeredUsers } from '../support/records/records.ts';
import { putPeople, putPeopleAt } from '../support/records/storedPeople.ts';

type Query = Record<string, string>;
const idsIn = ({ body }: Answer): string[] => body.map(({ userId }: { userId: string }) => userId);
const list = async (eventId: string, query: Query) => idsIn(await listEventRegistrations(eventId, query));

/** An event of four seats, of whose people the second and the fourth are checked in, and three who wait. */
async function anEnteredEvent() {
  const eventId = await anEvent({ capacity: 4 });
  await registeredUsers(eventId, 7);
  const userIds = idsIn(await listEventRegistrations(eventId));
  const [, second = '', , fourth = ''] = userIds;
  for (const userId of [second, fourth]) await checkIn(eventId, userId);
  const others = userIds.filter(userId => userId !== second && userId !== fourth);
  return { eventId, entered: [second, fourth], others };
}

test('lists those who are checked in, and those who are not, in the order of the whole list', async () => {
  const { eventId, entered, others } = await anEnteredEvent();
  expect(await list(eventId, { checkedIn: 'true' })).toEqual(entered);
  expect(await list(eventId, { checkedIn: 'false' })).toEqual(others);
  expect(await list(eventId, { checkedIn: 'false', status: 'registered' })).toEqual(others.slice(0, 2));
  expect(await list(eventId, { checkedIn: 'false', status: 'waitlisted' })).toEqual(others.slice(2));
  expect(await list(eventId, { checkedIn: 'true', status: 'waitlisted' })).toEqual([]);
  await undoCheckIn(eventId, String(entered[0]));
  expect(await list(eventId, { checkedIn: 'true' })).toEqual(entered.slice(1));
});

test.each(['1', '2', '3', '100'])(
  'visits everyone once, with their positions, in pages of %s',
  async limit => {
    const { eventId, entered, others } = await anEnteredEvent();
    const rowsOf = async (checkedIn: string) =>
      (await pagesOf(handler, { path: { eventId }, query: { checkedIn, limit } })).flat();
    expect((await rowsOf('true')).map(({ userId }) => userId)).toEqual(entered);
    const rows = await rowsOf('false');
    expect(rows.map(({ userId }) => userId)).toEqual(others);
    expect(rows.map(({ waitlistPosition }) => waitlistPosition)).toEqual([null, null, 1, 2, 3]);
  },
);

test('refuses the cursors of another filter', async () => {
  const { eventId } = await anEnteredEvent();
  const answer = await listEventRegistrations(eventId, { checkedIn: 'true', limit: '1' });
  const cursor = String(nextLinkOf(answer)?.searchParams.get('cursor'));
  const others: Query[] = [{}, { checkedIn: 'false' }, { checkedIn: 'true', status: 'registered' }];
  for (const query of others) {
    expectBrokenRules(await listEventRegistrations(eventId, { ...query, cursor }), ['/query/cursor']);
  }
});

test('searches only the seats for people who are checked in', async () => {
  const { eventId, entered } = await anEnteredEvent();
  const waiting = Array.from({ length: 2000 }, (_, n) =>
    aRegistration({ eventId, status: 'waitlisted', sortKey: `1#${String(1000 + n).padStart(16, '0')}` }),
  );
  await putPeople(waiting);
  const answer = await listEventRegistrations(eventId, { checkedIn: 'true' });
  expect(idsIn(answer)).toEqual(entered);
  expect(answer.headers).not.toHaveProperty('link');
});

test('visits everyone once while people are promoted', async () => {
  const { eventId, others } = await anEnteredEvent();
  const visited: string[] = [];
  let leaving = others.slice(0, 2);
  for (let query: Query | undefined = { checkedIn: 'false', limit: '3' }; query; ) {
    const answer = await listEventRegistrations(eventId, query);
    visited.push(...idsIn(answer));
    const next = nextLinkOf(answer);
    query = next && Object.fromEntries(next.searchParams);
    for (const userId of leaving) await unregister(eventId, userId);
    leaving = [];
  }
  expect(visited).toEqual(others);
});

test('is CSV for a client that asks for it', async () => {
  const { eventId } = await anEnteredEvent();
  const query = { checkedIn: 'true' };
  const csv = await invoke(handler, { path: { eventId }, query, headers: acceptCsv });
  expect(rowsIn(csv)).toEqual(asCells((await listEventRegistrations(eventId, query)).body));
});

test('reads a thousand registrations at most for a page, which may be empty', async () => {
  // Its seats lie in one lane.
  const eventId = await anEvent({ capacity: 1000 });
  await alter(seats.ref(eventId), { capacity: 5000 });
  const rows = Array.from({ length: 2100 }, (_, n) =>
    aRegistration({ eventId, registeredAt: new Date(Date.UTC(2027, 0, 1, 0, 0, n)).toISOString() }),
  );
  const last = rows.at(-1) as registrations.Item;
  await putPeopleAt(eventId, [...rows.slice(0, -1), { ...last, checkedInAt: at(1) }]);
  const query = { checkedIn: 'true' };
  const pages = await pagesOf(handler, { path: { eventId }, query });
  expect(pages.map(page => page.map(({ userId }) => userId))).toEqual([[], [], [last.userId]]);
  const calls = await callsOf(() => listEventRegistrations(eventId, query));
  expect(calls.sort()).toEqual(['BatchGetItem', 'Query']);
});

test.each(['yes', '', 'TRUE', '1'])('422: a checkedIn of "%s" is refused', async checkedIn => {
  expectBrokenRules(await listEventRegistrations('some-event', { checkedIn }), ['/query/checkedIn']);
});
