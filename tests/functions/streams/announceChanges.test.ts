import type { DynamoDBRecord } from 'aws-lambda';
import type { Announcement } from '../../../lib/repositories/announcements.ts';
import { announced, eventChangesOf, WEBHOOK } from '../../helpers/announcements.ts';
import { coldStart } from '../../helpers/coldStart.ts';
import { deleteEvent, getEvent, settleEvents, unregister, updateEvent } from '../../helpers/operations.ts';
import { anEvent, registeredUsers } from '../../helpers/records.ts';
import { deliver, recordsOf } from '../../helpers/streams.ts';
import { aFullEvent } from '../../helpers/unfinished.ts';

/** Has changes announced by a new process, in an environment with these changes. */
const announce = (records: DynamoDBRecord[], environment: Record<string, string> = WEBHOOK) =>
  coldStart('streams/announceChanges', environment, async handler => {
    expect(await deliver(handler, records)).toEqual({ batchItemFailures: [] });
  });

const typeAndPrevious = ({ type, data }: Announcement) => ({
  type,
  ...('previous' in data && { previous: data.previous }),
});

describe('a change of an event', () => {
  const before = { title: 'Old title', location: 'Old place', date: '2030-01-01' };

  test.each([
    [{ status: 'cancelled' }, [{ type: 'event.cancelled' }]],
    [{ status: 'completed' }, [{ type: 'event.completed' }]],
    [{ title: 'New' }, [{ type: 'event.updated', previous: { title: 'Old title' } }]],
    [{ location: 'New' }, [{ type: 'event.updated', previous: { location: 'Old place' } }]],
    [{ date: '2031-01-01' }, [{ type: 'event.updated', previous: { date: '2030-01-01' } }]],
    [
      { title: 'New', location: 'New', description: 'New' },
      [{ type: 'event.updated', previous: { title: 'Old title', location: 'Old place' } }],
    ],
    [
      { status: 'completed', date: '2031-01-01' },
      [{ type: 'event.completed' }, { type: 'event.updated', previous: { date: '2030-01-01' } }],
    ],
  ])('to %j is announced as %j, with the event as it is then', async (change, expected) => {
    const eventId = await anEvent(before);
    const records = await eventChangesOf(() => updateEvent(eventId, change));
    await announce(records);
    const announcements = await announced(eventId);
    expect(announcements.map(typeAndPrevious)).toEqual(expected);
    const { body: event } = await getEvent(eventId);
    for (const { data } of announcements) expect(data).toMatchObject({ event });
  });

  test.each(['cancelled', 'completed'])('from %s back to active is announced', async status => {
    const eventId = await anEvent({ status });
    await announce(await eventChangesOf(() => updateEvent(eventId, { status: 'active' })));
    expect((await announced(eventId)).map(typeAndPrevious)).toEqual([{ type: 'event.reactivated' }]);
  });

  test('is announced with the time when it was made, and kept for 30 days', async () => {
    const eventId = await anEvent();
    const fromMs = Math.floor(Date.now() / 1000) * 1000;
    await announce(await eventChangesOf(() => updateEvent(eventId, { title: 'New' })));
    const [{ time = '', expiresAt = 0 } = {}] = await announced(eventId);
    expect(Date.parse(time)).toBeGreaterThanOrEqual(fromMs);
    expect(Date.parse(time)).toBeLessThanOrEqual(Date.now());
    expect(expiresAt * 1000).toBe(Date.parse(time) + 30 * 86_400_000);
  });

  test('is announced as it was, though others followed it', async () => {
    const eventId = await anEvent({ title: 'First', date: '2030-01-01' });
    const records = await eventChangesOf(async () => {
      await updateEvent(eventId, { title: 'Second' });
      await updateEvent(eventId, { title: 'Third' });
    });
    await announce(records);
    const titles = (await announced(eventId)).map(({ data }) => {
      const { event, previous } = data as Record<string, { title: string }>;
      return [previous?.title, event?.title];
    });
    expect(titles.sort()).toEqual([
      ['First', 'Second'],
      ['Second', 'Third'],
    ]);
  });

  test.each([
    { description: 'New' },
    { organizer: 'New' },
    { capacity: 9 },
    { hasWaitlist: false },
    { title: before.title },
  ])('to %j is no news', async change => {
    const eventId = await anEvent(before);
    await announce(await eventChangesOf(() => updateEvent(eventId, change)));
    expect(await announced(eventId)).toEqual([]);
  });
});

test('a new event and counters that move are no news', async () => {
  const eventId = await anEvent({ capacity: 1 });
  const records = await eventChangesOf(async () => {
    const [seat = ''] = await registeredUsers(eventId, 3);
    await unregister(eventId, seat);
    await updateEvent(eventId, { capacity: 5 });
    await anEvent();
  });
  await announce(records);
  expect(await announced(eventId)).toEqual([]);
});

describe('the deletion of an event', () => {
  const settle = (records: DynamoDBRecord[]) =>
    coldStart('streams/settleEvent', WEBHOOK, handler => deliver(handler, records));

  test('is announced once, with the event as it was, by its removal, however often that runs', async () => {
    const { eventId } = await aFullEvent(40);
    const records = await recordsOf('seats', async () => {
      await deleteEvent(eventId);
      await deleteEvent(eventId);
    });
    for (let n = 0; n < 2; n += 1) expect(await settle(records)).toEqual({ batchItemFailures: [] });
    const announcements = await announced(eventId);
    expect(announcements.map(typeAndPrevious)).toEqual([{ type: 'event.deleted' }]);
    expect(announcements[0]?.data).toMatchObject({
      event: { eventId, title: expect.any(String), status: 'deleted' },
    });
  });

  test('is no news of the changes that it makes', async () => {
    const { eventId } = await aFullEvent(40);
    const records = await eventChangesOf(async () => {
      await deleteEvent(eventId);
      await settleEvents();
    });
    await announce(records);
    expect(await announced(eventId)).toEqual([]);
  });
});

test('nothing is put down when no webhook is set', async () => {
  const { eventId } = await aFullEvent(3);
  const records = await eventChangesOf(() => updateEvent(eventId, { status: 'cancelled', title: 'New' }));
  await announce(records, { WEBHOOK_URL: '', WEBHOOK_SECRET: '' });
  expect(await announced(eventId)).toEqual([]);
});
