import type { RequestOf } from '../../schemas/requests.ts';
import {
  type Registration,
  registrationAnswer,
  registrationWithAnswers,
} from '../answers/registrationAnswer.ts';
import { unlessHidden } from '../answers/visibleEvent.ts';
import { type CuttablePage, pageOfFound, startAfter } from '../core/paging.ts';
import { eventNotFound } from '../core/refusals.ts';
import type { FindSight } from '../domain/drafts.ts';
import type { Question } from '../domain/questions.ts';
import { isVisited, parseVisited, visit, visitedText, wasVisited } from '../domain/visitedCursor.ts';
import { batchGet } from '../dynamo/read.ts';
import * as placeLists from '../repositories/placeLists.ts';
import type * as places from '../repositories/places.ts';
import * as seats from '../repositories/seats.ts';
import * as users from '../repositories/users.ts';
import { knownQuestions, readQuestions } from './knownQuestions.ts';
import { positionsAt } from './positions.ts';

/** A page that is filtered by check-in examines at most 1000 registrations, or its limit if that is higher. */
const MAX_EXAMINED = 1000;

/** A page with names, or of an event that asks questions, has at most 1000 rows, since each costs or weighs more. */
const MAX_LONG_ROWS = 1000;

/** A page of the list, and the questions of the event, if its answers are shown and `needsQuestions`. */
type Listed = { page: CuttablePage<Registration>; questions: Question[] };

/** Answers are shown to some callers only. Whether this is one of them is found out only where there are answers. */
type Reader = { findSight: FindSight; mayReadAnswers: () => Promise<boolean>; needsQuestions: boolean };

/**
 * Lists the registrations of an event: seats first, earliest first, then the queue in its order. Someone who is
 * promoted while a client follows the links is listed once. The order knows neither check-ins nor who was listed
 * before they were promoted, so that people are filtered after they were read, and a page may be empty.
 * @throws ApiError EVENT_NOT_FOUND, VALIDATION_FAILED
 */
export async function listEventRegistrations(
  eventId: string,
  { status, checkedIn, include, ...request }: RequestOf<'listEventRegistrations'>['query'],
  { findSight, mayReadAnswers, needsQuestions }: Reader,
): Promise<Listed> {
  const list = ['event', eventId, status, checkedIn && `checked-in-${checkedIn}`].filter(Boolean).join(' ');
  const part = checkedIn === 'true' ? 'registered' : status;
  const after = startAfter(request, list, text => isVisited(text, part)) ?? '';
  const visited = parseVisited(after);
  // The event is read first. Correctness: the rows of a deleted event are gone before its id is free, so that they
  // never show under the next one.
  const event = await unlessHidden(await seats.get(eventId), findSight);
  if (!event) throw eventNotFound();
  const isAsking = event.questionsVersion !== undefined;
  const hasLongRows = include === 'user' || isAsking;
  const limit = hasLongRows ? Math.min(request.limit, MAX_LONG_ROWS) : request.limit;
  const maxRows = checkedIn ? Math.max(limit, MAX_EXAMINED) : limit;
  const isNobody = checkedIn === 'true' && status === 'waitlisted';
  const rows = isNobody ? [] : await placeLists.listByEvent(event, part, maxRows + 1, visited);
  const maxExamined = maxRows + placeLists.seatsToPass(part, visited);
  const isFound = (row: places.Item) =>
    !wasVisited(row, visited) && (!checkedIn || (row.checkedInAt !== undefined) === (checkedIn === 'true'));
  const page = pageOfFound(rows, { limit, maxExamined, isFound }, list, (_last, items) =>
    visitedText(items.reduce(visit, visited)),
  );
  const hasAnswers = isAsking || page.items.some(({ answers }) => answers !== undefined);
  const showsAnswers = hasAnswers && (await mayReadAnswers());
  const answerOf = showsAnswers ? registrationWithAnswers : registrationAnswer;
  const items = await withPositions(event, page.items, answerOf);
  return {
    page: { ...page, items: include === 'user' ? await withUsers(items) : items },
    questions: isAsking && showsAnswers && needsQuestions ? await questionsOf(event) : [],
  };
}

/** Adds positions, which one query answers for all who wait. */
async function withPositions(event: seats.Item, rows: places.Item[], answerOf: typeof registrationAnswer) {
  const queue = rows.filter(({ status }) => status === 'waitlisted');
  const positions = queue.length > 0 ? await positionsAt(event, queue) : [];
  return rows.map(row => answerOf(row, positions[queue.indexOf(row)] ?? null));
}

/** Adds the names of people, a hundred of whom one batch read has. Nobody is named who was deleted. */
async function withUsers(items: Registration[]): Promise<Registration[]> {
  const found = await batchGet(
    items.map(({ userId }) => users.ref(userId)),
    { consistent: true },
  );
  return items.map(item => {
    const user = users.unlessDeleted(found(users.ref(item.userId)));
    return user ? { ...item, user: { userId: user.userId, name: user.name } } : item;
  });
}

/** Returns the questions of an event as it was seen, or as they are now. */
async function questionsOf(event: seats.Item): Promise<Question[]> {
  return knownQuestions(event) ?? (await readQuestions(event.eventId, true)) ?? [];
}
