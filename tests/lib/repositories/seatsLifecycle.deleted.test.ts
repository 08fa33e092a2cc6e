import { randomUUID } from 'node:crypto';
import { transact, type Write } from '../../../lib/dynamo/write.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import * as seatsLifecycle from '../../../lib/repositories/seatsLifecycle.ts';
import { aSeatsItem, seatsItem, stored as storedAt } from '../../support/records/records.ts';

const AT = '2027-01-01T00:00:00.000Z';
const LATER = '2027-01-01T00:00:01.000Z';

const stored = (eventId: string) => storedAt(seats.ref(eventId));

type Fields = Partial<seats.Item>;
type WriteOf = (eventId: string, incarnation: string) => Write;

/** Stores the item of an event that is being deleted. */
async function aDeletedItem(fields: Fields = {}): Promise<seats.Item> {
  const item = await aSeatsItem(fields);
  expect(await transact({ seats: seatsLifecycle.markDeleted(item.eventId, AT) })).toEqual({
    kind: 'committed',
  });
  return { ...item, status: 'deleted', deletedAt: AT };
}

const markDeleted: WriteOf = eventId => seatsLifecycle.markDeleted(eventId, LATER);
const remindOfDeletion: WriteOf = eventId => seatsLifecycle.remindOfDeletion(eventId, LATER);
const clear: WriteOf = (eventId, incarnation) =>
  seatsLifecycle.clear(eventId, incarnation, { registered: 2, waitlisted: 1, checkedIn: 1 });

const remove: WriteOf = (eventId, incarnation) => seatsLifecycle.remove(seatsItem({ eventId, incarnation }));

async function expectRefusal(item: seats.Item, write: WriteOf): Promise<void> {
  const outcome = await transact({ seats: write(item.eventId, item.incarnation) });
  expect(outcome).toEqual({
    kind: 'refused',
    refusals: { seats: { conditionFailed: true, conflicted: false, item } },
  });
  expect(await stored(item.eventId)).toEqual(item);
}

test('markDeleted sets the status, stores the time, and refuses a second time', async () => {
  const item = await aSeatsItem({ registeredCount: 1 });
  expect(await transact({ seats: seatsLifecycle.markDeleted(item.eventId, LATER) })).toEqual({
    kind: 'committed',
  });
  const after = { ...item, status: 'deleted' as const, deletedAt: LATER };
  expect(await stored(item.eventId)).toEqual(after);
  await expectRefusal(after, eventId => seatsLifecycle.markDeleted(eventId, AT));
});

test('remindOfDeletion changes a deleted event, and refuses others', async () => {
  const item = await aDeletedItem({ registeredCount: 1 });
  expect(await transact({ seats: seatsLifecycle.remindOfDeletion(item.eventId, LATER) })).toEqual({
    kind: 'committed',
  });
  expect(await stored(item.eventId)).toEqual({ ...item, deletedAt: LATER });
  await expectRefusal(await aSeatsItem(), remindOfDeletion);
});

test('clear takes people off the counters of a deleted event, and refuses others', async () => {
  const counts = { registeredCount: 5, waitlistCount: 1, checkedInCount: 1 };
  const item = await aDeletedItem(counts);
  expect(await transact({ seats: clear(item.eventId, item.incarnation) })).toEqual({ kind: 'committed' });
  expect(await stored(item.eventId)).toEqual({
    ...item,
    registeredCount: 3,
    waitlistCount: 0,
    checkedInCount: 0,
  });
  await expectRefusal(await aSeatsItem(counts), clear);
  await expectRefusal(await aDeletedItem(counts), eventId => clear(eventId, 'another'));
});

test('remove removes a deleted event without people', async () => {
  const item = await aDeletedItem();
  const { eventId } = item;
  expect(await transact({ seats: seatsLifecycle.remove(item) })).toEqual({ kind: 'committed' });
  expect(await stored(eventId)).toBeUndefined();
});

test.each<[string, Fields]>([
  ['somebody is registered', { registeredCount: 1 }],
  ['somebody waits', { waitlistCount: 1 }],
])('remove refuses a deleted event while %s', async (_sentence, fields) => {
  await expectRefusal(await aDeletedItem(fields), remove);
});

test('remove refuses an event that is not deleted', async () => {
  await expectRefusal(await aSeatsItem(), remove);
});

test.each<[string, WriteOf]>([
  ['markDeleted', markDeleted],
  ['remindOfDeletion', remindOfDeletion],
  ['clear', clear],
  ['remove', remove],
])('%s refuses an event that does not exist, and creates none', async (_name, write) => {
  const eventId = randomUUID();
  expect(await transact({ seats: write(eventId, randomUUID()) })).toEqual({
    kind: 'refused',
    refusals: { seats: { conditionFailed: true, conflicted: false, item: undefined } },
  });
  expect(await stored(eventId)).toBeUndefined();
});
