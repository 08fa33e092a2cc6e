import { randomUUID } from 'node:crypto';
import type { RequestOf } from '../../schemas/requests.ts';
import { type TaggedEvent, taggedAnswer } from '../answers/eventAnswer.ts';
import { type IdempotentRequest, type Result, replayAfter, storeAnswer } from '../answers/idempotency.ts';
import type { StoredEvent } from '../answers/storedEvent.ts';
import { eventAlreadyExists, eventBeingDeleted } from '../core/refusals.ts';
import { listKeysOf } from '../domain/eventLists.ts';
import { dayOf } from '../domain/eventTimes.ts';
import { funnelsFor } from '../domain/funnels.ts';
import { lanesFor } from '../domain/places.ts';
import { questionsOf } from '../domain/questions.ts';
import { nextVersion, revisionAt } from '../domain/versions.ts';
import { transact } from '../dynamo/write.ts';
import * as events from '../repositories/events.ts';
import type * as seats from '../repositories/seats.ts';
import * as seatsLifecycle from '../repositories/seatsLifecycle.ts';
import { splitTerms } from './registrationTerms.ts';

type CreateEventBody = RequestOf<'createEvent'>['body'];

/**
 * Creates an event, of this owner if there is one, or replays the first answer to the request's key.
 * @throws ApiError EVENT_ALREADY_EXISTS, EVENT_BEING_DELETED, IDEMPOTENCY_KEY_REUSED
 */
export async function createEvent(
  body: CreateEventBody,
  request: IdempotentRequest | undefined,
  ownerId?: string,
): Promise<Result<TaggedEvent>> {
  const event = newEvent(body, { ownerId });
  const { eventId } = event.details;
  const value = taggedAnswer(event);
  const outcome = await transact({
    seats: seatsLifecycle.create(event.seats),
    details: events.create(event.details),
    answer: storeAnswer(request, value),
  });
  if (outcome.kind === 'committed') return { value, isReplay: false };
  const first = await replayAfter<TaggedEvent>(request, outcome.refusals.answer);
  if (first) return first;
  const isBeingDeleted = outcome.refusals.seats.item?.status === 'deleted';
  throw isBeingDeleted ? eventBeingDeleted(eventId) : eventAlreadyExists(eventId);
}

/** What the service sets of a new event. A copy has its series. */
type Origin = Pick<events.Item, 'seriesId' | 'seriesSince'> & { ownerId?: string | undefined; now?: string };

/** Makes the two items of a new event. */
export function newEvent(
  body: CreateEventBody,
  { ownerId, seriesId, seriesSince, now = new Date().toISOString() }: Origin,
): StoredEvent {
  const { eventId = randomUUID(), title, description, location, organizer, expectedPeople } = body;
  const { startsAt, endsAt, timeZone, capacity, status } = body;
  const date = body.date ?? dayOf(startsAt ?? '');
  const questions = questionsOf(body.questions);
  const version = nextVersion(0, now);
  const questionsVersion = questions && version;
  const details = {
    eventId,
    title,
    description,
    location,
    organizer,
    startsAt,
    endsAt,
    timeZone,
    expectedPeople,
    questions,
    questionsVersion,
    seriesId,
    seriesSince,
    createdAt: now,
    updatedAt: now,
    version,
    revision: revisionAt(now),
    entityTag: randomUUID(),
    ...listKeysOf({ eventId, date, status, ownerId }, seriesId),
  };
  const item: seats.Item = {
    eventId,
    ownerId,
    date,
    status,
    capacity,
    hasWaitlist: body.hasWaitlist ?? body.waitlistEnabled ?? false,
    registeredCount: 0,
    waitlistCount: 0,
    checkedInCount: 0,
    lastTicket: 0,
    lastSeatHold: 0,
    floor: 0,
    lanes: lanesFor(capacity),
    funnels: funnelsFor(capacity, expectedPeople),
    incarnation: randomUUID(),
    ...splitTerms(body).terms,
    questionsVersion,
  };
  return { details, seats: item };
}
