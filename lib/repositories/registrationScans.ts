import { TABLES } from '../dynamo/client.ts';
import { query, type Search, scanAll } from '../dynamo/read.ts';
import type { Item } from './registrations.ts';

const BEFORE_ALL_USERS = ' ';

/** Yields all registrations of an event by userId, an order that no change moves them in, `size` at a time. */
export async function* allByUserId(eventId: string, size: number): AsyncGenerator<Item[]> {
  for (let after: string | undefined = BEFORE_ALL_USERS; after !== undefined; ) {
    const search: Search = {
      TableName: TABLES.registrations,
      ConsistentRead: true,
      where: '#eventId = :eventId AND #userId > :after',
      values: { eventId, after },
    };
    const found: Item[] = await query<Item>(search, size);
    if (found.length > 0) yield found;
    after = found.length < size ? undefined : found.at(-1)?.userId;
  }
}

/** Yields all registrations of all events, `size` at a time. */
export const all = (size: number) => scanAll<Item>(TABLES.registrations, size);
