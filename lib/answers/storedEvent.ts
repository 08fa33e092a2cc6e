import { eventNotFound } from '../core/refusals.ts';
import { batchGet, type Lookup } from '../dynamo/read.ts';
import * as events from '../repositories/events.ts';
import * as seats from '../repositories/seats.ts';

/** The two items of an event. */
export type StoredEvent = { details: events.Item; seats: seats.Item };

/** Returns the refs of the two items of an event. */
export const eventRefs = (eventId: string) => [events.ref(eventId), seats.ref(eventId)];

/** Returns the event from a batch read. A deleted one, or one without both items, does not exist (rule 10). */
export function storedEventIn(found: Lookup, eventId: string): StoredEvent | undefined {
  const details = found(events.ref(eventId));
  return details && withSeats(details, found);
}

/** Returns the event of these details, whose seats are in a batch read. A deleted one does not exist (rule 10). */
export function withSeats(details: events.Item, found: Lookup): StoredEvent | undefined {
  const item = seats.unlessDeleted(found(seats.ref(details.eventId)));
  return item && { details, seats: item };
}

/** Reads an event strongly consistently. */
export const findEvent = async (eventId: string): Promise<StoredEvent | undefined> =>
  storedEventIn(await batchGet(eventRefs(eventId), { consistent: true }), eventId);

/**
 * Reads an event strongly consistently.
 * @throws ApiError EVENT_NOT_FOUND
 */
export async function loadEvent(eventId: string): Promise<StoredEvent> {
  const stored = await findEvent(eventId);
  if (!stored) throw eventNotFound();
  return stored;
}
