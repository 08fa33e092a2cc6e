import { randomUUID } from 'node:crypto';
import { listKeysOf } from '../../../lib/domain/eventLists.ts';
import { batchPut } from '../../../lib/dynamo/batchPut.ts';
import { TABLES } from '../../../lib/dynamo/client.ts';
import { anEvent, storedEvent } from './records.ts';

/** The day so many days after the first one of a year. */
const dayOf = (year: number, n: number) => new Date(Date.UTC(year, 0, 1 + n)).toISOString().slice(0, 10);

/** Stores that many events from a year on, one a day, with these texts of some of them. Returns their ids. */
export async function storeEvents(
  year: number,
  count: number,
  textsOf: (n: number) => object,
): Promise<string[]> {
  const [details, item] = await storedEvent(await anEvent({ date: '0001-01-01' }));
  const all = Array.from({ length: count }, (_, n) => ({
    date: dayOf(year, n),
    eventId: randomUUID(),
    status: 'active' as const,
  }));
  await batchPut(
    TABLES.events,
    all.map((event, n) => ({ ...details, ...textsOf(n), eventId: event.eventId, ...listKeysOf(event) })),
  );
  await batchPut(
    TABLES.seats,
    all.map(event => ({ ...item, ...event })),
  );
  return all.map(({ eventId }) => eventId);
}
