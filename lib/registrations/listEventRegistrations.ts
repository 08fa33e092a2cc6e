import type { RequestOf } from '../../schemas/requests.ts';
import { type Registration, registrationAnswer } from '../answers/registrationAnswer.ts';
import { type CuttablePage, pageOfFound, startAfter } from '../core/paging.ts';
import { eventNotFound } from '../core/refusals.ts';
import { isVisited, parseVisited, visit, visitedText, wasVisited } from '../domain/visited.ts';
import * as registrationLists from '../repositories/registrationLists.ts';
import type * as registrations from '../repositories/registrations.ts';
import * as seats from '../repositories/seats.ts';

/** The most registrations that are looked through for one page of those who are checked in or not, unless it is longer. */
const MAX_EXAMINED = 1000;

/**
 * The registrations of an event: seats first, earliest first, then the queue in its order. Who is promoted while
 * someone follows the links is visited once all the same. No index sorts by check-ins, nor by who was visited before they
 * were promoted: where these decide, a page holds those who are found among so many, which may be nobody.
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
  // The event first: rows of a deleted one are gone before its id is free, and so never seen under the next one.
  if (!(await seats.get(eventId))) throw eventNotFound();
  const { limit } = request;
  const maxRows = checkedIn ? Math.max(limit, MAX_EXAMINED) : limit;
  // Nobody who waits is checked in.
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

/** Positions count up from the first one in the page who waits: one count for the page. */
async function withPositions(rows: registrations.Item[]): Promise<Registration[]> {
  const firstWaiting = rows.findIndex(({ status }) => status === 'waitlisted');
  const row = rows[firstWaiting];
  const firstPosition = row ? await registrationLists.positionOf(row) : 0;
  return rows.map((item, index) =>
    registrationAnswer(item, item.status === 'waitlisted' ? firstPosition + index - firstWaiting : null),
  );
}
