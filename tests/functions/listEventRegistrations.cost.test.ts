import { handler } from '../../functions/listEventRegistrations.ts';
import { queueSortKey, seatSortKey } from '../../lib/domain/registrationSortKey.ts';
import type * as registrations from '../../lib/repositories/registrations.ts';
import { readsOf } from '../simulator/calls.ts';
import { acceptCsv } from '../support/api/csv.ts';
import { type Answer, invoke } from '../support/api/invoke.ts';
import { cursorOf, nextLinkOf } from '../support/api/pages.ts';
import { anEvent, aRegistration, at } from '../support/records/records.ts';
import { promotePeople, putPeopleAt } from '../support/records/storedPeople.ts';

type Row = registrations.Item;

const idsIn = ({ body }: Answer): string[] => body.map(({ userId }: { userId: string }) => userId);

const LAST_TICKET = queueSortKey(Number.MAX_SAFE_INTEGER);

/** An event with so many people who wait, as they are stored. */
async function aQueue(count: number): Promise<{ eventId: string; queue: Row[] }> {
  const eventId = await anEvent();
  const queue = Array.from({ length: count }, (_, n) =>
    aRegistration({ eventId, status: 'waitlisted', sortKey: queueSortKey(n + 1) }),
  );
  await putPeopleAt(eventId, queue);
  return { eventId, queue };
}

/** Stores that these people got seats in this second. */
const promote = (rows: Row[], second: number) => promotePeople(at(second), rows);

/** The pages from a cursor on, and the most that one of them cost. Something may happen between two pages. */
async function follow(
  eventId: string,
  first: Record<string, string>,
  meanwhile: (page: number) => Promise<unknown> = async () => {},
) {
  const pages: string[][] = [];
  const most = { calls: 0, items: 0 };
  for (let query: Record<string, string> | undefined = first; query; ) {
    let answer: Answer | undefined;
    const asked = query;
    const { calls, items } = await readsOf(async () => {
      answer = await invoke(handler, { path: { eventId }, query: asked });
    });
    most.calls = Math.max(most.calls, calls);
    most.items = Math.max(most.items, items);
    pages.push(idsIn(answer as Answer));
    const next = nextLinkOf(answer as Answer);
    query = next && Object.fromEntries(next.searchParams);
    if (query) await meanwhile(pages.length);
  }
  return { pages, most };
}

/** The event, one row too many of each part, and those who may be passed over. */
const mostItems = (limit: number) => 1 + (limit + 1) + (limit + 1 + 100);

test.each([1, 10, 100])(
  'a cursor behind everybody costs at most %i rows and a hundred that are skipped',
  async limit => {
    const { eventId, queue } = await aQueue(650);
    await promote(queue, 1);
    const cursor = cursorOf(`event ${eventId}  ${LAST_TICKET}`);
    const { pages, most } = await follow(eventId, { cursor, limit: String(limit) });
    expect(pages.flat()).toEqual([]);
    expect(pages.length).toBe(Math.ceil((queue.length + 1) / (limit + 100)));
    expect(most.calls).toBe(2);
    expect(most.items).toBeLessThanOrEqual(mostItems(limit));
  },
);

test.each([1, 30, 100])(
  'the links visit everybody once while hundreds are promoted, at the same cost, %i on a page',
  async limit => {
    const { eventId, queue } = await aQueue(330);
    const { pages, most } = await follow(eventId, { limit: String(limit) }, async page => {
      // All who were visited, and many who were not; then, page after page, some more.
      if (page === 2) await promote(queue.slice(0, 280), 1);
      if (page > 2 && page < 12) await promote(queue.slice(277 + page, 278 + page), page);
    });
    const userIds = queue.map(({ userId }) => userId);
    expect(pages.flat().toSorted()).toEqual(userIds.toSorted());
    for (const page of pages) expect(page.length).toBeLessThanOrEqual(limit);
    // One call more counts who waits before the page.
    expect(most.calls).toBeLessThanOrEqual(4);
    expect(most.items).toBeLessThanOrEqual(mostItems(limit) + queue.length);
  },
);

test('a page is full even when a hundred people before it were visited while they waited', async () => {
  const { eventId, queue } = await aQueue(150);
  const visited = queue[99] as Row;
  await promote(queue.slice(0, 100), 1);
  const cursor = cursorOf(`event ${eventId}  ${visited.sortKey}`);
  const answer = await invoke(handler, { path: { eventId }, query: { cursor, limit: '50' } });
  expect(idsIn(answer)).toEqual(queue.slice(100).map(({ userId }) => userId));
  expect(answer.headers).not.toHaveProperty('link');
});

test.each(['true', 'false'])(
  'a page with checkedIn %s costs the same, whatever its cursor',
  async checkedIn => {
    const { eventId, queue } = await aQueue(1300);
    await promote(queue, 1);
    const visited = checkedIn === 'true' ? `${seatSortKey(at(0), { userId: 'a' })} ` : ` ${LAST_TICKET}`;
    const cursor = cursorOf(`event ${eventId} checked-in-${checkedIn} ${visited}`);
    const { pages, most } = await follow(eventId, { checkedIn, cursor, limit: '1' });
    expect(pages.flat()).toEqual([]);
    expect(most.calls).toBeLessThanOrEqual(3);
    expect(most.items).toBeLessThanOrEqual(mostItems(1000));
  },
);

test('a page of CSV also costs no more than its rows', async () => {
  const { eventId, queue } = await aQueue(300);
  await promote(queue, 1);
  const query = { cursor: cursorOf(`event ${eventId}  ${LAST_TICKET}`), limit: '10' };
  const reads = await readsOf(() => invoke(handler, { path: { eventId }, query, headers: acceptCsv }));
  expect(reads.calls).toBe(2);
  expect(reads.items).toBeLessThanOrEqual(mostItems(10));
});
