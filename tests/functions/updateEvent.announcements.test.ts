import fc from 'fast-check';
import { dateEventId } from '../../lib/domain/sortKeys.ts';
import { transact } from '../../lib/dynamo/write.ts';
import type * as announcements from '../../lib/repositories/announcements.ts';
import * as seats from '../../lib/repositories/seats.ts';
import * as seatsLifecycle from '../../lib/repositories/seatsLifecycle.ts';
import { answerWith } from '../simulator/callFaults.ts';
import { expectProblem } from '../support/api/expectations.ts';
import type { Answer } from '../support/api/invoke.ts';
import { deleteEvent, getEvent, unregister, updateEvent } from '../support/api/operations.ts';
import { announced, withWebhook } from '../support/records/announcements.ts';
import { anEvent, registeredUsers, stored } from '../support/records/records.ts';

type Data = { event: Answer['body']; previous?: Record<string, string> };

const dataOf = ({ data }: announcements.Item) => data as Data;
const versionOf = (announcement: announcements.Item): number => dataOf(announcement).event.version;

const typeAndPrevious = ({ type, data }: announcements.Item) => ({
  type,
  ...('previous' in data && { previous: data.previous }),
});

/** In the order that the README tells receivers. */
const inOrder = (announcements: announcements.Item[]) =>
  announcements.toSorted((a, b) => versionOf(a) - versionOf(b) || (a.time < b.time ? -1 : 1));

const requestOf = (eventId: string, body: object) => ({ method: 'PUT', path: { eventId }, body });

describe('an edit', () => {
  const before = { title: 'Old title', location: 'Old place', date: '2030-01-01' };

  test.each([
    [{ status: 'cancelled' }, [{ type: 'event.cancelled' }]],
    [{ status: 'completed' }, [{ type: 'event.completed' }]],
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

  test('keeps its announcement for 30 days', async () => {
    const eventId = await anEvent();
    await withWebhook(edit => edit(eventId, { title: 'New' }));
    const [{ time = '', expiresAt = 0 } = {}] = await announced(eventId);
    expect(expiresAt).toBe(Math.floor(Date.parse(time) / 1000) + 30 * 86_400);
  });

  test('is announced as it was, though others followed it', async () => {
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
  ])('to %j is no news', async change => {
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

test('a new event and counters that move are no news', async () => {
  const eventId = await anEvent({ capacity: 1 });
  await withWebhook(async edit => {
    const [seat = ''] = await registeredUsers(eventId, 3);
    await unregister(eventId, seat);
    await edit(eventId, { capacity: 5 });
  });
  expect(await announced(eventId)).toEqual([]);
});

describe('an edit and its announcement', () => {
  const edited = { title: 'New', date: '2031-01-01', status: 'cancelled' };

  test('are one: both are there when the process dies right after them', async () => {
    const eventId = await anEvent();
    await withWebhook(() =>
      answerWith('updateEvent', requestOf(eventId, edited), { readEvent: [undefined, 'dead'] }),
    );
    expect((await getEvent(eventId)).body).toMatchObject(edited);
    expect((await announced(eventId)).map(({ type }) => type)).toEqual(['event.cancelled', 'event.updated']);
  });

  test('are one: neither is there when it dies before', async () => {
    const eventId = await anEvent();
    await withWebhook(() =>
      answerWith('updateEvent', requestOf(eventId, edited), { TransactWriteItems: 'dead' }),
    );
    expect((await getEvent(eventId)).body.status).toBe('active');
    expect(await announced(eventId)).toEqual([]);
  });

  test('are made once when the answer of the database is lost', async () => {
    const eventId = await anEvent();
    await withWebhook(() =>
      answerWith('updateEvent', requestOf(eventId, edited), { TransactWriteItems: 'lost' }),
    );
    expect((await announced(eventId)).map(({ type }) => type)).toEqual(['event.cancelled', 'event.updated']);
  });

  test.each([{ title: 'Mine' }, { status: 'cancelled' }, { location: 'Mine', capacity: 9 }])(
    'tell of %j as of the edit that others made just before',
    async body => {
      const eventId = await anEvent({ date: '2030-01-01', title: 'Old' });
      const theirs = () => updateEvent(eventId, { date: '2031-01-01', description: 'Theirs' });
      await withWebhook(() =>
        answerWith('updateEvent', requestOf(eventId, body), { TransactWriteItems: theirs }),
      );
      const { body: event } = await getEvent(eventId);
      const announcements = await announced(eventId);
      expect(announcements).toHaveLength(1);
      expect(announcements[0]?.data).toMatchObject({ event });
      expect(Object.keys(dataOf(announcements[0] as announcements.Item).previous ?? {})).not.toContain(
        'date',
      );
    },
  );

  test('are made on both items of an event as they are, though a read of two saw one of them too early', async () => {
    const eventId = await anEvent({ date: '2030-01-01', title: 'Old' });
    const seen = (await stored(seats.ref(eventId))) as seats.Item;
    const moved = { dateEventId: dateEventId('2031-01-01', eventId) };
    const catchUp = () => transact({ writes: [seatsLifecycle.amend(seen, moved)] });
    await withWebhook(() =>
      answerWith('updateEvent', requestOf(eventId, { title: 'New' }), { TransactWriteItems: catchUp }),
    );
    const [announcement, ...others] = await announced(eventId);
    expect(others).toEqual([]);
    expect(announcement?.data).toMatchObject({ event: { title: 'New', date: '2031-01-01' } });
  });

  test.each([{ title: 'New' }, { status: 'cancelled' }])(
    'are not made of %j when the event is deleted just before: a 404',
    async body => {
      const eventId = await anEvent();
      const { answer } = await withWebhook(() =>
        answerWith('updateEvent', requestOf(eventId, body), {
          TransactWriteItems: () => deleteEvent(eventId),
        }),
      );
      expectProblem(answer, 'EVENT_NOT_FOUND');
      expect(await announced(eventId)).toEqual([]);
    },
  );
});

const anyEdit = fc.record(
  {
    status: fc.constantFrom('active', 'cancelled', 'completed'),
    title: fc.constantFrom('A', 'B', 'C'),
    location: fc.constantFrom('Here', 'There'),
    date: fc.constantFrom('2030-01-01', '2031-01-01'),
    capacity: fc.integer({ min: 1, max: 5 }),
  },
  { requiredKeys: [] },
);

const ANNOUNCED = ['status', 'title', 'location', 'date'] as const;

test('whatever is edited, one after another and at once, what is announced ends in its order with what is true', () =>
  withWebhook(edit =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(anyEdit, { minLength: 1, maxLength: 4 }), { maxLength: 4 }),
        async rounds => {
          const eventId = await anEvent({ title: 'A', location: 'Here', date: '2030-01-01' });
          const told: Record<string, string> = {
            status: 'active',
            title: 'A',
            location: 'Here',
            date: '2030-01-01',
          };
          for (const edits of rounds) await Promise.all(edits.map(body => edit(eventId, body)));
          for (const one of inOrder(await announced(eventId))) {
            const { event, previous } = dataOf(one);
            // Each one goes on where the one before it ended.
            if (previous) expect(told).toMatchObject(previous);
            if (one.type === 'event.updated') {
              for (const field of Object.keys(previous ?? {})) told[field] = event[field];
            } else told.status = event.status;
          }
          const { body: event } = await getEvent(eventId);
          const now = Object.fromEntries(ANNOUNCED.map(field => [field, event[field]]));
          expect(told).toEqual(now);
          const last = inOrder(await announced(eventId)).at(-1);
          if (last) expect(last.data).toMatchObject({ event: now });
        },
      ),
      { numRuns: 25 },
    ),
  ));
