import type { RequestOf } from '../../schemas/requests.ts';
import { type Registration, registrationAnswer } from '../answers/registrationAnswer.ts';
import { type CuttablePage, pageOfFound, startAfter } from '../core/paging.ts';
import { eventNotFound } from '../core/refusals.ts';
import { isVisited, parseVisited, visit, visitedText, wasVisited } from '../domain/visitedCursor.ts';
import * as placeLists from '../repositories/placeLists.ts';
import type * as places from '../repositories/places.ts';
import * as seats from '../repositories/seats.ts';
import { positionsAt } from './positions.ts';

/** A page that is filtered by check-in examines at most 1000 registrations, or its limit if that is higher. */
const MAX_EXAMINED = 1000;

/**
 * Lists the registrations of an event: seats first, earliest first, then the queue in its order. Someone who is
 * promoted while a client follows the links is listed once. The order knows neither check-ins nor who was listed
 * before they were promoted, so that people are filtered after they were read, and a page may be empty.
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
  const event = await seats.get(eventId);
  if (!event) throw eventNotFound();
  const { limit } = request;
  const maxRows = checkedIn ? Math.max(limit, MAX_EXAMINED) : limit;
  const isNobody = checkedIn === 'true' && status === 'waitlisted';
  const rows = isNobody ? [] : await placeLists.listByEvent(event, part, maxRows + 1, visited);
  const maxExamined = maxRows + placeLists.seatsToPass(part, visited);
  const isFound = (row: places.Item) =>
    !wasVisited(row, visited) && (!checkedIn || (row.checkedInAt !== undefined) === (checkedIn === 'true'));
  const page = pageOfFound(rows, { limit, maxExamined, isFound }, list, (_last, items) =>
    visitedText(items.reduce(visit, visited)),
  );
  return { ...page, items: await withPositions(event, page.items) };
}

/** Adds positions, which one query answers for all who wait. */
async function withPositions(event: seats.Item, rows: places.Item[]): Promise<Registration[]> {
  const queue = rows.filter(({ status }) => status === 'waitlisted');
  const positions = queue.length > 0 ? await positionsAt(event, queue) : [];
  return rows.map(row => registrationAnswer(row, positions[queue.indexOf(row)] ?? null));
}
