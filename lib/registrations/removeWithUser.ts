import { eventSnapshot } from '../answers/eventAnswer.ts';
import { eventRefs } from '../answers/storedEvent.ts';
import { retryRace } from '../core/retryRace.ts';
import { dateEventId } from '../domain/sortKeys.ts';
import { batchGet } from '../dynamo/read.ts';
import { transact } from '../dynamo/write.ts';
import * as places from '../repositories/places.ts';
import * as registrations from '../repositories/registrations.ts';
import type * as seats from '../repositories/seats.ts';
import * as seatsMoves from '../repositories/seatsMoves.ts';
import { leave } from './leave.ts';
import { loadRegistration } from './loadParticipant.ts';
import { recordRemoval } from './recordRemoval.ts';
import { removeAtDeletedEvent } from './removeAtDeletedEvent.ts';

/**
 * Takes a user who is being deleted off an event, checked in or not, and records it. At a completed event their
 * registration stays under their anonymous id (rule 12). Registrations of a next owner of the id stay.
 */
export const removeWithUser = (seen: registrations.Item, anonymousId: string): Promise<true> =>
  retryRace<true>(async () => {
    const { event, row } = await loadRegistration(seen.eventId, seen.userId);
    if (row?.registrationId !== seen.registrationId) return true;
    const anonymous = { ...row, userId: anonymousId };
    if (!event) return removeOrphan(row, anonymousId);
    if (event.status === 'completed') return keepAs(event, row, anonymousId);
    if (event.status !== 'deleted') {
      return (await leave(event, row, { entry: recordRemoval(anonymous, 'user_deleted') })) && true;
    }
    const found = await batchGet(eventRefs(event.eventId), { consistent: true });
    const snapshot = eventSnapshot(found, event.eventId);
    return removeAtDeletedEvent(event, [row], () => recordRemoval(anonymous, 'event_deleted', snapshot));
  });

/** Keeps a registration at a completed event under another id, at the event's date. No counter changes (rule 12). */
async function keepAs(event: seats.Item, row: registrations.Item, userId: string): Promise<true | undefined> {
  const sortedAt = { dateEventId: dateEventId(event.date, event.eventId) };
  const renamed = { ...registrations.renamed(row, userId), ...sortedAt };
  const outcome = await transact({
    seats: seatsMoves.keepAnonymous(event),
    registration: registrations.remove(row),
    // A place whose key stays is replaced: a transaction takes one write for each item.
    place: renamed.sortKey === row.sortKey ? undefined : places.remove(row),
    renamed: registrations.create(renamed),
    renamedPlace: places.create(places.placeOf(renamed)),
  });
  return outcome.kind === 'committed' || undefined;
}

/** Removes a registration that has no event. No such thing should exist, and nobody else would ever remove it. */
async function removeOrphan(row: registrations.Item, anonymousId: string): Promise<true | undefined> {
  const outcome = await transact({
    registration: registrations.remove(row),
    place: places.remove(row),
    entry: recordRemoval({ ...row, userId: anonymousId }, 'user_deleted'),
  });
  return outcome.kind === 'committed' || undefined;
}
