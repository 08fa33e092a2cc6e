import type { FromSchema } from 'json-schema-to-ts';
import type { historyEntry } from '../../schemas/history.ts';
import type { RequestOf } from '../../schemas/requests.ts';
import { eventIn } from '../answers/eventAnswer.ts';
import { loadUser } from '../answers/loadUser.ts';
import { eventRefs } from '../answers/storedEvent.ts';
import { type CuttablePage, pageOf, startAfter } from '../core/paging.ts';
import { eventNotFound } from '../core/refusals.ts';
import { batchGet } from '../dynamo/read.ts';
import * as events from '../repositories/events.ts';
import type { ListedEntry } from '../repositories/history.ts';
import * as history from '../repositories/history.ts';

/** An entry as the API answers it. */
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

type HistoryRequest = RequestOf<'listEventHistory'>['query'];

/**
 * Lists the changes of the registrations of an event, deleted or not, newest first. The next owner of a deleted
 * event's id sees no earlier ones, as far as the clocks agree that date them (rule 10).
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
 * Lists the changes of a person's registrations since the user was created, newest first, as far as the clocks agree
 * that date them (rule 12).
 * @throws ApiError USER_NOT_FOUND, VALIDATION_FAILED
 */
export const listUserHistory = (
  userId: string,
  request: HistoryRequest,
): Promise<CuttablePage<HistoryAnswer>> =>
  pageOfHistory(`user-history ${userId}`, request, async (limit, before) => {
    const { createdAt } = await loadUser(userId);
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
