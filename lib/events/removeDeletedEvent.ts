import { announceDeletion } from '../activity/announcements.ts';
import { eventSnapshot } from '../answers/eventAnswer.ts';
import { eventRefs } from '../answers/storedEvent.ts';
import { pauseBeforeTry } from '../core/deadline.ts';
import { chunks } from '../dynamo/expressions.ts';
import { batchGet } from '../dynamo/read.ts';
import { MAX_WRITES, transact } from '../dynamo/write.ts';
import { recordRemoval } from '../registrations/recordRemoval.ts';
import { removeAtDeletedEvent } from '../registrations/removeAtDeletedEvent.ts';
import * as departures from '../repositories/departures.ts';
import * as events from '../repositories/events.ts';
import * as funnels from '../repositories/funnels.ts';
import * as placeLists from '../repositories/placeLists.ts';
import type * as places from '../repositories/places.ts';
import * as seats from '../repositories/seats.ts';
import * as seatsLifecycle from '../repositories/seatsLifecycle.ts';

/** The transaction also changes the counters of the event. Each removal is three writes. */
const MAX_REMOVALS = Math.floor((MAX_WRITES - 1) / 3);

/** A page is read of all lanes, so it is larger than a transaction. */
const PAGE_SIZE = 30 * MAX_REMOVALS;

/**
 * Removes the registrations of a deleted event, then the event, whose id is free after that. It is idempotent, and
 * safe beside itself: its transactions' conditions decide each round, and none touches an event that was created
 * since.
 */
export async function removeDeletedEvent(eventId: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const found = await batchGet(eventRefs(eventId), { consistent: true });
    const item = found(seats.ref(eventId));
    if (item?.status !== 'deleted') return;
    const event = eventSnapshot(found, eventId);
    await announceDeletion(item, event);
    if (item.registeredCount + item.waitlistCount === 0) return removeItems(item);
    const isAnybodyThere = await removePeople(item, event);
    // The counters include open holds. Their end changes the event, which wakes this again.
    if (!isAnybodyThere && item.sweep) return;
    await pauseBeforeTry(tries);
  }
}

/** Removes the registrations of a deleted event. Returns whether there were any. */
async function removePeople(item: seats.Item, event: object): Promise<boolean> {
  let isAnybodyThere = false;
  const remove = (rows: places.Item[]) =>
    removeAtDeletedEvent(item, rows, row => recordRemoval(row, 'event_deleted', event));
  for await (const page of placeLists.allOfEvent(item, PAGE_SIZE)) {
    isAnybodyThere = true;
    for (const rows of chunks(page, MAX_REMOVALS)) {
      // One that somebody else removed, or whose place is damaged, does not keep the others.
      if (!(await remove(rows))) for (const row of rows) await remove([row]);
    }
  }
  return isAnybodyThere;
}

/**
 * Removes the items of a deleted event. Correctness: with counters at zero it has neither a registration nor a hold, so
 * that nobody departs any more.
 */
async function removeItems(item: seats.Item): Promise<void> {
  const { eventId, incarnation, lastTicket } = item;
  for (const removals of chunks(await departures.removals(incarnation, lastTicket), MAX_WRITES)) {
    await transact({ departures: removals });
  }
  await transact({
    seats: seatsLifecycle.remove(item),
    details: events.remove(eventId),
    funnels: funnels.expireAll(incarnation, seats.funnelsOf(item)),
  });
}
