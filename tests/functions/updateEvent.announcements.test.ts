import type * as announcements from '../../lib/repositories/announcements.ts';
import { expectProblem } from '../support/api/expectations.ts';
import type { Answer } from '../support/api/invoke.ts';
import { getEvent, unregister, updateEvent } from '../support/api/operations.ts';
import { announced, withWebhook } from '../support/records/announcements.ts';
import { anEvent, registeredUsers } from '../support/records/records.ts';

type Data = { event: Answer['body']; previous?: Record<string, string> };
const dataOf = ({ data }: announcements.Item) => data as Data;
const versionOf = (announcement: announcements.Item): number => dataOf(announcement).event.version;

const typeAndPrevious = ({ type, data }: announcements.Item) => ({
  type,
  ...('previous' in data && { previous: data.previous }),
});

/** The announcements in the order that the documents describe to receivers. */
const inOrder = (announcements: announcements.Item[]) =>
  announcements.toSorted((a, b) => versionOf(a) - versionOf(b) || (a.time < b.time ? -1 : 1));

describe('an edit', () => {
  const before = { title: 'Old title', location: 'Old place', date: '2030-01-01' };

  test.each([
    [{ status: 'cancelled' }, [{ type: 'event.cancelled' }]],
    [{ status: 'completed' }, [{ type: 'event.completed' }]],
    [{ status: 'draft' }, [{ type: 'event.draft' }]],
    [{ title: 'New' }, [{ type: 'event.updated', previous: { title: 'Old title' } }]],
    [{ location: 'New' }, [{ type: 'event.updated', previous: { location: 'Old place' } }]],
    [{ date: '2031-01-01' }, [{ type: 'event.updated', previous: { date: '2030-01-01' } }]],
    [
      { title: 'New', location: 'New', date: '2031-01-01', description: 'New' },
      [{ type: 'event.updated', previous: before }],
    ],
    [
      { title: 'New', date: '2031-01-01', status: 'completed' },
      [
        { type: 'event.completed' },
        { type: 'event.updated', previous: { title: 'Old title', date: '2030-01-01' } },
      ],
    ],
  ])(
    'to %j is announced as %j, with the event and its version as they are then',
    async (change, expected) => {
      const eventId = await anEvent(before);
      await withWebhook(edit => edit(eventId, change));
      const announcements = await announced(eventId);
      expect(announcements.map(typeAndPrevious)).toEqual(expected);
      const { body: event } = await getEvent(eventId);
      for (const { data, time } of announcements) {
        expect(data).toMatchObject({ event: { ...event, version: expect.any(Number) } });
        expect(time).toBe(event.updatedAt);
      }
      expect(new Set(announcements.map(versionOf)).size).toBe(1);
    },
  );

  test.each(['cancelled', 'completed'])('from %s back to active is announced', async status => {
    const eventId = await anEvent({ status });
    await withWebhook(edit => edit(eventId, { status: 'active' }));
    expect((await announced(eventId)).map(typeAndPrevious)).toEqual([{ type: 'event.reactivated' }]);
  });

  test('of a draft is announced as that of any other event, and its publication too', async () => {
    const eventId = await anEvent({ status: 'draft', title: 'Old' });
    await withWebhook(async edit => {
      await edit(eventId, { title: 'New' });
      await edit(eventId, { status: 'active' });
    });
    expect(inOrder(await announced(eventId)).map(typeAndPrevious)).toEqual([
      { type: 'event.updated', previous: { title: 'Old' } },
      { type: 'event.published' },
    ]);
  });

  test('keeps its announcement for 30 days', async () => {
    const eventId = await anEvent();
    await withWebhook(edit => edit(eventId, { title: 'New' }));
    const [{ time = '', expiresAt = 0 } = {}] = await announced(eventId);
    expect(expiresAt).toBe(Math.floor(Date.parse(time) / 1000) + 30 * 86_400);
  });

  test('is announced as it was when others follow it', async () => {
    const eventId = await anEvent({ title: 'First', date: '2030-01-01' });
    await withWebhook(async edit => {
      await edit(eventId, { title: 'Second' });
      await edit(eventId, { title: 'Third' });
    });
    const titles = inOrder(await announced(eventId)).map(one => {
      const { event, previous } = dataOf(one);
      return [previous?.title, event.title];
    });
    expect(titles).toEqual([
      ['First', 'Second'],
      ['Second', 'Third'],
    ]);
  });

  test.each([
    { description: 'New' },
    { organizer: 'New' },
    { capacity: 9 },
    { hasWaitlist: false },
    { title: before.title, date: before.date, location: before.location, status: 'active' },
    {},
  ])('to %j is not announced', async change => {
    const eventId = await anEvent(before);
    await withWebhook(edit => edit(eventId, change));
    expect(await announced(eventId)).toEqual([]);
  });

  test('that is refused is not announced', async () => {
    const eventId = await anEvent({ capacity: 5 });
    await registeredUsers(eventId, 2);
    await withWebhook(async edit => {
      expectProblem(await edit(eventId, { title: 'New', capacity: 1 }), 'CAPACITY_BELOW_REGISTERED');
    });
    expect(await announced(eventId)).toEqual([]);
  });

  test('is not announced when no webhook is set', async () => {
    const eventId = await anEvent();
    await updateEvent(eventId, { title: 'New', status: 'cancelled' });
    expect(await announced(eventId)).toEqual([]);
  });
});

test('a new event and changed counters are not announced', async () => {
  const eventId = await anEvent({ capacity: 1 });
  await withWebhook(async edit => {
    const [seat = ''] = await registeredUsers(eventId, 3);
    await unregister(eventId, seat);
    await edit(eventId, { capacity: 5 });
  });
  expect(await announced(eventId)).toEqual([]);
});
