import { TABLES } from '../../../lib/dynamo/client.ts';
import { scan } from '../../../lib/dynamo/read.ts';

/** The stored items of an event in a table. */
export async function itemsOf<Found extends { eventId: string }>(
  table: keyof typeof TABLES,
  eventId: string,
): Promise<Found[]> {
  const all = await scan<Found>(TABLES[table], Number.POSITIVE_INFINITY, undefined);
  return all.filter(item => item.eventId === eventId);
}
