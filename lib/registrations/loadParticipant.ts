import { type IdempotentRequest, type Result, replay } from '../answers/idempotency.ts';
import { unlessHidden } from '../answers/visibleEvent.ts';
import { eventNotFound, userNotFound } from '../core/refusals.ts';
import type { FindSight } from '../domain/drafts.ts';
import { batchGet, type Lookup, type Ref } from '../dynamo/read.ts';
import * as answers from '../repositories/answers.ts';
import * as registrations from '../repositories/registrations.ts';
import * as seats from '../repositories/seats.ts';
import * as users from '../repositories/users.ts';
import { rememberEvent } from './knownEvents.ts';

/** An event, and a person's registration for it, if there is one. */
type Participant = { kind: 'participant'; event: seats.Item; row: registrations.Item | undefined };

/**
 * Reads an event and a person's registration for it.
 * @throws ApiError USER_NOT_FOUND, EVENT_NOT_FOUND
 */
export async function loadParticipant(
  eventId: string,
  userId: string,
  findSight: FindSight,
): Promise<Participant> {
  const found = await batchGet(refsOf(eventId, userId), { consistent: true });
  return participantIn(found, eventId, userId, findSight);
}

/**
 * Reads items of a request, or the answer that the request got before.
 * @throws ApiError IDEMPOTENCY_KEY_REUSED
 */
export async function readOrAnswer<Answer>(
  refs: Ref<unknown>[],
  request: IdempotentRequest | undefined,
): Promise<{ kind: 'read'; found: Lookup } | { kind: 'answered'; result: Result<Answer> }> {
  const stored = request && answers.ref(request.key);
  const found = await batchGet([...refs, ...(stored ? [stored] : [])], { consistent: true });
  const first = replay<Answer>(request, stored && found(stored));
  return first ? { kind: 'answered', result: first } : { kind: 'read', found };
}

/**
 * Reads the participant of a request, or the answer that the request got before.
 * @throws ApiError USER_NOT_FOUND, EVENT_NOT_FOUND, IDEMPOTENCY_KEY_REUSED
 */
export async function loadParticipantOrAnswer<Answer>(
  eventId: string,
  userId: string,
  request: IdempotentRequest | undefined,
  findSight: FindSight,
): Promise<Participant | { kind: 'answered'; result: Result<Answer> }> {
  const read = await readOrAnswer<Answer>(refsOf(eventId, userId), request);
  return read.kind === 'answered' ? read : participantIn(read.found, eventId, userId, findSight);
}

/** Reads an event, also a deleted one, and the registration of somebody who may be no user. */
export async function loadRegistration(eventId: string, userId: string) {
  const refs = [seats.ref(eventId), registrations.ref(eventId, userId)];
  const found = await batchGet(refs, { consistent: true });
  return { event: found(seats.ref(eventId)), row: found(registrations.ref(eventId, userId)) };
}

const refsOf = (eventId: string, userId: string) => [
  users.ref(userId),
  seats.ref(eventId),
  registrations.ref(eventId, userId),
];

async function participantIn(
  found: Lookup,
  eventId: string,
  userId: string,
  findSight: FindSight,
): Promise<Participant> {
  const row = rowIn(found, eventId, userId);
  const event = await unlessHidden(seats.unlessDeleted(found(seats.ref(eventId))), findSight);
  if (!event) throw eventNotFound();
  rememberEvent(event);
  return { kind: 'participant', event, row };
}

/**
 * Returns a person's registration for an event from a batch read.
 * @throws ApiError USER_NOT_FOUND
 */
export function rowIn(found: Lookup, eventId: string, userId: string): registrations.Item | undefined {
  if (!users.unlessDeleted(found(users.ref(userId)))) throw userNotFound();
  return found(registrations.ref(eventId, userId));
}
