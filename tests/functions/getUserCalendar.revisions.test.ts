import { handler } from '../../functions/getUserCalendar.ts';
import { revisionAt } from '../../lib/domain/versions.ts';
import { batchPut } from '../../lib/dynamo/batchPut.ts';
import { TABLES } from '../../lib/dynamo/client.ts';
import * as events from '../../lib/repositories/events.ts';
import * as registrations from '../../lib/repositories/registrations.ts';
import { entriesIn, expectGrowing } from '../support/api/calendars.ts';
import { invoke } from '../support/api/invoke.ts';
import { register, unregister, updateEvent } from '../support/api/operations.ts';
import { anEvent, aUser, registeredUsers, stored } from '../support/records/records.ts';
import { someoneAt } from '../support/records/someoneAt.ts';

const calendarOf = (userId: string) => invoke(handler, { path: { userId } });

describe('200', () => {
  test('shows a promotion with a higher revision, before and after edits, also within one second', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const [holder = '', userId = ''] = await registeredUsers(eventId, 2);
    const entries = entriesIn(await calendarOf(userId));
    const look = async () => entries.push(...entriesIn(await calendarOf(userId)));
    await updateEvent(eventId, { title: 'Before' });
    await look();
    await unregister(eventId, holder);
    await look();
    for (const title of ['After', 'And again']) {
      await updateEvent(eventId, { title });
      await look();
    }
    expect(entries.map(({ status }) => status)).toEqual([
      'TENTATIVE',
      'TENTATIVE',
      'CONFIRMED',
      'CONFIRMED',
      'CONFIRMED',
    ]);
    expectGrowing(entries);
  });

  test.each<[string, Partial<registrations.Item>]>([
    ['registered', {}],
    ['promoted', { promotedAt: '2040-01-01T00:00:02.000Z' }],
  ])(
    'raises the revision when somebody was %s long after the last edit, and again with the next edit',
    async (_how, row) => {
      const { userId, eventIds } = await someoneAt({});
      const [eventId = ''] = eventIds;
      const entries = entriesIn(await calendarOf(userId));
      const before = await stored(registrations.ref(eventId, userId));
      await batchPut(TABLES.registrations, [{ ...before, registeredAt: '2040-01-01T00:00:00.000Z', ...row }]);
      entries.push(...entriesIn(await calendarOf(userId)));
      const details = (await stored(events.ref(eventId))) as events.Item;
      // An edit in the very second of that.
      await batchPut(TABLES.events, [
        { ...details, revision: revisionAt(row.promotedAt ?? '2040-01-01T00:00:00.000Z') },
      ]);
      entries.push(...entriesIn(await calendarOf(userId)));
      expectGrowing(entries);
    },
  );

  test('raises the sequence at once when somebody left and joined again', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const [first = '', userId = ''] = await registeredUsers(eventId, 2);
    await unregister(eventId, first);
    const other = await aUser();
    const entries = entriesIn(await calendarOf(userId));
    for (const comes of [other, userId]) {
      await register(eventId, comes);
      if (comes === other) await unregister(eventId, userId);
    }
    entries.push(...entriesIn(await calendarOf(userId)));
    expect(entries.map(({ status }) => status)).toEqual(['CONFIRMED', 'TENTATIVE']);
    expect(entries[1]?.sequence).toBeGreaterThan(Number(entries[0]?.sequence));
  });

  test('raises the revision when somebody left and joined again', async () => {
    const { userId, eventIds } = await someoneAt({});
    const [eventId = ''] = eventIds;
    const entries = entriesIn(await calendarOf(userId));
    await unregister(eventId, userId);
    expect(entriesIn(await calendarOf(userId))).toEqual([]);
    await register(eventId, userId);
    const again = await stored(registrations.ref(eventId, userId));
    const later = new Date(Date.parse(String(again?.registeredAt)) + 5000).toISOString();
    await batchPut(TABLES.registrations, [{ ...again, registeredAt: later }]);
    expectGrowing([...entries, ...entriesIn(await calendarOf(userId))]);
  });
});
