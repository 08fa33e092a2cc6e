import type { RequestOf } from '../../schemas/requests.ts';
import type { Event } from '../answers/eventAnswer.ts';
import { type Registration, registrationAnswer } from '../answers/registrationAnswer.ts';
import { type Page, pageOf, startAfter } from '../core/paging.ts';
import { isDateEventId } from '../domain/sortKeys.ts';
import * as registrationLists from '../repositories/registrationLists.ts';

import { loadRegisteredEvents } from './loadRegisteredEvents.ts';

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
