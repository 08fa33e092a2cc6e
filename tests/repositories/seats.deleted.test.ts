import { randomUUID } from 'node:crypto';
import { transact, type Write } from '../../lib/dynamo/write.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { aSeatsItem, stored as storedAt } from '../helpers/records.ts';

const AT = '2027-01-01T00:00:00.000Z';
const LATER = '2027-01-01T00:00:01.000Z';

const stored = (eventId: string) => storedAt(seats.ref(eventId));

type Fields = Partial<seats.SeatsItem>;
type WriteOf = (eventId: string) => Write;

/** The item of an event that is being deleted. */
async function aDeletedItem(fields: Fields = {}): Promise<seats.SeatsItem> {
  const { kind: _kind, ...item } = await aSeatsItem(fields);
  expect(await transact({ writes: [seats.markDeleted(item.eventId, AT)] })).toEqual({ kind: 'committed' });
  return { ...item, status: 'deleted', deletedAt: AT };
}

const markDeleted: WriteOf = eventId => seats.markDeleted(eventId, LATER);
const remindOfDeletion: WriteOf = eventId => seats.remindOfDeletion(eventId, LATER);
const clear: WriteOf = eventId => seats.clear(eventId, { registered: 2, waitlisted: 1, checkedIn: 1 });

async function expectRefusal(item: seats.SeatsItem, write: WriteOf): Promise<void> {
  const outcome = await transact({ writes: [write(item.eventId)] });
  expect(outcome).toEqual({
    kind: 'refused',
    refusals: { writes: [{ conditionFailed: true, conflicted: false, item: item }] },
  });
  expect(await stored(item.eventId)).toEqual(item);
}

test('markDeleted takes the event out of the lists, says when, and refuses to do it twice', async () => {
  const item = await aSeatsItem({ registeredCount: 1 });
  const { kind: _kind, ...rest } = item;
  expect(await transact({ writes: [markDeleted(item.eventId)] })).toEqual({ kind: 'committed' });
  const after = { ...rest, status: 'deleted' as const, deletedAt: LATER };
  expect(await stored(item.eventId)).toEqual(after);
  await expectRefusal(after, eventId => seats.markDeleted(eventId, AT));
});

test('remindOfDeletion is a change of a deleted event, and refuses others', async () => {
  const item = await aDeletedItem({ registeredCount: 1 });
  expect(await transact({ writes: [remindOfDeletion(item.eventId)] })).toEqual({ kind: 'committed' });
  expect(await stored(item.eventId)).toEqual({ ...item, deletedAt: LATER });
  await expectRefusal(await aSeatsItem(), remindOfDeletion);
});

test('clear takes people off the counters of a deleted event, and refuses others', async () => {
  const counts = { registeredCount: 5, waitlistCount: 1, checkedInCount: 1 };
  const item = await aDeletedItem(counts);
  expect(await transact({ writes: [clear(item.eventId)] })).toEqual({ kind: 'committed' });
  expect(await stored(item.eventId)).toEqual({
    ...item,
    registeredCount: 3,
    waitlistCount: 0,
    checkedInCount: 0,
  });
  await expectRefusal(await aSeatsItem(counts), clear);
});

test('remove removes a deleted event that has nobody', async () => {
  const { eventId } = await aDeletedItem();
  expect(await transact({ writes: [seats.remove(eventId)] })).toEqual({ kind: 'committed' });
  expect(await stored(eventId)).toBeUndefined();
});

test.each<[string, Fields]>([
  ['somebody is registered', { registeredCount: 1 }],
  ['somebody waits', { waitlistCount: 1 }],
])('remove refuses a deleted event while %s', async (_sentence, fields) => {
  await expectRefusal(await aDeletedItem(fields), seats.remove);
});

test('remove refuses an event that is not deleted', async () => {
  await expectRefusal(await aSeatsItem(), seats.remove);
});

test.each<[string, WriteOf]>([
  ['markDeleted', markDeleted],
  ['remindOfDeletion', remindOfDeletion],
  ['clear', clear],
  ['remove', seats.remove],
])('%s refuses an event that is not there, and creates none', async (_name, write) => {
  const eventId = randomUUID();
  expect(await transact({ writes: [write(eventId)] })).toEqual({
    kind: 'refused',
    refusals: { writes: [{ conditionFailed: true, conflicted: false, item: undefined }] },
  });
  expect(await stored(eventId)).toBeUndefined();
});
