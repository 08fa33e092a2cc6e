import { eventNotFound } from '../../lib/core/refusals.ts';
import { transact, update } from '../../lib/dynamo/write.ts';
import { admitOrThrow } from '../../lib/registrations/admitOrThrow.ts';
import * as departures from '../../lib/repositories/departures.ts';
import * as holdOutcomes from '../../lib/repositories/holdOutcomes.ts';
import * as seats from '../../lib/repositories/seats.ts';
import type { Hold } from './recentHolds.ts';
import * as recentHolds from './recentHolds.ts';

/** A hold that a request acquired, and the event after it. `position` is that of a hold on the queue. */
export type AcquiredHold = { hold: Hold; position: number | null; event: seats.Item };

/**
 * Holds a seat or the next position in the queue by a plain update. A repeated try finds its hold by the token. `seen` is
 * the event as the request saw it.
 * @throws ApiError EVENT_NOT_FOUND, EVENT_NOT_OPEN, EVENT_FULL
 */
export async function acquireHold(seen: seats.Item): Promise<AcquiredHold> {
  const token = recentHolds.newToken();
  for (let event = seen; ; ) {
    const { kind } = admitOrThrow(event);
    const outcome = await update(recentHolds.acquire(event, kind, token));
    const item = outcome.kind === 'updated' ? outcome.item : seats.unlessDeleted(outcome.item);
    if (!item) throw eventNotFound();
    const hold = recentHolds.holdOf(item, token);
    if (hold)
      return { hold, position: hold.kind === 'seat' ? null : positionOfHold(hold, item), event: item };
    event = item;
  }
}

/** Returns the position of a hold just after it. The last ticket's is the length of the queue. */
const positionOfHold = ({ number }: Hold, { lastTicket, waitlistCount }: seats.Item) =>
  Math.max(1, waitlistCount - (lastTicket - number));

/** Releases a hold, unless it has an outcome already. Returns `true`: it has one afterwards. */
export async function releaseHold(hold: Hold): Promise<true> {
  await transact({
    outcome: holdOutcomes.write(hold, 'released'),
    seats: recentHolds.release(hold),
    departure: hold.kind === 'queue' ? departures.add(hold.incarnation, [hold.number]) : [],
  });
  return true;
}
