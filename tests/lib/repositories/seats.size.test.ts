import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { update } from '../../../lib/dynamo/write.ts';
import * as holds from '../../../lib/repositories/holds.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import { deleteEvent, updateEvent } from '../../support/api/operations.ts';
import { alter } from '../../support/records/audit.ts';
import { anEvent, stored } from '../../support/records/records.ts';

/** More than an event remembers. */
const HOLDS = 100;

/** The units of an update that changes nothing, which are the kilobytes of the item. */
async function unitsOf(eventId: string): Promise<number | undefined> {
  const { table, key } = seats.ref(eventId);
  const { ConsumedCapacity } = await DynamoDBDocumentClient.from(new DynamoDBClient()).send(
    new UpdateCommand({
      TableName: table,
      Key: key,
      UpdateExpression: 'REMOVE nothing',
      ReturnConsumedCapacity: 'TOTAL',
    }),
  );
  return ConsumedCapacity?.CapacityUnits;
}

async function acquireHolds(eventId: string, kind: 'seat' | 'queue'): Promise<void> {
  for (let n = 0; n < HOLDS; n += 1) {
    const event = (await stored(seats.ref(eventId))) as seats.Item;
    expect((await update(holds.acquire(event, kind, holds.newToken()))).kind).toBe('updated');
  }
}

test('the item of the largest event, with the longest id, in the greatest crowd, costs one unit', async () => {
  const eventId = 'x'.repeat(128);
  await anEvent({ eventId, capacity: 100_000, hasWaitlist: true });
  for (const status of ['completed', 'active']) await updateEvent(eventId, { status, date: '9999-12-31' });
  const counts = { registeredCount: 99_000, checkedInCount: 99_999, lastSeatHold: 9_999_999 };
  await alter(seats.ref(eventId), {
    ...counts,
    hasAnonymous: true,
    redatedAt: new Date().toISOString(),
    floor: 9_999_999,
    lastTicket: 99_999_999,
  });
  await acquireHolds(eventId, 'seat');
  expect(await unitsOf(eventId)).toBe(1);
  await alter(seats.ref(eventId), { registeredCount: 100_000, waitlistCount: 9_999_999 });
  await acquireHolds(eventId, 'queue');
  expect(await unitsOf(eventId)).toBe(1);
  expect((await deleteEvent(eventId)).status).toBe(204);
  const item = (await stored(seats.ref(eventId))) as seats.Item;
  expect(item.holds).toHaveLength(64);
  expect(await unitsOf(eventId)).toBe(1);
  // Every attribute that an item can have is there, but for the one that a deletion removes.
  expect(Object.keys(item).sort()).toEqual(ATTRIBUTES);
});

const ATTRIBUTES = [
  'capacity',
  'checkedInCount',
  'date',
  'deletedAt',
  'eventId',
  'floor',
  'funnels',
  'hasAnonymous',
  'hasWaitlist',
  'holds',
  'incarnation',
  'lanes',
  'lastSeatHold',
  'lastTicket',
  'redatedAt',
  'registeredCount',
  'status',
  'statusSetAt',
  'sweep',
  'sweepKind',
  'version',
  'waitlistCount',
];
