import { randomUUID } from 'node:crypto';
import { handler as registerForEvent } from '../../functions/registerForEvent.ts';
import { listKeysOf } from '../../lib/domain/eventLists.ts';
import { blockOf, laneOf, queuePart, seatPart } from '../../lib/domain/places.ts';
import { queueSortKey, seatSortKey } from '../../lib/domain/registrationSortKey.ts';
import { dateEventId } from '../../lib/domain/sortKeys.ts';
import { batchPut } from '../../lib/dynamo/batchPut.ts';
import { TABLES } from '../../lib/dynamo/client.ts';
import type * as registrations from '../../lib/repositories/registrations.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { call } from '../../tests/support/api/invoke.ts';
import { alter } from '../../tests/support/records/audit.ts';
import { anEvent, aUser, storedEvent } from '../../tests/support/records/records.ts';
import { putPeople } from '../../tests/support/records/storedPeople.ts';

/** So many items are made and put at once, so that memory does not grow with the number of registrations. */
const CHUNK = 1000;

const MAX_CAPACITY = 100_000;
/** So many seats stay free at the largest size, for those who register while it is measured. */
const FREE_SEATS = 100;
const DATE = '2027-05-01';
const DAY_MS = 86_400_000;

/** Everything has `count` registrations: an event with seats, an event with a queue, and a person. */
export type World = {
  count: number;
  seatsEvent: string;
  queueEvent: string;
  lastInQueue: string;
  person: string;
};

/** Stores a world, in the same form as the API writes it. */
export async function makeWorld(count: number, progress: (text: string) => void): Promise<World> {
  const seatsEvent = await anEvent({ capacity: MAX_CAPACITY, hasWaitlist: true, date: DATE });
  const queueEvent = await anEvent({ capacity: 1, hasWaitlist: true, date: DATE });
  const seated = await aUser();
  await call(registerForEvent, { method: 'POST', path: { eventId: queueEvent }, body: { userId: seated } });
  progress(`Storing ${count} people with seats at an event …`);
  await putSeats(seatsEvent, Math.min(count, MAX_CAPACITY - FREE_SEATS));
  progress(`Storing ${count} people who wait for one …`);
  const lastInQueue = await putQueue(queueEvent, count);
  progress(`Storing ${count} registrations of one person, with their events …`);
  return { count, seatsEvent, queueEvent, lastInQueue, person: await putPerson(count) };
}

async function inChunks(count: number, put: (numbers: number[]) => Promise<void>): Promise<void> {
  for (let first = 1; first <= count; first += CHUNK) {
    const length = Math.min(CHUNK, count - first + 1);
    await put(Array.from({ length }, (_, n) => first + n));
  }
}

const aRow = (eventId: string, userId: string, n: number) => ({
  eventId,
  userId,
  registrationId: randomUUID(),
  registeredAt: new Date(Date.parse('2027-01-01') + n).toISOString(),
  promotedAt: null,
  dateEventId: dateEventId(DATE, eventId),
});

async function putSeats(eventId: string, count: number): Promise<void> {
  const lanes = (await seats.get(eventId))?.lanes ?? 1;
  await inChunks(count, numbers =>
    putPeople(
      numbers.map(n => {
        const row = aRow(eventId, randomUUID(), n);
        const part = seatPart(eventId, laneOf(row.userId, lanes));
        return { ...row, status: 'registered', part, sortKey: seatSortKey(row.registeredAt, row) };
      }),
    ),
  );
  await alter(seats.ref(eventId), { registeredCount: count });
}

async function putQueue(eventId: string, count: number): Promise<string> {
  const last = await aUser();
  // They get the seat one after the other, and leave it again.
  const first = await Promise.all(Array.from({ length: Math.min(FIRST, count - 1) }, () => aUser()));
  await inChunks(count, numbers =>
    putPeople(
      numbers.map(n => {
        const row = aRow(eventId, n === count ? last : (first[n - 1] ?? randomUUID()), n);
        return {
          ...row,
          status: 'waitlisted',
          part: queuePart(eventId, blockOf(n)),
          sortKey: queueSortKey(n),
        };
      }),
    ),
  );
  await alter(seats.ref(eventId), { waitlistCount: count, lastTicket: count });
  return last;
}

/** At least so many are users, so that a page of users is full at every size. */
const FIRST = 100;

/** Stores a person with a seat at each of so many events, one a day. */
async function putPerson(count: number): Promise<string> {
  const person = await aUser();
  const [details, item] = await storedEvent(await anEvent({ date: DATE }));
  await inChunks(count, async numbers => {
    const rows = numbers.map((n): registrations.Item => {
      const eventId = randomUUID();
      const date = new Date(Date.parse(DATE) + (n % MAX_DAYS) * DAY_MS).toISOString().slice(0, DATE.length);
      const row = { ...aRow(eventId, person, n), dateEventId: dateEventId(date, eventId) };
      const sortKey = seatSortKey(row.registeredAt, row);
      return { ...row, status: 'registered', part: seatPart(eventId, 0), sortKey };
    });
    await Promise.all([
      putPeople(rows),
      batchPut(
        TABLES.events,
        rows.map(row => ({ ...details, eventId: row.eventId, ...listKeysOf(eventOf(row)) })),
      ),
      batchPut(
        TABLES.seats,
        rows.map(row => ({ ...item, ...eventOf(row), registeredCount: 1 })),
      ),
    ]);
  });
  return person;
}

const MAX_DAYS = 10_000;

const eventOf = ({ eventId, dateEventId: key }: registrations.Item) => ({
  eventId,
  date: key.slice(0, DATE.length),
  status: 'active' as const,
});
