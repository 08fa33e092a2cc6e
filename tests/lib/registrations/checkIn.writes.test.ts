import { randomUUID } from 'node:crypto';
import { transact, type Write } from '../../../lib/dynamo/write.ts';
import * as registrations from '../../../lib/repositories/registrations.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import { aRegistration, aSeatsItem, at, stored } from '../../support/records/records.ts';

type Row = registrations.Item;

const nth = (checkInChanges: number) => ({ checkInChanges, checkInChangedAt: at(checkInChanges) });

/** Stores a registration with these fields. */
async function aRow(fields: Partial<Row> = {}): Promise<Row> {
  const row = aRegistration(fields);
  expect(await transact({ registration: registrations.create(row) })).toEqual({ kind: 'committed' });
  return row;
}

const rowNow = ({ eventId, userId }: Row) => stored(registrations.ref(eventId, userId));

async function expectRefusal(write: Write, item: object): Promise<void> {
  expect(await transact({ write })).toEqual({
    kind: 'refused',
    refusals: { write: { conditionFailed: true, conflicted: false, item } },
  });
}

test('mark stores when somebody with a seat was checked in, unmark takes that back, and both are counted', async () => {
  const row = await aRow();
  expect(await transact({ registration: registrations.markCheckedIn(row, at(2), nth(1)) })).toEqual({
    kind: 'committed',
  });
  const entered = { ...row, checkedInAt: at(2), ...nth(1) };
  expect(await rowNow(row)).toEqual(entered);
  expect(await transact({ registration: registrations.unmarkCheckedIn(entered, nth(2)) })).toEqual({
    kind: 'committed',
  });
  expect(await rowNow(row)).toEqual({ ...row, ...nth(2) });
});

test('mark refuses people who wait, who are already checked in, or who registered again meanwhile', async () => {
  for (const fields of [{ status: 'waitlisted' as const }, { checkedInAt: at(1) }]) {
    const row = await aRow(fields);
    await expectRefusal(registrations.markCheckedIn(row, at(2), nth(1)), row);
  }
  const row = await aRow();
  await expectRefusal(
    registrations.markCheckedIn({ ...row, registrationId: randomUUID() }, at(2), nth(1)),
    row,
  );
});

test('unmark refuses people who are not checked in, or who registered again meanwhile', async () => {
  const row = await aRow();
  await expectRefusal(registrations.unmarkCheckedIn(row, nth(1)), row);
  const entered = await aRow({ checkedInAt: at(1) });
  const other = { ...entered, registrationId: randomUUID() };
  await expectRefusal(registrations.unmarkCheckedIn(other, nth(1)), entered);
});

test('both refuse a change that does not follow the one that was seen', async () => {
  const row = await aRow(nth(2));
  for (const seen of [
    { ...row, ...nth(1) },
    { ...row, checkInChanges: undefined },
  ] as Row[]) {
    await expectRefusal(registrations.markCheckedIn(seen, at(3), nth(3)), row);
  }
  const entered = await aRow({ checkedInAt: at(3), ...nth(3) });
  await expectRefusal(registrations.unmarkCheckedIn({ ...entered, ...nth(1) }, nth(2)), entered);
});

test('count and countOff change the count by one, and nothing else', async () => {
  const item = await aSeatsItem({ checkedInCount: 3 });
  const ref = seats.ref(item.eventId);
  expect(await transact({ seats: seats.countCheckIn(item.eventId) })).toEqual({ kind: 'committed' });
  expect(await stored(ref)).toEqual({ ...item, checkedInCount: 4 });
  expect(await transact({ seats: seats.uncountCheckIn(item.eventId) })).toEqual({ kind: 'committed' });
  expect(await stored(ref)).toEqual(item);
});

test('count refuses an event that is not active, and countOff refuses one that is deleted', async () => {
  for (const status of ['cancelled', 'completed'] as const) {
    const item = await aSeatsItem({ status, checkedInCount: 1 });
    await expectRefusal(seats.countCheckIn(item.eventId), item);
    expect(await transact({ seats: seats.uncountCheckIn(item.eventId) })).toEqual({ kind: 'committed' });
  }
  const deleted = await aSeatsItem({ status: 'deleted', checkedInCount: 1 });
  for (const write of [seats.countCheckIn, seats.uncountCheckIn])
    await expectRefusal(write(deleted.eventId), deleted);
});

test('remove refuses somebody whose check-in it has not seen', async () => {
  const entered = await aRow({ checkedInAt: at(2) });
  const { checkedInAt: _, ...before } = entered;
  await expectRefusal(registrations.remove(before), entered);
  await expectRefusal(registrations.remove({ ...entered, checkedInAt: at(1) }), entered);
  const row = await aRow();
  await expectRefusal(registrations.remove({ ...row, checkedInAt: at(2) }), row);
  for (const one of [entered, row])
    expect(await transact({ registration: registrations.remove(one) })).toEqual({ kind: 'committed' });
});
