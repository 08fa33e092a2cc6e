import type { RequestOf } from '../../schemas/requests.ts';
import { type Event, eventAnswer } from '../answers/eventAnswer.ts';
import { type Registration, registrationWithAnswers } from '../answers/registrationAnswer.ts';
import type { StoredEvent } from '../answers/storedEvent.ts';
import { type Page, pageOfFound, readFound, startAfter } from '../core/paging.ts';
import { isDateEventId } from '../domain/sortKeys.ts';
import * as registrationLists from '../repositories/registrationLists.ts';
import type * as registrations from '../repositories/registrations.ts';
import { loadRegisteredEvents, type RegisteredEvent } from './loadRegisteredEvents.ts';
import { positionOf } from './positions.ts';

type UserRegistration = { registration: Registration; event: Event };

/**
 * Lists the registrations of a person with their events, earliest event first. An event that got another date moves a
 * moment later. Those of events that are being deleted are skipped.
 * @throws ApiError USER_NOT_FOUND, VALIDATION_FAILED
 */
export async function listUserRegistrations(
  userId: string,
  { limit, ...request }: RequestOf<'listUserRegistrations'>['query'],
): Promise<Page<UserRegistration>> {
  const list = `user ${userId}`;
  const start = startAfter({ limit, ...request }, list, isDateEventId);
  const read = async (max: number, last: RegisteredEvent | undefined) => {
    const after = last?.row.dateEventId ?? start ?? '';
    const rows = await registrationLists.byEventDate(userId, { after }, max);
    return (await loadRegisteredEvents(userId, rows)).registeredEvents;
  };
  const search = { limit, isFound: ({ stored }: RegisteredEvent) => stored !== undefined };
  const page = pageOfFound(await readFound(search, read), search, list, ({ row }) => row.dateEventId);
  const items = page.items.flatMap(({ row, stored }) => (stored ? [answerOf(row, stored)] : []));
  return { ...page, items: await Promise.all(items) };
}

async function answerOf(row: registrations.Item, stored: StoredEvent): Promise<UserRegistration> {
  const position = await positionOf(row, stored.seats);
  return { registration: registrationWithAnswers(row, position), event: eventAnswer(stored) };
}
