import type { RequestOf } from '../schemas/requests.ts';
import { batchGet } from './dynamo.ts';
import { type Event, eventIn, eventRefs } from './events.ts';
import { type Page, pageOf, startAfter } from './page.ts';
import * as seats from './repositories/seats.ts';

const FIRST_DAY = '0000-01-01';
const LAST_DAY = '9999-12-31';
/** Sorts behind every event of its day. */
const END_OF_DAY = '#~';

/**
 * Events, earliest date first, from an index that may lag behind (rule 11).
 * @throws ApiError VALIDATION_FAILED
 */
export async function listEvents(query: RequestOf<'listEvents'>['query']): Promise<Page<Event>> {
  const after = startAfter(query, 'events', seats.DATE_EVENT_ID);
  const { status, from = FIRST_DAY, to = LAST_DAY, limit } = query;
  const range = {
    status,
    from: after === undefined || after < from ? from : `${after} `,
    to: `${to}${END_OF_DAY}`,
  };
  const ids = range.from > range.to ? [] : await seats.idsByDate(range, limit + 1);
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
