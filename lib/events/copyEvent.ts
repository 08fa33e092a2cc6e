import { randomUUID } from 'node:crypto';
import type { RequestOf } from '../../schemas/requests.ts';
import { type Event, eventAnswer } from '../answers/eventAnswer.ts';
import {
  type IdempotentRequest,
  type Result,
  replaceAnswer,
  replay,
  storeAnswer,
} from '../answers/idempotency.ts';
import { eventRefs, type StoredEvent, storedEventIn } from '../answers/storedEvent.ts';
import { unlessHidden } from '../answers/visibleEvent.ts';
import { bestEffort } from '../core/bestEffort.ts';
import { eventNotFound, forbidden, validationFailed } from '../core/refusals.ts';
import { retryRace } from '../core/retryRace.ts';
import { movedTo } from '../domain/copies.ts';
import type { FindSight } from '../domain/drafts.ts';
import { contradictoryTimes, dayOf } from '../domain/eventTimes.ts';
import { batchGet } from '../dynamo/read.ts';
import { transact } from '../dynamo/write.ts';
import * as answers from '../repositories/answers.ts';
import * as events from '../repositories/events.ts';
import * as seatsLifecycle from '../repositories/seatsLifecycle.ts';
import { newEvent } from './createEvent.ts';

type Copies = { events: Event[] };

/** By what right an event is copied. */
type By = { ownerId?: string | undefined; findSight: FindSight };

/** The copies that a request makes: of the event as it was read, in its series, under these ids, at this time. */
type Plan = { source: Event; seriesSince: string; eventIds: string[]; now: string; isDone: boolean };

/**
 * Copies an event to other days: all copies are made, or none. They are of the event as it was read, whatever becomes
 * of it meanwhile. Fifty copies are all the writes that a transaction takes, so that the answer does not fit in. A
 * request with a key therefore stores first which copies it makes. If it runs twice, at once or after it died, it makes
 * the same ones: the later transaction is refused by the ids of the first, and is answered the same.
 * @throws ApiError EVENT_NOT_FOUND, FORBIDDEN when it is not of the owner by whose right it is copied, VALIDATION_FAILED
 * when a time would be out of the calendar, or one that clocks skip, IDEMPOTENCY_KEY_REUSED
 */
export async function copyEvent(
  eventId: string,
  { dates }: RequestOf<'copyEvent'>['body'],
  request: IdempotentRequest | undefined,
  by: By,
): Promise<Result<Copies>> {
  const plan = await planFor(eventId, dates, request, by);
  const copies = copiesOf(plan, dates);
  const value = { events: copies.map(eventAnswer) };
  if (plan.isDone) return { value, isReplay: true };
  const outcome = await transact({
    copies: copies.flatMap(({ details, seats }) => [seatsLifecycle.create(seats), events.create(details)]),
  });
  if (request)
    await bestEffort(() => transact({ answer: replaceAnswer(request, { ...plan, isDone: true }) }));
  return { value, isReplay: outcome.kind === 'refused' };
}

/** Returns the plan that is stored under the key of a request, or makes one. */
async function planFor(
  eventId: string,
  dates: string[],
  request: IdempotentRequest | undefined,
  { ownerId, findSight }: By,
): Promise<Plan> {
  const stored = request && answers.ref(request.key);
  const found = await batchGet([...eventRefs(eventId), ...(stored ? [stored] : [])], { consistent: true });
  const earlier = replay<Plan>(request, stored && found(stored));
  if (earlier) return earlier.value;
  const source = storedEventIn(found, eventId);
  if (!source || !(await unlessHidden(source.seats, findSight))) throw eventNotFound();
  if (ownerId !== undefined && source.seats.ownerId !== ownerId) throw forbidden();
  const answer = eventAnswer(source);
  // Correctness: a read of both items of an event may see the date of another edit than its times.
  const event = { ...answer, ...(answer.startsAt && { date: dayOf(answer.startsAt) }) };
  ensureMayMove(event, dates);
  const eventIds = dates.map(() => randomUUID());
  const { seriesSince = source.details.createdAt } = source.details;
  const plan: Plan = { source: event, seriesSince, eventIds, now: new Date().toISOString(), isDone: false };
  if (!request) return plan;
  return retryRace<Plan>(async () => {
    const outcome = await transact({ answer: storeAnswer(request, plan) });
    if (outcome.kind === 'committed') return plan;
    return replay<Plan>(request, outcome.refusals.answer?.item)?.value;
  });
}

function ensureMayMove(event: Event, dates: string[]): void {
  const errors = dates.flatMap((date, index) => {
    const { moved, out } = movedTo(date, event);
    const broken = [
      ...out.map(field => `must not move ${field} out of the years 0001 to 9999`),
      ...contradictoryTimes(moved).map(
        ({ field, message }) => `must not break a rule of its times: ${field} ${message}`,
      ),
    ];
    return broken.map(message => ({ path: `/body/dates/${index}`, message }));
  });
  if (errors.length > 0) throw validationFailed(errors);
}

/** Makes the copies of a plan. An answer has what an organiser sets of an event, in the form that a new event takes. */
const copiesOf = ({ source, seriesSince, eventIds, now }: Plan, dates: string[]): StoredEvent[] =>
  dates.map((date, index) => {
    const { ownerId, seriesId = source.eventId } = source;
    const status = source.status === 'draft' ? 'draft' : 'active';
    const body = { ...movedTo(date, source).moved, eventId: String(eventIds[index]), status } as const;
    return newEvent(body, { ownerId, seriesId, seriesSince, now });
  });
