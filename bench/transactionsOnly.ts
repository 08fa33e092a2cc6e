import { randomUUID } from 'node:crypto';
import validate from '#build/validators/registerForEvent.js';
import { type Registration, registrationAnswer } from '../lib/answers/registrationAnswer.ts';
import { pauseBeforeTry } from '../lib/deadline.ts';
import { transact } from '../lib/dynamo/write.ts';
import { endpoint } from '../lib/endpoint.ts';
import {
  type Answered,
  afterRefusal,
  look,
  type Newcomer,
  type Open,
  placeFor,
  rowOf,
} from '../lib/newcomer.ts';
import { created } from '../lib/reply.ts';
import * as registrations from '../lib/repositories/registrations.ts';
import * as seats from '../lib/repositories/seats.ts';
import * as users from '../lib/repositories/users.ts';
import { SEAT_IS_FREE } from '../lib/waitlist.ts';

/**
 * What the path of numbers is measured against: the same route by transactions alone, each of which is tried again
 * until it meets no other one, or the request has no time left.
 */
export const handler = endpoint(validate, async ({ path: { eventId }, body: { userId } }) => {
  const newcomer: Newcomer = { eventId, userId, registrationId: randomUUID(), request: undefined };
  let seen: Open | Answered | undefined;
  for (let tries = 1; ; tries += 1) {
    // The first refusal says what is true. After a second one, others race for it too.
    const looked = tries > 2 ? await look(newcomer) : seen;
    if (looked?.kind === 'answered') return answer(looked.result.value);
    const { kind, after } = placeFor(looked?.seen ?? SEAT_IS_FREE);
    const item = rowOf(newcomer, kind, after.lastTicket);
    const outcome = await transact({
      seats: looked && kind === 'queue' ? seats.joinQueue(looked.seen, after) : seats.takeSeat(eventId),
      user: users.join(userId),
      registration: registrations.create(item),
    });
    if (outcome.kind === 'committed') {
      return answer(registrationAnswer(item, kind === 'seat' ? null : after.waitlistCount));
    }
    seen = await afterRefusal(newcomer, outcome.refusals);
    if (seen.kind === 'answered') return answer(seen.result.value);
    if (tries > 1) await pauseBeforeTry(tries - 1);
  }
});

const answer = (registration: Registration) => created(registration, false);
