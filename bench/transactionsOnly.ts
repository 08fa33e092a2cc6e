import { randomUUID } from 'node:crypto';
import validate from '#build/validators/registerForEvent.js';
import { type Registration, registrationAnswer } from '../lib/answers/registrationAnswer.ts';
import { pauseBeforeTry } from '../lib/deadline.ts';
import { transact } from '../lib/dynamo/write.ts';
import { endpoint } from '../lib/endpoint.ts';
import { afterRefusal, look, type Newcomer, placeFor, rowOf } from '../lib/newcomer.ts';
import { created } from '../lib/reply.ts';
import * as registrations from '../lib/repositories/registrations.ts';
import type { SeatsItem } from '../lib/repositories/seats.ts';
import * as seats from '../lib/repositories/seats.ts';
import * as users from '../lib/repositories/users.ts';
import { SEAT_IS_FREE } from '../lib/waitlist.ts';

/**
 * What the path of numbers is measured against: the same route by transactions alone, each of which is tried again
 * until it meets no other one, or the request has no time left.
 */
export const handler = endpoint(validate, async ({ path: { eventId }, body: { userId } }) => {
  const newcomer: Newcomer = { eventId, userId, registrationId: randomUUID(), request: undefined };
  let seen: SeatsItem | undefined;
  for (let tries = 1; ; tries += 1) {
    // The first refusal says what is true. After a second one, others race for it too.
    const looked = tries > 2 ? await look(newcomer) : seen;
    if (looked && 'value' in looked) return answer(looked.value);
    const { kind, after } = placeFor(looked ?? SEAT_IS_FREE);
    const item = rowOf(newcomer, kind, after.lastTicket);
    const outcome = await transact([
      looked && kind === 'queue' ? seats.joinQueue(looked, after) : seats.takeSeat(eventId),
      users.join(userId),
      registrations.create(item),
    ]);
    if (outcome.committed) {
      return answer(registrationAnswer(item, kind === 'seat' ? null : after.waitlistCount));
    }
    const told = await afterRefusal(newcomer, outcome);
    if ('value' in told) return answer(told.value);
    seen = told;
    if (tries > 1) await pauseBeforeTry(tries - 1);
  }
});

const answer = (registration: Registration) => created(registration, false);
