import { loadEvent } from '../answers/storedEvent.ts';
import { pauseBeforeTry } from '../core/deadline.ts';
import { eventNotFound, forbidden, preconditionFailed } from '../core/refusals.ts';
import { transact } from '../dynamo/write.ts';
import * as events from '../repositories/events.ts';
import * as seatsLifecycle from '../repositories/seatsLifecycle.ts';
import type { Restrictions } from './restrictions.ts';

/**
 * Deletes an event (rule 10): from now on no reader sees it. A consumer of the change removes its registrations, and
 * then frees its id. Deleting it once more wakes that consumer again.
 * @throws ApiError EVENT_NOT_FOUND, PRECONDITION_FAILED when the event has none of `tags`, FORBIDDEN when it is not of
 * the owner by whose right it is deleted
 */
export async function deleteEvent(eventId: string, { tags, ownerId }: Restrictions = {}): Promise<void> {
  for (let [tries, hasDetails] = [1, true]; ; tries += 1) {
    const seen = tags && (await tagAmong(tags, eventId));
    if (seen !== undefined && !tags?.includes(seen)) throw preconditionFailed();
    const now = new Date().toISOString();
    const outcome = await transact({
      seats: seatsLifecycle.markDeleted(eventId, now, ownerId),
      details: hasDetails ? events.unlist(eventId, seen) : undefined,
    });
    if (outcome.kind === 'committed') return;
    const { seats: refusal, details } = outcome.refusals;
    if (refusal.conditionFailed) {
      const { item } = refusal;
      if (item && ownerId !== undefined && item.ownerId !== ownerId) throw forbidden();
      if (item) await transact({ seats: seatsLifecycle.remindOfDeletion(eventId, now) });
      throw eventNotFound();
    }
    if (tags?.length === 1) throw preconditionFailed();
    // An event that lost its details can be deleted too.
    if (details?.conditionFailed && !details.item) hasDetails = false;
    await pauseBeforeTry(tries);
  }
}

/** The transaction checks a single tag. Of several, the event shows which one it has. */
const tagAmong = async ([only, ...others]: string[], eventId: string): Promise<string> =>
  only !== undefined && others.length === 0 ? only : events.tagOf((await loadEvent(eventId)).details);
