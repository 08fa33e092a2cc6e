import { ticketOf } from '../../../lib/domain/registrationSortKey.ts';
import { batchPut } from '../../../lib/dynamo/batchPut.ts';
import { TABLES } from '../../../lib/dynamo/client.ts';
import { chunks } from '../../../lib/dynamo/expressions.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import { MAX_PROMOTIONS, promotionOf } from '../../../lib/registrations/promotion.ts';
import * as placeLists from '../../../lib/repositories/placeLists.ts';
import * as places from '../../../lib/repositories/places.ts';
import type * as registrations from '../../../lib/repositories/registrations.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import { alter } from './audit.ts';
import { seatsItem } from './records.ts';

/** Stores registrations and their places. */
export async function putPeople(rows: registrations.Item[]): Promise<void> {
  await Promise.all([
    batchPut(TABLES.registrations, rows),
    batchPut(TABLES.places, rows.map(places.placeOf)),
  ]);
}

/** Stores registrations for one event, and their places, and counts them there. */
export async function putPeopleAt(eventId: string, rows: registrations.Item[]): Promise<void> {
  await putPeople(rows);
  const tickets = rows.map(row => ticketOf(row) ?? 0);
  const waitlistCount = rows.filter(({ status }) => status === 'waitlisted').length;
  await alter(seats.ref(eventId), {
    registeredCount: rows.length - waitlistCount,
    waitlistCount,
    lastTicket: Math.max(0, ...tickets),
  });
}

const LAST_TICKET = 1_000_000;

/** Stores that people who wait at an event got seats at this time. The counters of the event stay. */
export async function promotePeople(promotedAt: string, rows: registrations.Item[]): Promise<void> {
  for (const some of chunks(rows.map(places.placeOf), MAX_PROMOTIONS)) {
    const event = seatsItem({ eventId: some[0]?.eventId ?? '', lastTicket: LAST_TICKET });
    const { writes } = promotionOf(event, { people: some, skipsSomebody: false }, promotedAt);
    expect(await transact(writes)).toEqual({ kind: 'committed' });
  }
}

/** The places that are stored of an event of one lane and few tickets, whatever its counters say. */
export const peopleLeftAt = (eventId: string): Promise<places.Item[]> =>
  placeLists.listByEvent(
    { eventId, incarnation: '', lanes: 1, floor: 0, lastTicket: 1000, registeredCount: 1, waitlistCount: 1 },
    undefined,
    9,
  );
