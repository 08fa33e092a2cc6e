import { randomUUID } from 'node:crypto';
import type { RequestOf } from '../../schemas/requests.ts';
import { type TaggedEvent, taggedAnswer } from '../answers/eventAnswer.ts';
import { type IdempotentRequest, type Result, replayAfter, storeAnswer } from '../answers/idempotency.ts';
import { eventAlreadyExists, eventBeingDeleted } from '../core/refusals.ts';
import { dateEventId } from '../domain/sortKeys.ts';
import { nextVersion, revisionAt } from '../domain/versions.ts';
import { transact } from '../dynamo/write.ts';
import * as events from '../repositories/events.ts';
import type * as seats from '../repositories/seats.ts';
import * as seatsLifecycle from '../repositories/seatsLifecycle.ts';

/** @throws ApiError EVENT_ALREADY_EXISTS, EVENT_BEING_DELETED, IDEMPOTENCY_KEY_REUSED */
export async function createEvent(
  body: RequestOf<'createEvent'>['body'],
  request: IdempotentRequest | undefined,
): Promise<Result<TaggedEvent>> {
  const { eventId = randomUUID(), title, description, location, organizer, date, capacity, status } = body;
  const now = new Date().toISOString();
  const details = {
    eventId,
    title,
    description,
    location,
    organizer,
    createdAt: now,
    updatedAt: now,
    version: nextVersion(0, now),
    revision: revisionAt(now),
    entityTag: randomUUID(),
  };
  const item: seats.Item = {
    eventId,
    kind: 'event',
    dateEventId: dateEventId(date, eventId),
    status,
    capacity,
    hasWaitlist: body.hasWaitlist ?? body.waitlistEnabled ?? false,
    registeredCount: 0,
    waitlistCount: 0,
    checkedInCount: 0,
    lastTicket: 0,
    lastSeatHold: 0,
    incarnation: randomUUID(),
  };
  const value = taggedAnswer({ details, seats: item });
  const outcome = await transact({
    seats: seatsLifecycle.create(item),
    details: events.create(details),
    answer: storeAnswer(request, value),
  });
  if (outcome.kind === 'committed') return { value, isReplay: false };
  const first = await replayAfter<TaggedEvent>(request, outcome.refusals.answer);
  if (first) return first;
  if (outcome.refusals.seats.item?.status === 'deleted') {
    throw eventBeingDeleted(eventId);
  }
  throw eventAlreadyExists(eventId);
}
