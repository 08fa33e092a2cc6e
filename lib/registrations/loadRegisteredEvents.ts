import { eventRefs, type StoredEvent, storedEventIn } from '../answers/storedEvent.ts';
import { userNotFound } from '../core/refusals.ts';
import { batchGet } from '../dynamo/read.ts';
import type * as registrations from '../repositories/registrations.ts';
import * as users from '../repositories/users.ts';

/** A registration of a person with its event, unless that is being deleted. */
export type RegisteredEvent = { row: registrations.Item; stored: StoredEvent | undefined };

/** Registrations of a person with their events. `changes` grows with each registration that the person makes. */
export type RegisteredEvents = { registeredEvents: RegisteredEvent[]; changes: number };

/**
 * Reads the events of some registrations of a person.
 * @throws ApiError USER_NOT_FOUND
 */
export async function loadRegisteredEvents(
  userId: string,
  rows: registrations.Item[],
): Promise<RegisteredEvents> {
  const refs = [users.ref(userId), ...rows.flatMap(({ eventId }) => eventRefs(eventId))];
  const found = await batchGet(refs, { consistent: true });
  const user = users.unlessDeleted(found(users.ref(userId)));
  if (!user) throw userNotFound();
  return {
    registeredEvents: rows.map(row => ({ row, stored: storedEventIn(found, row.eventId) })),
    changes: user.registrationChanges ?? 0,
  };
}
