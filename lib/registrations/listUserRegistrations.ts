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
 * Lists the registrations of a person with their events, earliest event first: those of one status, and those from one
 * day on, if they are asked for. An event that got another date moves a moment later. Those of events that are being
 * deleted are skipped. Speed: only the events of registrations that have the status are read.
 * @throws ApiError USER_NOT_FOUND, VALIDATION_FAILED
 */
export async function listUserRegistrations(
  userId: string,
  { limit, status, from, ...request }: RequestOf<'listUserRegistrations'>['query'],
): Promise<Page<UserRegistration>> {
  const list = ['user', userId, status, from].filter(Boolean).join(' ');
  const start = startAfter({ limit, ...request }, list, isDateEventId);
  const read = async (max: number, last: RegisteredEvent | undefined) => {
    const after = last?.row.dateEventId ?? start;
    const range = after === undefined && from !== undefined ? { from } : { after: after ?? '' };
    const rows = await registrationLists.byEventDate(userId, range, max);
    return loadWanted(userId, rows, status);
  };
  const search = { limit, isFound: ({ stored }: RegisteredEvent) => stored !== undefined };
  const page = pageOfFound(await readFound(search, read), search, list, ({ row }) => row.dateEventId);
  const items = page.items.flatMap(({ row, stored }) => (stored ? [answerOf(row, stored)] : []));
  return { ...page, items: await Promise.all(items) };
}

/** Reads the events of the registrations that have a status. The others come without one, as if it were deleted. */
async function loadWanted(
  userId: string,
  rows: registrations.Item[],
  status: registrations.Item['status'] | undefined,
): Promise<RegisteredEvent[]> {
  const wanted = rows.filter(row => status === undefined || row.status === status);
  const { registeredEvents } = await loadRegisteredEvents(userId, wanted);
  const found = new Map(registeredEvents.map(one => [one.row, one]));
  return rows.map(row => found.get(row) ?? { row, stored: undefined });
}

async function answerOf(row: registrations.Item, stored: StoredEvent): Promise<UserRegistration> {
  const position = await positionOf(row, stored.seats);
  return { registration: registrationWithAnswers(row, position), event: eventAnswer(stored) };
}
