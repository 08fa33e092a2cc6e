import type { Registration } from '../answers/registrationAnswer.ts';
import { eventNotFound } from '../core/refusals.ts';
import { batchGet, type Ref } from '../dynamo/read.ts';
import * as events from '../repositories/events.ts';
import type * as funnels from '../repositories/funnels.ts';
import * as registrations from '../repositories/registrations.ts';
import * as seats from '../repositories/seats.ts';
import * as users from '../repositories/users.ts';
import { type Answered, answerKnown, type RegistrationAttempt, replayed } from './attempt.ts';
import { readOrAnswer, rowIn } from './loadParticipant.ts';

/** Somebody who has no registration, with the funnel at which they arrive. */
type Free = { kind: 'free'; funnel: funnels.Item | undefined };

/**
 * Reads what decides about a person in a crowd, and their funnel. It ends with the answer to an earlier request, unless
 * the person may register. Speed: it reads nothing of the event, unless the person has a registration there.
 * @throws ApiError USER_NOT_FOUND, EVENT_NOT_FOUND, ALREADY_REGISTERED, ALREADY_WAITLISTED, IDEMPOTENCY_KEY_REUSED
 */
export async function checkPerson(
  attempt: RegistrationAttempt,
  funnel: Ref<funnels.Item>,
): Promise<Answered | Free> {
  const { eventId, userId, request } = attempt;
  const own = [users.ref(userId), registrations.ref(eventId, userId), funnel];
  const read = await readOrAnswer<Registration>(own, request);
  if (read.kind === 'answered') return replayed(attempt, read.result);
  const row = rowIn(read.found, eventId, userId);
  return row ? answerKnown(attempt, row, await eventOf(row)) : { kind: 'free', funnel: read.found(funnel) };
}

/**
 * Returns the event of a registration, which decides about a position in its queue. Speed: for somebody with a seat only
 * the item that people read is asked whether the event is there, so that their double clicks stay away from the seats.
 * @throws ApiError EVENT_NOT_FOUND
 */
async function eventOf({ eventId, status }: registrations.Item): Promise<seats.Item | undefined> {
  if (status === 'registered') {
    if (!(await isListed(eventId))) throw eventNotFound();
    return undefined;
  }
  const event = await seats.get(eventId);
  if (!event) throw eventNotFound();
  return event;
}

const isListed = async (eventId: string): Promise<boolean> => {
  const ref = events.ref(eventId);
  return events.isListed((await batchGet([ref], { consistent: true }))(ref));
};
