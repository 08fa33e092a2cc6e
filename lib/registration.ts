import { randomUUID } from 'node:crypto';
import { type IdempotentRequest, type Result, replayAfter, storeAnswer } from './answers/idempotency.ts';
import { type Registration, registrationAnswer } from './answers/registrationAnswer.ts';
import { registerByNumber, remembersCrowd } from './crowd.ts';
import { transact } from './dynamo/write.ts';
import { type Answered, afterRefusal, answered, type Newcomer, placeFor, rowOf } from './newcomer.ts';
import { isWatched } from './repositories/numbers.ts';
import * as registrations from './repositories/registrations.ts';
import type { SeatsItem } from './repositories/seats.ts';
import * as seats from './repositories/seats.ts';
import * as slips from './repositories/slips.ts';
import * as users from './repositories/users.ts';
import { SEAT_IS_FREE } from './waitlist.ts';

/**
 * Gives a person a seat, or the next place in the queue (rules 1 to 5). One transaction when a seat is free, one
 * more when not: the refused one says what is true instead. Who meets others there takes a number.
 * @throws ApiError USER_NOT_FOUND, EVENT_NOT_FOUND, ALREADY_REGISTERED, ALREADY_WAITLISTED, EVENT_NOT_OPEN,
 * EVENT_FULL, IDEMPOTENCY_KEY_REUSED
 */
export async function register(
  eventId: string,
  userId: string,
  request: IdempotentRequest | undefined,
): Promise<Result<Registration>> {
  const newcomer = { eventId, userId, registrationId: randomUUID(), request };
  if (remembersCrowd(eventId)) return registerByNumber(newcomer);
  const first = await tryToRegister(newcomer);
  if (first.kind === 'answered') return first.result;
  if (isCrowded(first)) return registerByNumber(newcomer, first.seen);
  const second = await tryToRegister(newcomer, first.seen);
  return second.kind === 'answered' ? second.result : registerByNumber(newcomer, second.seen);
}

/** The event as a refusal told it, and whether others were in the way of the transaction. */
type Refused = { kind: 'open'; seen: SeatsItem; metOthers: boolean };

/** Where people take numbers, transactions of others would only be in their way. */
const isCrowded = ({ seen, metOthers }: Refused) => metOthers || isWatched(seen);

/** One transaction for all, of an event that was seen, or is assumed to have a free seat. */
async function tryToRegister(newcomer: Newcomer, seen?: SeatsItem): Promise<Answered | Refused> {
  const { eventId, userId, request } = newcomer;
  const { kind, after } = placeFor(seen ?? SEAT_IS_FREE);
  const queue = kind === 'queue' ? seen : undefined;
  const item = rowOf(newcomer, kind, after.lastTicket);
  const value = registrationAnswer(item, queue ? after.waitlistCount : null);
  const outcome = await transact(
    {
      seats: queue ? seats.joinQueue(queue, after) : seats.takeSeat(eventId),
      user: users.join(userId),
      registration: registrations.create(item),
      slip: queue ? slips.decide(slips.joinersNumber(queue, after.lastTicket), 'landed') : undefined,
      answer: storeAnswer(request, value),
    },
    { yieldsToConflicts: true },
  );
  if (outcome.kind === 'committed') return answered({ value, isReplay: false });
  const { refusals } = outcome;
  const first = await replayAfter<Registration>(request, refusals.answer);
  if (first) return answered(first);
  const told = await afterRefusal(newcomer, refusals);
  return told.kind === 'answered' ? told : { ...told, metOthers: refusals.seats.conflicted };
}
