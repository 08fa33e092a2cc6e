import { pauseBeforeTry } from './deadline.ts';
import { MOST_WRITES, transact } from './dynamo.ts';
import * as registrations from './repositories/registrations.ts';
import * as seats from './repositories/seats.ts';
import { promotable } from './waitlist.ts';

/** A transaction with promotions also moves the counters, and may change the text of the event. */
export const MOST_PROMOTIONS = MOST_WRITES - 2;

/**
 * Gives free seats to those who wait, in order, until no seat is free or nobody waits (rules 3, 5 and 7). It may
 * run any number of times, beside any other writer: each round is decided by its transaction's conditions.
 */
export async function fillVacancies(eventId: string): Promise<void> {
  for (let tries = 1; ; ) {
    const seen = await seats.get(eventId);
    const most = seen ? Math.min(promotable(seen), MOST_PROMOTIONS) : 0;
    const front = most > 0 ? await registrations.frontOfQueue(eventId, most) : [];
    if (!seen || front.length === 0) return;
    const now = new Date().toISOString();
    const outcome = await transact([
      seats.fillVacancies(eventId, seen.capacity, front.length),
      ...front.map(person => registrations.promote(person, now)),
    ]);
    if (outcome.committed) tries = 1;
    else await pauseBeforeTry(tries++);
  }
}
