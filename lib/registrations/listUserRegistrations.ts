import type { RequestOf } from '../../schemas/requests.ts';
import { type Event, type RevisedEvent, revisedAnswer } from '../answers/eventAnswer.ts';
import { type Registration, registrationAnswer } from '../answers/registrationAnswer.ts';
import { eventRefs, storedEventIn } from '../answers/storedEvent.ts';
import { type Page, pageOf, startAfter } from '../core/paging.ts';
import { userNotFound } from '../core/refusals.ts';
import { isDateEventId } from '../domain/sortKeys.ts';
import { batchGet } from '../dynamo/read.ts';
import * as registrationLists from '../repositories/registrationLists.ts';
import * as registrations from '../repositories/registrations.ts';
import * as users from '../repositories/users.ts';

/** Somebody is registered for this event. `sortKey` orders their events. */
type RegisteredEvent = RevisedEvent & { row: registrations.Item; sortKey: string };

/** `changes` is how often the registrations of the person changed. */
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
      return row && stored ? [{ ...revisedAnswer(stored), row, sortKey: stored.seats.dateEventId }] : [];
    })
    .sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1));
  return { registeredEvents, changes: user.registrationChanges ?? 0 };
}

type UserRegistration = { registration: Registration; event: Event };

/**
 * Lists the registrations of a person with their events, earliest event first. All of them are read for each page.
 * @throws ApiError USER_NOT_FOUND, VALIDATION_FAILED
 */
export async function listUserRegistrations(
  userId: string,
  request: RequestOf<'listUserRegistrations'>['query'],
): Promise<Page<UserRegistration>> {
  const list = `user ${userId}`;
  const after = startAfter(request, list, isDateEventId) ?? '';
  const { registeredEvents } = await loadRegisteredEvents(userId);
  const left = registeredEvents.filter(({ sortKey }) => sortKey > after);
  const page = pageOf(left, request.limit, list, ({ sortKey }) => sortKey);
  const items = page.items.map(async ({ row, event }) => {
    const position = row.status === 'waitlisted' ? await registrationLists.positionOf(row) : null;
    return { registration: registrationAnswer(row, position), event };
  });
  return { ...page, items: await Promise.all(items) };
}
