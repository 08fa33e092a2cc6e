import { setTimeout as sleep } from 'node:timers/promises';
import { marshall } from '@aws-sdk/util-dynamodb';
import { batchPut } from '../lib/dynamo/batchPut.ts';
import { TABLES } from '../lib/dynamo/client.ts';
import * as seats from '../lib/repositories/seats.ts';
import { sizeOf } from '../tests/simulator/itemSize.ts';
import type { Image } from '../tests/simulator/wire.ts';
import { anEvent } from '../tests/support/records/records.ts';
import { acquireHold } from './plainHolds/holds.ts';
import { MAX_RECENT_HOLDS } from './plainHolds/recentHolds.ts';

/** The event has had a crowd before, so that numbers are as long as they are in one. */
const EARLIER_PEOPLE = 123_456;

async function seatsOf(eventId: string): Promise<seats.Item> {
  const item = await seats.get(eventId);
  if (!item) throw new Error(`Event ${eventId} is gone`);
  return item;
}

/** Makes an event with as many recent holds as it can remember. */
async function anEventWithHolds(eventId: string): Promise<seats.Item> {
  await anEvent({ eventId });
  const counts = { registeredCount: EARLIER_PEOPLE, lastSeatHold: EARLIER_PEOPLE, capacity: 1_000_000 };
  await batchPut(TABLES.seats, [{ ...(await seatsOf(eventId)), ...counts }]);
  for (let n = 0; n < MAX_RECENT_HOLDS; n += 1) await acquireHold(await seatsOf(eventId));
  return seatsOf(eventId);
}

/**
 * Acquires holds at one event by themselves, without confirming them, so that only its item of seats is written. They
 * come within `overMs`. Returns when each was acquired, and the size of the item afterwards.
 */
export async function holdsAlone(
  eventId: string,
  holds: number,
  overMs: number,
): Promise<{ atMs: number[]; bytes: number }> {
  const seen = await anEventWithHolds(eventId);
  const begun = performance.now();
  const atMs = await Promise.all(
    Array.from({ length: holds }, async (_, n) => {
      await sleep((overMs * n) / holds);
      await acquireHold(seen);
      return performance.now() - begun;
    }),
  );
  return { atMs, bytes: sizeOf(marshall(await seatsOf(eventId)) as unknown as Image) };
}
