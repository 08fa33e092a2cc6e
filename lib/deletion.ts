import { pauseBeforeTry } from './deadline.ts';
import { MOST_WRITES, transact } from './dynamo.ts';
import { eventNotFound } from './events.ts';
import { followUp } from './followUp.ts';
import * as events from './repositories/events.ts';
import type { RegistrationItem } from './repositories/registrations.ts';
import * as registrations from './repositories/registrations.ts';
import * as seats from './repositories/seats.ts';

/**
 * Deletes an event with its registrations (rule 10). Readers stop seeing it with the first write. What the request
 * has no time to remove keeps the id taken until another call, which answers that there is no such event.
 * @throws ApiError EVENT_NOT_FOUND
 */
export async function deleteEvent(eventId: string): Promise<void> {
  const outcome = await transact([seats.markDeleted(eventId)]);
  const isMarked = outcome.committed || outcome.refusals[0]?.found?.status === 'deleted';
  if (isMarked) await followUp(() => removeDeletedEvent(eventId));
  if (!outcome.committed) throw eventNotFound();
}

/** A transaction with removals also moves the counters. */
const MOST_REMOVALS = MOST_WRITES - 1;

/**
 * Removes what is left of a deleted event: its registrations, then the event, whose id is free again after that. It
 * may run any number of times, beside itself too: each round is decided by its transaction's conditions, and none
 * touches an event that was created since.
 */
export async function removeDeletedEvent(eventId: string): Promise<void> {
  for (let tries = 1; ; ) {
    const rows = await registrations.listByEvent(eventId, undefined, MOST_REMOVALS);
    const isLast = rows.length === 0;
    const outcome = await transact(
      isLast
        ? [seats.remove(eventId), events.remove(eventId)]
        : [
            seats.clear(eventId, countsOf(rows)),
            ...rows.map(({ userId, status }) => registrations.remove(eventId, userId, status)),
          ],
    );
    if (outcome.committed && isLast) return;
    const refusal = outcome.committed ? undefined : outcome.refusals[0];
    if (refusal?.refused && refusal.found?.status !== 'deleted') return;
    if (outcome.committed) tries = 1;
    else await pauseBeforeTry(tries++);
  }
}

const countsOf = (rows: RegistrationItem[]) => ({
  registered: rows.filter(({ status }) => status === 'registered').length,
  waitlisted: rows.filter(({ status }) => status === 'waitlisted').length,
});
