import { transact, type Write } from '../dynamo/write.ts';
import type * as history from '../repositories/history.ts';
import * as places from '../repositories/places.ts';
import * as registrations from '../repositories/registrations.ts';
import type * as seats from '../repositories/seats.ts';
import * as seatsLifecycle from '../repositories/seatsLifecycle.ts';

/**
 * Removes registrations from a deleted event, and records that. Returns `undefined` when somebody else removed one of
 * them, or the event is not the deleted one any more.
 */
export async function removeAtDeletedEvent(
  { eventId, incarnation }: seats.Item,
  rows: places.Item[],
  record: (row: places.Item) => Write<history.Entry>,
): Promise<true | undefined> {
  const count = (isCounted: (row: places.Item) => boolean) => rows.filter(isCounted).length;
  const outcome = await transact({
    seats: seatsLifecycle.clear(eventId, incarnation, {
      registered: count(({ status }) => status === 'registered'),
      waitlisted: count(({ status }) => status === 'waitlisted'),
      checkedIn: count(({ checkedInAt }) => checkedInAt !== undefined),
    }),
    removed: rows.flatMap(row => [registrations.remove(row), places.remove(row), record(row)]),
  });
  return outcome.kind === 'committed' || undefined;
}
