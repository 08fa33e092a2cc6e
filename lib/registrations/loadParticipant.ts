import { type IdempotentRequest, type Result, replay } from '../answers/idempotency.ts';
import { eventNotFound, userNotFound } from '../core/refusals.ts';
import { batchGet } from '../dynamo/read.ts';
import * as answers from '../repositories/answers.ts';
import * as registrations from '../repositories/registrations.ts';
import * as seats from '../repositories/seats.ts';
import * as users from '../repositories/users.ts';

/** An event, and a person's registration for it, if there is one. */
type Participant = { kind: 'participant'; event: seats.Item; row: registrations.Item | undefined };

/**
 * Reads an event and a person's registration for it, or the answer that their request got before.
 * @throws ApiError USER_NOT_FOUND, EVENT_NOT_FOUND, IDEMPOTENCY_KEY_REUSED
 */
export async function loadParticipant<Answer>(
  eventId: string,
  userId: string,
  request?: IdempotentRequest,
): Promise<Participant | { kind: 'answered'; result: Result<Answer> }> {
  const refs = [users.ref(userId), seats.ref(eventId), registrations.ref(eventId, userId)];
  const stored = request && answers.ref(request.key);
  const found = await batchGet([...refs, ...(stored ? [stored] : [])], { consistent: true });
  const first = replay<Answer>(request, stored && found(stored));
  if (first) return { kind: 'answered', result: first };
  if (!users.unlessDeleted(found(users.ref(userId)))) throw userNotFound();
  const event = seats.unlessDeleted(found(seats.ref(eventId)));
  if (!event) throw eventNotFound();
  return { kind: 'participant', event, row: found(registrations.ref(eventId, userId)) };
}
