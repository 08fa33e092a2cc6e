import type { FromSchema } from 'json-schema-to-ts';
import { historyEntry } from '../../schemas/history.ts';
import type { RequestOf } from '../../schemas/requests.ts';
import { eventIn } from '../answers/eventAnswer.ts';
import { eventRefs } from '../answers/storedEvent.ts';
import { type CuttablePage, pageOf, startAfter } from '../core/paging.ts';
import { eventNotFound } from '../core/refusals.ts';
import { isAnonymous } from '../domain/anonymousId.ts';
import type { ItemChange } from '../dynamo/itemChange.ts';
import { batchGet, getSettled } from '../dynamo/read.ts';
import { put, update } from '../dynamo/write.ts';
import * as deletions from '../repositories/deletions.ts';
import * as events from '../repositories/events.ts';
import type { HistoryEntry, ListedEntry } from '../repositories/history.ts';
import * as history from '../repositories/history.ts';
import type { RegistrationItem } from '../repositories/registrations.ts';
import * as registrations from '../repositories/registrations.ts';
import { getUser } from '../users/createUser.ts';

/**
 * Writes down what a change of a registration means, once; leaving with the second that the stream tells. Removals by
 * the deletion of an event or a user are written down with them, since nobody can tell them from leaving afterwards.
 * The entry of a person who is deleted is made anonymous (rule 12): here, when the deletion came before the look that
 * follows the entry, and otherwise by the deletion, which finds the entry then.
 */
export async function recordChange(change: ItemChange<RegistrationItem>): Promise<void> {
  const entry = entryFor(change);
  if (!entry || (entry.change === 'unregistered' && (await staysUnderAnotherId(entry)))) return;
  await put(history.add(entry));
  const { entryId, userId } = entry;
  const anonymousId = await deletions.anonymousIdOf(entry);
  if (anonymousId) await update(history.rename(entryId, userId, anonymousId));
}

/**
 * A row that was made anonymous at a completed event is gone from its key, and the registration goes on. The row under
 * the other key is read as it is when no transaction is under way: correctness, since the stream may tell of the first
 * key before a plain read shows the second one.
 */
async function staysUnderAnotherId(entry: HistoryEntry): Promise<boolean> {
  const anonymousId = await deletions.anonymousIdOf(entry);
  if (!anonymousId) return false;
  const row = await getSettled(registrations.ref(entry.eventId, anonymousId));
  return row?.registrationId === entry.registrationId;
}

function entryFor({ before, after, time }: ItemChange<RegistrationItem>): HistoryEntry | undefined {
  if (after && !before) {
    if (isAnonymous(after.userId)) return undefined;
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
 * What happened to the registrations of an event, newest first, deleted or not. The next owner of a deleted event's id
 * sees nothing from before that, as far as the clocks agree that tell of both (rule 10).
 * @throws ApiError EVENT_NOT_FOUND when nothing is known of it, VALIDATION_FAILED
 */
export const listEventHistory = (
  eventId: string,
  request: HistoryRequest,
): Promise<CuttablePage<HistoryAnswer>> =>
  pageOfHistory(`event-history ${eventId}`, request, async (limit, before) => {
    const event = await batchGet(eventRefs(eventId), { consistent: true });
    const found = await history.ofEvent(eventId, limit, before, event(events.ref(eventId))?.createdAt);
    if (found.length === 0 && !eventIn(event, eventId)) throw eventNotFound();
    return found;
  });

/**
 * What happened to the registrations of a person since they were made a user, as far as the clocks agree that tell of
 * both (rule 12); newest first.
 * @throws ApiError USER_NOT_FOUND, VALIDATION_FAILED
 */
export const listUserHistory = (
  userId: string,
  request: HistoryRequest,
): Promise<CuttablePage<HistoryAnswer>> =>
  pageOfHistory(`user-history ${userId}`, request, async (limit, before) => {
    const { createdAt } = await getUser(userId);
    return history.ofUser(userId, limit, before, createdAt);
  });

async function pageOfHistory(
  list: string,
  request: HistoryRequest,
  read: (limit: number, before?: string) => Promise<ListedEntry[]>,
): Promise<CuttablePage<HistoryAnswer>> {
  const found = await read(request.limit + 1, startAfter(request, list, history.isTimeEntryId));
  const page = pageOf(found, request.limit, list, ({ timeEntryId }) => timeEntryId);
  return { ...page, items: page.items.map(entryAnswer) };
}
