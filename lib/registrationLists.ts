import type { RequestOf } from '../schemas/requests.ts';
import { batchGet } from './dynamo.ts';
import { type Event, eventIn, eventNotFound, eventRefs } from './events.ts';
import { type Registration, registrationAnswer } from './newcomer.ts';
import { type Page, pageOf, startAfter } from './page.ts';
import type { RegistrationItem } from './repositories/registrations.ts';
import * as registrations from './repositories/registrations.ts';
import * as seats from './repositories/seats.ts';
import * as users from './repositories/users.ts';
import { userNotFound } from './users.ts';

/**
 * The registrations of an event: seats first, earliest first, then the queue in its order. Who is promoted while
 * someone follows the links is visited once all the same.
 * @throws ApiError EVENT_NOT_FOUND, VALIDATION_FAILED
 */
export async function listEventRegistrations(
  eventId: string,
  { status, ...request }: RequestOf<'listEventRegistrations'>['query'],
): Promise<Page<Registration>> {
  const list = `event ${eventId}`;
  const visited = registrations.parseVisited(startAfter(request, list, registrations.VISITED) ?? '');
  // The event first: rows of a deleted one are gone before its id is free, and so never seen under the next one.
  if (!(await seats.get(eventId))) throw eventNotFound();
  const rows = await registrations.listByEvent(eventId, status, request.limit + 1, visited);
  const page = pageOf(rows, request.limit, list, (_last, items) =>
    registrations.visitedText(items.reduce(registrations.visit, visited)),
  );
  return { ...page, items: await withPositions(page.items) };
}

/** Positions count up from the first one in the page who waits: one count for the page. */
async function withPositions(rows: RegistrationItem[]): Promise<Registration[]> {
  const firstWaiting = rows.findIndex(({ status }) => status === 'waitlisted');
  const row = rows[firstWaiting];
  const firstPosition = row ? await registrations.positionOf(row) : 0;
  return rows.map((item, index) =>
    registrationAnswer(item, item.status === 'waitlisted' ? firstPosition + index - firstWaiting : null),
  );
}

type UserRegistration = { registration: Registration; event: Event };

/**
 * The registrations of a person with their events, earliest event first. The index of a person's registrations
 * knows no dates and may lag, so all of them are read for each page.
 * @throws ApiError USER_NOT_FOUND, VALIDATION_FAILED
 */
export async function listUserRegistrations(
  userId: string,
  request: RequestOf<'listUserRegistrations'>['query'],
): Promise<Page<UserRegistration>> {
  const list = `user ${userId}`;
  const after = startAfter(request, list, seats.DATE_EVENT_ID) ?? '';
  const eventIds = await registrations.eventIdsByUser(userId);
  const refsOf = (eventId: string) => [registrations.ref(eventId, userId), ...eventRefs(eventId)];
  const found = await batchGet([users.ref(userId), ...eventIds.flatMap(refsOf)], { consistent: true });
  if (!users.unlessDeleted(found(users.ref(userId)))) throw userNotFound();
  const sorted = eventIds
    .flatMap(eventId => {
      const row = found(registrations.ref(eventId, userId));
      const event = eventIn(found, eventId);
      return row && event ? [{ row, event, sortKey: seats.dateEventId(event.date, eventId) }] : [];
    })
    .filter(({ sortKey }) => sortKey > after)
    .sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1));
  const page = pageOf(sorted, request.limit, list, ({ sortKey }) => sortKey);
  const items = page.items.map(async ({ row, event }) => {
    const position = row.status === 'waitlisted' ? await registrations.positionOf(row) : null;
    return { registration: registrationAnswer(row, position), event };
  });
  return { ...page, items: await Promise.all(items) };
}
