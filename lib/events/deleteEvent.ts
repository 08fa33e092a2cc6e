import { announceDeletion } from '../activity/announcements.ts';
import { eventSnapshot } from '../answers/eventAnswer.ts';
import { eventRefs } from '../answers/storedEvent.ts';
import { pauseBeforeTry } from '../core/deadline.ts';
import { eventNotFound, preconditionFailed } from '../core/refusals.ts';
import { isAnonymous } from '../domain/anonymousId.ts';
import { batchGet } from '../dynamo/read.ts';
import { MAX_WRITES, transact, type Write } from '../dynamo/write.ts';
import * as events from '../repositories/events.ts';
import * as history from '../repositories/history.ts';
import type { RegistrationItem } from '../repositories/registrations.ts';
import * as registrations from '../repositories/registrations.ts';
import * as seats from '../repositories/seats.ts';
import * as users from '../repositories/users.ts';
import { getEvent } from './updateEvent.ts';

/**
 * Deletes an event (rule 10): from here on no reader sees it. A consumer of the change removes its registrations,
 * and then frees its id; deleting it once more wakes that consumer again.
 * @throws ApiError EVENT_NOT_FOUND, PRECONDITION_FAILED when the event has none of `versions`
 */
export async function deleteEvent(eventId: string, versions?: string[]): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const seen = versions && (await versionAmong(versions, eventId));
    if (seen !== undefined && !versions?.includes(seen)) throw preconditionFailed();
    const now = new Date().toISOString();
    const outcome = await transact({
      seats: seats.markDeleted(eventId, now),
      details: seen === undefined ? undefined : events.isStill(eventId, seen),
    });
    if (outcome.kind === 'committed') return;
    const { seats: refusal } = outcome.refusals;
    if (refusal.conditionFailed) {
      if (refusal.item) await transact({ seats: seats.remindOfDeletion(eventId, now) });
      throw eventNotFound();
    }
    if (versions?.length === 1) throw preconditionFailed();
    await pauseBeforeTry(tries);
  }
}

/** Of one version, the transaction tells whether it is the event's; where there is a choice, the event is looked at. */
const versionAmong = async ([only, ...others]: string[], eventId: string): Promise<string> =>
  only !== undefined && others.length === 0 ? only : (await getEvent(eventId)).entityTag;

/** A transaction with removals also moves the counters of the event. Each removal is three writes. */
const MOST_REMOVALS = Math.floor((MAX_WRITES - 1) / 3);

/**
 * Removes what is left of a deleted event: its registrations, then the event, whose id is free again after that. It
 * may run any number of times, beside itself too: each round is decided by its transaction's conditions, and none
 * touches an event that was created since.
 */
export async function removeDeletedEvent(eventId: string): Promise<void> {
  const found = await batchGet(eventRefs(eventId), { consistent: true });
  const item = found(seats.ref(eventId));
  if (item?.status !== 'deleted') return;
  const event = eventSnapshot(found, eventId);
  await announceDeletion(item, event);
  for (let tries = 1; ; ) {
    const rows = await registrations.listByEvent(eventId, undefined, MOST_REMOVALS);
    const isLast = rows.length === 0;
    const outcome = await (isLast
      ? transact({ seats: seats.remove(eventId), details: events.remove(eventId) })
      : transact({
          seats: seats.clear(eventId, countsOf(rows)),
          removed: rows.flatMap(row => removalOf(row, event)),
        }));
    if (outcome.kind === 'committed') {
      if (isLast) return;
      tries = 1;
      continue;
    }
    const { conditionFailed, item: found } = outcome.refusals.seats;
    if (conditionFailed && found?.status !== 'deleted') return;
    // Holds without an outcome end with a change of the event, which wakes this again.
    if (conditionFailed && found?.sweep) return;
    await pauseBeforeTry(tries++);
  }
}

const countsOf = (rows: RegistrationItem[]) => ({
  registered: rows.filter(({ status }) => status === 'registered').length,
  waitlisted: rows.filter(({ status }) => status === 'waitlisted').length,
  checkedIn: rows.filter(({ checkedInAt }) => checkedInAt).length,
});

const removalOf = (row: RegistrationItem, event: object): Write<unknown>[] => [
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
