import { handler as getUserCalendarHandler } from '../../functions/getUserCalendar.ts';
import { dateEventId } from '../../lib/domain/sortKeys.ts';
import { consumptionOf } from '../simulator/calls.ts';
import { entriesIn } from '../support/api/calendars.ts';
import { invoke } from '../support/api/invoke.ts';
import { listUserRegistrations } from '../support/api/operations.ts';
import { nextLinkOf } from '../support/api/pages.ts';
import { storeEvents } from '../support/records/manyEvents.ts';
import { aRegistration, aUser } from '../support/records/records.ts';
import { putPeople } from '../support/records/storedPeople.ts';

const YEAR = 2060;
const dayOf = (n: number) => new Date(Date.UTC(YEAR, 0, 1 + n)).toISOString().slice(0, 10);

let eventIds: string[];

/** Somebody with a seat at the first `count` of the stored events. */
async function someoneAtMany(count: number): Promise<string> {
  const userId = await aUser();
  await putPeople(
    eventIds
      .slice(0, count)
      .map((eventId, n) => aRegistration({ eventId, userId, dateEventId: dateEventId(dayOf(n), eventId) })),
  );
  return userId;
}

beforeAll(async () => {
  eventIds = await storeEvents(YEAR, 3000, () => ({}));
});

test('a page of ten costs the same with ten registrations more and with three thousand, at each end', async () => {
  const costs = [];
  for (const count of [20, 3000]) {
    const userId = await someoneAtMany(count);
    const { result: first, ...cost } = await consumptionOf(() =>
      listUserRegistrations(userId, { limit: '10' }),
    );
    expect(first.body.map(({ event }: { event: { eventId: string } }) => event.eventId)).toEqual(
      eventIds.slice(0, 10),
    );
    const next = Object.fromEntries(nextLinkOf(first)?.searchParams ?? []);
    const { result: second, ...costOfNext } = await consumptionOf(() => listUserRegistrations(userId, next));
    expect(second.body).toHaveLength(10);
    costs.push(cost, costOfNext);
  }
  expect(costs[2]).toEqual(costs[0]);
  // The user, the rows of the page and one more, and two items for each of their events.
  expect(costs[2]).toEqual({ calls: 2, readUnits: 1 + 2 + 11 * 2, writeUnits: 0 });
  expect(costs[3]).toEqual(costs[2]);
});

test('a calendar reads the five hundred events that it shows, and one registration more', async () => {
  const userId = await someoneAtMany(3000);
  const { result, ...cost } = await consumptionOf(() => invoke(getUserCalendarHandler, { path: { userId } }));
  expect(entriesIn(result)).toHaveLength(500);
  expect(cost.readUnits).toBeLessThan(1 + 500 * 2 + 60);
});
