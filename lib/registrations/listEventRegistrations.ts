import type { RequestOf } from '../../schemas/requests.ts';
import { type Registration, registrationAnswer } from '../answers/registrationAnswer.ts';
import { type CuttablePage, pageOfFound, startAfter } from '../core/paging.ts';
import { eventNotFound } from '../core/refusals.ts';
import { isVisited, parseVisited, visit, visitedText, wasVisited } from '../domain/visitedCursor.ts';
import * as registrationLists from '../repositories/registrationLists.ts';
import type * as registrations from '../repositories/registrations.ts';
import * as seats from '../repositories/seats.ts';

/** A page that is filtered by check-in examines at most 1000 registrations, or its limit if that is higher. */
const MAX_EXAMINED = 1000;

/**
 * Lists the registrations of an event: seats first, earliest first, then the queue in its order. Someone who is
 * promoted while a client follows the links is listed once. No index knows check-ins, or who was listed before they
 * were promoted. The rows are therefore filtered after they were read, and a page may be empty.
 * @throws ApiError EVENT_NOT_FOUND, VALIDATION_FAILED
 */
export async function listEventRegistrations(
  eventId: string,
  { status, checkedIn, ...request }: RequestOf<'listEventRegistrations'>['query'],
): Promise<CuttablePage<Registration>> {
  const list = ['event', eventId, status, checkedIn && `checked-in-${checkedIn}`].filter(Boolean).join(' ');
  const part = checkedIn === 'true' ? 'registered' : status;
  const after = startAfter(request, list, text => isVisited(text, part)) ?? '';
  const visited = parseVisited(after);
  // The event is read first. Correctness: the rows of a deleted event are gone before its id is free, so that they
  // never show under the next one.
  if (!(await seats.get(eventId))) throw eventNotFound();
  const { limit } = request;
  const maxRows = checkedIn ? Math.max(limit, MAX_EXAMINED) : limit;
  const isNobody = checkedIn === 'true' && status === 'waitlisted';
  const rows = isNobody ? [] : await registrationLists.listByEvent(eventId, part, maxRows + 1, visited);
  const maxExamined = maxRows + registrationLists.seatsToPass(part, visited);
  const isFound = (row: registrations.Item) =>
    !wasVisited(row, visited) && (!checkedIn || (row.checkedInAt !== undefined) === (checkedIn === 'true'));
  const page = pageOfFound(rows, { limit, maxExamined, isFound }, list, (_last, items) =>
    visitedText(items.reduce(visit, visited)),
  );
  return { ...page, items: await withPositions(page.items) };
}

/** Adds positions. One query counts that of the first person in the page who waits, and the others follow it. */
async function withPositions(rows: registrations.Item[]): Promise<Registration[]> {
  const firstWaiting = rows.findIndex(({ status }) => status === 'waitlisted');
  const row = rows[firstWaiting];
  const firstPosition = row ? await registrationLists.positionOf(row) : 0;
  return rows.map((item, index) =>
    registrationAnswer(item, item.status === 'waitlisted' ? firstPosition + index - firstWaiting : null),
  );
}
