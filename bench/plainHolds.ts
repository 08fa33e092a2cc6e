import validate from '#build/validators/registerForEvent.js';
import { pauseBeforeTry, reservingTime } from '../lib/core/deadline.ts';
import { seesAll } from '../lib/domain/drafts.ts';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { withBody } from '../lib/handlers/withBody.ts';
import { created } from '../lib/http/reply.ts';
import { checkEligibility, newAttempt } from '../lib/registrations/attempt.ts';
import { CONFIRMING_MS, confirmHold } from '../lib/registrations/confirmHold.ts';
import { acquireHold } from './plainHolds/holds.ts';

/**
 * The service is measured against this: the same route by holds alone. Each is a plain update of the item of the event,
 * and is then confirmed in a transaction on items that nobody else writes.
 */
export const handler = guardedEndpoint(
  withBody(validate),
  async ({ path: { eventId }, body: { userId } }) => {
    const attempt = newAttempt({ eventId, userId, request: undefined, findSight: seesAll });
    for (let tries = 1; ; tries += 1) {
      const state = await checkEligibility(attempt);
      if (state.kind === 'answered') return created(state.result.value, false);
      const acquired = await reservingTime(CONFIRMING_MS, () => acquireHold(state.seen));
      const result = await confirmHold(attempt, acquired);
      if (result) return created(result.value, false);
      await pauseBeforeTry(tries);
    }
  },
);
