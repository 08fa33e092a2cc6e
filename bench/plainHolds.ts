import { randomUUID } from 'node:crypto';
import validate from '#build/validators/registerForEvent.js';
import { pauseBeforeTry, reservingTime } from '../lib/core/deadline.ts';
import { endpoint } from '../lib/handlers/endpoint.ts';
import { created } from '../lib/http/reply.ts';
import { checkEligibility } from '../lib/registrations/attempt.ts';
import { confirm } from './plainHolds/confirm.ts';
import { acquireHold } from './plainHolds/holds.ts';

/** A hold is acquired only while this time is left for confirming it. */
const CONFIRMING_MS = 1000;

/**
 * The service is measured against this: the same route by holds alone. Each is a plain update of the item of the event,
 * and is then confirmed in a transaction on items that nobody else writes.
 */
export const handler = endpoint(validate, async ({ path: { eventId }, body: { userId } }) => {
  const attempt = { eventId, userId, registrationId: randomUUID(), request: undefined };
  for (let tries = 1; ; tries += 1) {
    const state = await checkEligibility(attempt);
    if (state.kind === 'answered') return created(state.result.value, false);
    const acquired = await reservingTime(CONFIRMING_MS, () => acquireHold(state.seen));
    const registration = await confirm(attempt, acquired);
    if (registration) return created(registration, false);
    await pauseBeforeTry(tries);
  }
});
