import type { DynamoDBRecord } from 'aws-lambda';
import type * as announcements from '../../../lib/repositories/announcements.ts';
import { type Faults, withFaults } from '../../simulator/callFaults.ts';
import type { Answer } from '../../support/api/invoke.ts';
import { deleteEvent, settleEvents, updateEvent } from '../../support/api/operations.ts';
import { announced, WEBHOOK, withWebhook } from '../../support/records/announcements.ts';
import { coldStart } from '../../support/records/coldStart.ts';
import { anEvent } from '../../support/records/records.ts';
import { deliver, recordsOf } from '../../support/records/streams.ts';
import { aFullEvent } from '../../support/records/unfinished.ts';

const settle = (records: DynamoDBRecord[], environment: Record<string, string> = WEBHOOK) =>
  coldStart('streams/settleEvent', environment, async handler => {
    expect(await deliver(handler, records)).toEqual({ batchItemFailures: [] });
  });

const eventIn = ({ data }: announcements.Item) => (data as { event: Answer['body'] }).event;

describe('the deletion of an event', () => {
  test('is announced once, with the event as it was, by its removal, however often that runs', async () => {
    const { eventId } = await aFullEvent(40);
    const records = await recordsOf('seats', async () => {
      await deleteEvent(eventId);
      await deleteEvent(eventId);
    });
    for (let n = 0; n < 2; n += 1) await settle(records);
    const announcements = await announced(eventId);
    expect(announcements.map(({ type }) => type)).toEqual(['event.deleted']);
    expect(announcements[0]?.data).toMatchObject({
      event: { eventId, title: expect.any(String), status: 'deleted' },
    });
  });

  test('is announced once when the event is deleted again after a removal that died', async () => {
    const { eventId } = await aFullEvent(2);
    const records = await recordsOf('seats', () => deleteEvent(eventId));
    const faults: Faults = { TransactWriteItems: 'dead' };
    await withWebhook(() =>
      withFaults('streams/settleEvent', faults, handler => deliver(handler, records).catch(() => {})),
    );
    expect(await announced(eventId)).toHaveLength(1);
    await settle(await recordsOf('seats', () => deleteEvent(eventId)));
    expect(await announced(eventId)).toHaveLength(1);
  });

  test('has a version above every edit, and below that of the next event of its id', async () => {
    const eventId = await anEvent();
    await withWebhook(async edit => {
      for (const title of ['B', 'C', 'D', 'E']) await edit(eventId, { title });
      await settle(await recordsOf('seats', () => deleteEvent(eventId)));
      await anEvent({ eventId });
      await edit(eventId, { title: 'Next' });
    });
    const told = (await announced(eventId)).toSorted((a, b) => eventIn(a).version - eventIn(b).version);
    expect(told.map(one => (one.type === 'event.deleted' ? one.type : eventIn(one).title))).toEqual([
      'B',
      'C',
      'D',
      'E',
      'event.deleted',
      'Next',
    ]);
  });

  test('is not announced when no webhook is set', async () => {
    const { eventId } = await aFullEvent(2);
    const records = await recordsOf('seats', () => deleteEvent(eventId));
    await settle(records, { WEBHOOK_URL: '', WEBHOOK_SECRET: '' });
    expect(await announced(eventId)).toEqual([]);
  });
});

test('the removal of a cancelled event is not announced to its people, since the history shows it', async () => {
  const { eventId } = await aFullEvent(4);
  await updateEvent(eventId, { status: 'cancelled' });
  const records = await recordsOf('seats', async () => {
    await deleteEvent(eventId);
    await settleEvents();
  });
  await coldStart('streams/announceCancellation', WEBHOOK, async handler => {
    expect(await deliver(handler, records)).toEqual({ batchItemFailures: [] });
  });
  expect(await announced(eventId)).toEqual([]);
});
