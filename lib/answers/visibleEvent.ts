import { eventNotFound } from '../core/refusals.ts';
import { type FindSight, isShown, type Owned } from '../domain/drafts.ts';
import { findEvent, type StoredEvent } from './storedEvent.ts';

/**
 * Returns the event, or `undefined` for a draft that a request must not know of. Speed: the caller is looked up for a
 * draft only.
 */
export async function unlessHidden<Event extends Owned>(
  event: Event | undefined,
  findSight: FindSight,
): Promise<Event | undefined> {
  if (event?.status !== 'draft') return event;
  return isShown(await findSight(), event) ? event : undefined;
}

/**
 * Reads an event strongly consistently. A draft does not exist for those who must not know of it.
 * @throws ApiError EVENT_NOT_FOUND
 */
export async function loadVisibleEvent(eventId: string, findSight: FindSight): Promise<StoredEvent> {
  const stored = await findEvent(eventId);
  if (!stored || !(await unlessHidden(stored.seats, findSight))) throw eventNotFound();
  return stored;
}
