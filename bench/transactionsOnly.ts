import validate from '#build/validators/registerForEvent.js';
import { type Registration, registrationAnswer } from '../lib/answers/registrationAnswer.ts';
import { pauseBeforeTry } from '../lib/core/deadline.ts';
import { seesAll } from '../lib/domain/drafts.ts';
import { transact } from '../lib/dynamo/write.ts';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { withBody } from '../lib/handlers/withBody.ts';
import { created } from '../lib/http/reply.ts';
import { admitOrThrow } from '../lib/registrations/admitOrThrow.ts';
import {
  type Answered,
  type Contended,
  checkEligibility,
  explainRefusal,
  newAttempt,
  newRegistrationItem,
  type Open,
} from '../lib/registrations/attempt.ts';
import * as places from '../lib/repositories/places.ts';
import * as registrations from '../lib/repositories/registrations.ts';
import type * as seats from '../lib/repositories/seats.ts';
import * as clauses from '../lib/repositories/seatsClauses.ts';
import * as seatsMoves from '../lib/repositories/seatsMoves.ts';
import * as users from '../lib/repositories/users.ts';

/**
 * Holds are measured against this: the same route by transactions alone, each of which is tried again until it meets
 * no other one, or the request has no time left.
 */
export const handler = guardedEndpoint(
  withBody(validate),
  async ({ path: { eventId }, body: { userId } }) => {
    const attempt = newAttempt({ eventId, userId, request: undefined, findSight: seesAll });
    let state: Open | Answered | Contended = { kind: 'contended' };
    for (let tries = 1; ; tries += 1) {
      // A refusal shows the state. After a second one, others race for it too.
      if (tries !== 2 || state.kind === 'contended') state = await checkEligibility(attempt);
      if (state.kind === 'answered') return answer(state.result.value);
      const { kind, after } = admitOrThrow(state.seen, attempt.askedAt);
      const item = newRegistrationItem(attempt, state.seen, { kind, number: after.lastTicket });
      const outcome = await transact({
        seats:
          kind === 'queue'
            ? joinQueue(state.seen, after.lastTicket)
            : seatsMoves.takeSeat(state.seen, Date.now()),
        user: users.countRegistration(userId, eventId),
        registration: registrations.create(item),
        place: places.create(places.placeOf(item)),
        answer: undefined,
      });
      if (outcome.kind === 'committed') {
        return answer(registrationAnswer(item, kind === 'seat' ? null : after.waitlistCount));
      }
      state = await explainRefusal(attempt, outcome.refusals);
      if (tries > 1) await pauseBeforeTry(tries - 1);
    }
  },
);

/** Takes the next ticket while the queue is as it was seen, so that the answered position is right. */
const joinQueue = ({ eventId, lastTicket, waitlistCount }: seats.Item, ticket: number) =>
  clauses.change(
    eventId,
    [clauses.countWaitlisted('+'), '#lastTicket = :ticket'],
    [
      clauses.isActive,
      '#hasWaitlist = :true',
      clauses.noSeatToTake,
      '#lastTicket = :lastTicket',
      '#waitlistCount = :waitlistCount',
    ],
    { true: true, ticket, lastTicket, waitlistCount },
  );

const answer = (registration: Registration) => created(registration, false);
