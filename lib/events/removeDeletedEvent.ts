import { announceDeletion } from '../activity/announcements.ts';
import { eventSnapshot } from '../answers/eventAnswer.ts';
import { eventRefs } from '../answers/storedEvent.ts';
import { pauseBeforeTry } from '../core/deadline.ts';
import { isAnonymous } from '../domain/anonymousId.ts';
import { batchGet } from '../dynamo/read.ts';
import { MAX_WRITES, transact, type Write } from '../dynamo/write.ts';
import * as events from '../repositories/events.ts';
import * as history from '../repositories/history.ts';
import * as registrationLists from '../repositories/registrationLists.ts';
import * as registrations from '../repositories/registrations.ts';
import * as seats from '../repositories/seats.ts';
import * as seatsLifecycle from '../repositories/seatsLifecycle.ts';
import * as users from '../repositories/users.ts';

/** The transaction also changes the counters of the event. Each removal is three writes. */
const MAX_REMOVALS = Math.floor((MAX_WRITES - 1) / 3);

/**
 * Removes the registrations of a deleted event, then the event, whose id is free after that. It is idempotent, and
 * safe beside itself: its transactions' conditions decide each round, and none touches an event that was created
 * since.
 */
export async function removeDeletedEvent(eventId: string): Promise<void> {
  const found = await batchGet(eventRefs(eventId), { consistent: true });
  const item = found(seats.ref(eventId));
  if (item?.status !== 'deleted') return;
  const event = eventSnapshot(found, eventId);
  await announceDeletion(item, event);
  for (let tries = 1; ; ) {
    const rows = await registrationLists.listByEvent(eventId, undefined, MAX_REMOVALS);
    const isLast = rows.length === 0;
    const outcome = await (isLast
      ? transact({ seats: seatsLifecycle.remove(eventId), details: events.remove(eventId) })
      : transact({
          seats: seatsLifecycle.clear(eventId, countsOf(rows)),
          removed: rows.flatMap(row => removalOf(row, event)),
        }));
    if (outcome.kind === 'committed') {
      if (isLast) return;
      tries = 1;
      continue;
    }
    const { conditionFailed, item: now } = outcome.refusals.seats;
    if (conditionFailed && now?.status !== 'deleted') return;
    // The end of open holds changes the event, which wakes this again.
    if (conditionFailed && now?.sweep) return;
    await pauseBeforeTry(tries++);
  }
}

const countsOf = (rows: registrations.Item[]) => ({
  registered: rows.filter(({ status }) => status === 'registered').length,
  waitlisted: rows.filter(({ status }) => status === 'waitlisted').length,
  checkedIn: rows.filter(({ checkedInAt }) => checkedInAt).length,
});

const removalOf = (row: registrations.Item, event: object): Write<unknown>[] => [
  registrations.remove(row.eventId, row.userId, row),
  ...(isAnonymous(row.userId) ? [] : [users.uncountRemoved(row.userId)]),
  history.set(
    history.entryOf(
      row,
      { change: 'removed', cause: 'event_deleted', time: new Date().toISOString() },
      event,
    ),
  ),
];
