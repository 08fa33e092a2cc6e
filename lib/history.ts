import type { FromSchema } from 'json-schema-to-ts';
import { historyEntry } from '../schemas/history.ts';
import type { RequestOf } from '../schemas/requests.ts';
import { put } from './dynamo.ts';
import { getEvent } from './events.ts';
import { type CuttablePage, pageOf, startAfter } from './page.ts';
import type { HistoryEntry, ListedEntry } from './repositories/history.ts';
import * as history from './repositories/history.ts';
import type { RegistrationItem } from './repositories/registrations.ts';
import type { ItemChange } from './stream.ts';
import { getUser } from './users.ts';

/**
 * Writes down what a change of a registration means, once; leaving with the second that the stream tells. Removals by
 * the deletion of an event or a user are written down with them, since nobody can tell them from leaving afterwards.
 */
export async function recordChange(change: ItemChange<RegistrationItem>): Promise<void> {
  const entry = entryFor(change);
  if (entry) await put(history.add(entry));
}

function entryFor({ before, after, time }: ItemChange<RegistrationItem>): HistoryEntry | undefined {
  if (after && !before) {
    return history.entryOf(after, { change: after.status, cause: 'request', time: after.registeredAt });
  }
  if (after?.promotedAt && !before?.promotedAt) {
    return history.entryOf(after, { change: 'promoted', cause: 'vacancy', time: after.promotedAt });
  }
  if (before && !after) {
    return history.entryOf(before, { change: 'unregistered', cause: 'request', time });
  }
  return undefined;
}

/** An entry of the history as the API answers it. */
type HistoryAnswer = FromSchema<typeof historyEntry>;

const entryAnswer = ({
  entryId,
  time,
  change,
  cause,
  eventId,
  userId,
  registrationId,
}: ListedEntry): HistoryAnswer => ({ entryId, time, change, cause, eventId, userId, registrationId });

/** The columns of a history. */
export const HISTORY_COLUMNS = historyEntry.required;

type HistoryRequest = RequestOf<'listEventHistory'>['query'];

/**
 * What happened to the registrations of an event, newest first, deleted or not.
 * @throws ApiError EVENT_NOT_FOUND when nothing is known of it, VALIDATION_FAILED
 */
export const listEventHistory = (
  eventId: string,
  request: HistoryRequest,
): Promise<CuttablePage<HistoryAnswer>> =>
  pageOfHistory(
    `event-history ${eventId}`,
    request,
    before => history.ofEvent(eventId, request.limit + 1, before),
    () => getEvent(eventId),
  );

/**
 * What happened to the registrations of a person, newest first, deleted or not.
 * @throws ApiError USER_NOT_FOUND when nothing is known of them, VALIDATION_FAILED
 */
export const listUserHistory = (
  userId: string,
  request: HistoryRequest,
): Promise<CuttablePage<HistoryAnswer>> =>
  pageOfHistory(
    `user-history ${userId}`,
    request,
    before => history.ofUser(userId, request.limit + 1, before),
    () => getUser(userId),
  );

async function pageOfHistory(
  list: string,
  request: HistoryRequest,
  read: (before?: string) => Promise<ListedEntry[]>,
  ensureKnown: () => Promise<unknown>,
): Promise<CuttablePage<HistoryAnswer>> {
  const found = await read(startAfter(request, list, history.isTimeEntryId));
  if (found.length === 0) await ensureKnown();
  const page = pageOf(found, request.limit, list, ({ timeEntryId }) => timeEntryId);
  return { ...page, items: page.items.map(entryAnswer) };
}
