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

/** An event that somebody is registered for, and its place in the order of their events. */
type Attended = RevisedEvent & { row: registrations.Item; sortKey: string };

/** All that a person is registered for, earliest event first, and how often that changed. */
type Attendances = { attended: Attended[]; changes: number };

/**
 * All that a person is registered for, earliest event first. The index of a person's registrations knows no dates and
 * may lag, so all of them are read.
 * @throws ApiError USER_NOT_FOUND
 */
export async function attendedBy(userId: string): Promise<Attendances> {
  const eventIds = await registrationLists.eventIdsByUser(userId);
  const refsOf = (eventId: string) => [registrations.ref(eventId, userId), ...eventRefs(eventId)];
  const found = await batchGet([users.ref(userId), ...eventIds.flatMap(refsOf)], { consistent: true });
  const user = users.unlessDeleted(found(users.ref(userId)));
  if (!user) throw userNotFound();
  const attended = eventIds
    .flatMap(eventId => {
      const row = found(registrations.ref(eventId, userId));
      const stored = storedEventIn(found, eventId);
      return row && stored ? [{ ...revisedAnswer(stored), row, sortKey: stored.seats.dateEventId }] : [];
    })
    .sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1));
  return { attended, changes: user.registrationChanges ?? 0 };
}

type UserRegistration = { registration: Registration; event: Event };

/**
 * The registrations of a person with their events, earliest event first. All of them are read for each page.
 * @throws ApiError USER_NOT_FOUND, VALIDATION_FAILED
 */
export async function listUserRegistrations(
  userId: string,
  request: RequestOf<'listUserRegistrations'>['query'],
): Promise<Page<UserRegistration>> {
  const list = `user ${userId}`;
  const after = startAfter(request, list, isDateEventId) ?? '';
  const { attended } = await attendedBy(userId);
  const left = attended.filter(({ sortKey }) => sortKey > after);
  const page = pageOf(left, request.limit, list, ({ sortKey }) => sortKey);
  const items = page.items.map(async ({ row, event }) => {
    const position = row.status === 'waitlisted' ? await registrationLists.positionOf(row) : null;
    return { registration: registrationAnswer(row, position), event };
  });
  return { ...page, items: await Promise.all(items) };
}
