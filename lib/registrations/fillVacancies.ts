import { setTimeout as sleep } from 'node:timers/promises';
import { pauseBeforeTry } from '../core/deadline.ts';
import { delayed } from '../core/usage.ts';
import { promotable } from '../domain/waitlist.ts';
import { transact } from '../dynamo/write.ts';
import * as placeLists from '../repositories/placeLists.ts';
import * as seats from '../repositories/seats.ts';
import * as seatsMoves from '../repositories/seatsMoves.ts';
import { MAX_PROMOTIONS, promotionOf } from './promotion.ts';

/** Between two rounds, the event is free of these transactions for a while, so that people can come and go. */
const LETTING_OTHERS_IN_MS = 25;

/** `freeSince` is the time of the change that left a seat free for somebody, where it is known (ISO 8601, UTC). */
export type Vacancies = { maxTransactions?: number; freeSince?: string };

/**
 * Gives free seats to those who wait, in order, until no seat is free or nobody waits (rules 3, 5 and 7), or until
 * `maxTransactions` transactions were committed. It is idempotent, and safe beside any other writer: its transactions'
 * conditions decide each round. How long each seat was free is a metric, where `freeSince` is given.
 */
export async function fillVacancies(
  eventId: string,
  { maxTransactions = Number.POSITIVE_INFINITY, freeSince }: Vacancies = {},
): Promise<void> {
  let tries = 1;
  for (let transactions = 0; transactions < maxTransactions; ) {
    const seen = await seats.get(eventId);
    const count = seen ? Math.min(promotable(seen), MAX_PROMOTIONS) : 0;
    if (!seen || count === 0) return;
    const front = await placeLists.frontOfQueue(seen, count);
    if (front.people.length === 0) return;
    const { count: promoted, floor, writes } = promotionOf(seen, front, new Date().toISOString());
    const outcome = await transact({
      seats: seatsMoves.fillVacancies(seen, promoted, floor),
      ...writes,
    });
    if (outcome.kind === 'committed') {
      if (freeSince) delayed('promotionDelay', millisecondsSince(freeSince), promoted);
      transactions += 1;
      tries = 1;
      if (transactions < maxTransactions) await sleep(LETTING_OTHERS_IN_MS);
    } else {
      await pauseBeforeTry(tries++);
    }
  }
}

/** Clocks differ: a time that is still to come is now. */
const millisecondsSince = (time: string) => Math.max(0, Date.now() - Date.parse(time));
