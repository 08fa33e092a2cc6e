import { handler } from '../../functions/getEventCalendar.ts';
import { batchPut } from '../../lib/dynamo/batchPut.ts';
import { TABLES } from '../../lib/dynamo/client.ts';
import * as events from '../../lib/repositories/events.ts';
import { entriesIn, expectGrowing } from '../support/api/calendars.ts';
import { invoke } from '../support/api/invoke.ts';
import { deleteEvent, settleEvents, updateEvent } from '../support/api/operations.ts';
import { anEvent, registeredUsers, stored } from '../support/records/records.ts';

const calendarOf = (eventId: string) => invoke(handler, { path: { eventId } });

describe('200', () => {
  test.each([
    { title: 'New' },
    { description: 'New' },
    { location: 'New' },
    { date: '2030-01-01' },
    { status: 'cancelled' },
  ])('has a higher revision after a change to %j, also within one second', async change => {
    const eventId = await anEvent();
    const entries = entriesIn(await calendarOf(eventId));
    for (const edit of [change, { title: 'Another' }, { title: 'One more' }]) {
      await updateEvent(eventId, edit);
      entries.push(...entriesIn(await calendarOf(eventId)));
    }
    expectGrowing(entries);
  });

  test('keeps its revision while counters move', async () => {
    const eventId = await anEvent();
    const before = entriesIn(await calendarOf(eventId));
    await registeredUsers(eventId, 2);
    expect(entriesIn(await calendarOf(eventId))).toEqual(before);
  });

  test('counts on from the last edit when the event was stored without a revision', async () => {
    const eventId = await anEvent();
    const { revision: _, ...details } = (await stored(events.ref(eventId))) as events.Item;
    const updatedAt = '2026-01-01T00:00:00.000Z';
    await batchPut(TABLES.events, [{ ...details, updatedAt }]);
    const before = entriesIn(await calendarOf(eventId));
    expect(before).toMatchObject([{ lastModified: '2026-01-01T00:00:00Z' }]);
    await updateEvent(eventId, { title: 'New' });
    expectGrowing([...before, ...entriesIn(await calendarOf(eventId))]);
  });

  test('raises its revision with each edit, also when the id is used again', async () => {
    const eventId = await anEvent();
    const details = (await stored(events.ref(eventId))) as events.Item;
    const hourAgo = new Date(Date.parse(details.createdAt) - 3_600_000).toISOString();
    const revision = events.revisionOf(details) - 3600;
    await batchPut(TABLES.events, [{ ...details, createdAt: hourAgo, updatedAt: hourAgo, revision }]);
    const [first] = entriesIn(await calendarOf(eventId));
    await updateEvent(eventId, { date: '2027-06-01' });
    const [entry] = entriesIn(await calendarOf(eventId));
    expect(entry?.day).toBe('2027-06-01');
    expect(Number(entry?.sequence) - Number(first?.sequence)).toBeGreaterThanOrEqual(3600);
    await deleteEvent(eventId);
    await settleEvents();
    await anEvent({ eventId });
    const [next] = entriesIn(await calendarOf(eventId));
    expect(next?.sequence).toBeGreaterThanOrEqual(Number(entry?.sequence));
  });
});
