import { type RevisedEvent, revisedAnswer } from '../answers/eventAnswer.ts';
import { eventRefs, storedEventIn } from '../answers/storedEvent.ts';
import { userNotFound } from '../core/refusals.ts';
import { dateEventId } from '../domain/sortKeys.ts';
import { batchGet } from '../dynamo/read.ts';
import * as registrationLists from '../repositories/registrationLists.ts';
import * as registrations from '../repositories/registrations.ts';
import * as users from '../repositories/users.ts';

/** An event that a person is registered for, with their registration. `sortKey` orders their events. */
type RegisteredEvent = RevisedEvent & { row: registrations.Item; sortKey: string };

/** All events of a person. `changes` is how often their registrations changed. */
type RegisteredEvents = { registeredEvents: RegisteredEvent[]; changes: number };

/**
 * Reads all events that a person is registered for, earliest first. Their index knows no dates and may lag, so all of
 * them are read.
 * @throws ApiError USER_NOT_FOUND
 */
export async function loadRegisteredEvents(userId: string): Promise<RegisteredEvents> {
  const eventIds = await registrationLists.eventIdsByUser(userId);
  const refsOf = (eventId: string) => [registrations.ref(eventId, userId), ...eventRefs(eventId)];
  const found = await batchGet([users.ref(userId), ...eventIds.flatMap(refsOf)], { consistent: true });
  const user = users.unlessDeleted(found(users.ref(userId)));
  if (!user) throw userNotFound();
  const registeredEvents = eventIds
    .flatMap(eventId => {
      const row = found(registrations.ref(eventId, userId));
      const stored = storedEventIn(found, eventId);
      if (!row || !stored) return [];
      return [{ ...revisedAnswer(stored), row, sortKey: dateEventId(stored.seats.date, eventId) }];
    })
    .sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1));
  return { registeredEvents, changes: user.registrationChanges ?? 0 };
}
