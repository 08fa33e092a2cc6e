import type { RequestOf } from '../schemas/requests.ts';
import { batchGet } from './dynamo.ts';
import { type Event, eventIn, eventRefs } from './events.ts';
import { type Page, pageOf, startAfter } from './page.ts';
import * as seats from './repositories/seats.ts';

/**
 * Events, earliest date first, from an index that may lag behind (rule 11).
 * @throws ApiError VALIDATION_FAILED
 */
export async function listEvents(query: RequestOf<'listEvents'>['query']): Promise<Page<Event>> {
  const after = startAfter(query, 'events', seats.DATE_EVENT_ID);
  const { status, from, to, limit } = query;
  const ids = await seats.idsByDate({ status, from, to }, limit + 1, after);
  const page = pageOf(ids, limit, 'events', ({ dateEventId }) => dateEventId);
  const found = await batchGet(
    page.items.flatMap(({ eventId }) => eventRefs(eventId)),
    { consistent: false },
  );
  const items = page.items
    .map(({ eventId }) => eventIn(found, eventId))
    .filter(event => event !== undefined && (status === undefined || event.status === status));
  return { items: items as Event[], cursor: page.cursor };
}
