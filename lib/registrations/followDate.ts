import { dateEventId } from '../domain/sortKeys.ts';
import { batchGet } from '../dynamo/read.ts';
import { MAX_WRITES, transact, update } from '../dynamo/write.ts';
import * as placeLists from '../repositories/placeLists.ts';
import type * as places from '../repositories/places.ts';
import * as registrations from '../repositories/registrations.ts';
import * as seats from '../repositories/seats.ts';
import * as seatsLifecycle from '../repositories/seatsLifecycle.ts';

/** The transaction also checks the date of the event. */
const PAGE_SIZE = MAX_WRITES - 1;

/**
 * Sorts the registrations for an event by its date, after it got another one. It is idempotent, and safe beside any
 * other writer: its transactions check the date, and so does whoever registers or becomes anonymous meanwhile.
 */
export async function followDate(eventId: string): Promise<void> {
  for (;;) {
    const event = await seats.get(eventId);
    if (!event?.redatedAt) return;
    if (!(await setDates(event))) continue;
    // Correctness: a hold from before may still be confirmed with the former date. The end of its sweep wakes this again.
    if (seats.isSwept(event)) return;
    const outcome = await update(seatsLifecycle.endRedating(event));
    if (outcome.kind === 'updated') return;
  }
}

/** Sorts everybody at an event by its date. Returns `false` when it got another one meanwhile. */
async function setDates(event: seats.Item): Promise<boolean> {
  for await (const people of placeLists.allOfEvent(event, PAGE_SIZE)) {
    if (!(await setDatesOf(event, people))) return false;
  }
  return true;
}

async function setDatesOf(event: seats.Item, people: places.Item[]): Promise<boolean> {
  const { eventId, date } = event;
  const sortKey = dateEventId(date, eventId);
  const refOf = ({ userId }: places.Item) => registrations.ref(eventId, userId);
  const found = await batchGet(people.map(refOf), { consistent: true });
  let outdated = people.filter(person => (found(refOf(person))?.dateEventId ?? sortKey) !== sortKey);
  while (outdated.length > 0) {
    const outcome = await transact({
      event: seatsLifecycle.isOnDate(event),
      rows: outdated.map(person => registrations.setDate(person, sortKey)),
    });
    if (outcome.kind === 'committed') return true;
    const { event: ofEvent, rows } = outcome.refusals;
    if (ofEvent.conditionFailed) return false;
    // The others have left.
    outdated = outdated.filter((_, n) => !rows[n]?.conditionFailed);
  }
  return true;
}
