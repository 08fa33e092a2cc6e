import { eventNotFound } from '../../lib/core/refusals.ts';
import { update } from '../../lib/dynamo/write.ts';
import { admitOrThrow } from '../../lib/registrations/admitOrThrow.ts';
import type { AcquiredHold } from '../../lib/registrations/confirmHold.ts';
import type { Hold } from '../../lib/repositories/holds.ts';
import * as seats from '../../lib/repositories/seats.ts';
import * as recentHolds from './recentHolds.ts';

/**
 * Holds a seat or the next position in the queue by a plain update. A repeated try finds its hold by the token. `seen` is
 * the event as the request saw it.
 * @throws ApiError EVENT_NOT_FOUND, EVENT_NOT_OPEN, EVENT_FULL
 */
export async function acquireHold(seen: seats.Item): Promise<AcquiredHold> {
  const token = recentHolds.newToken();
  for (let event = seen; ; ) {
    const { kind } = admitOrThrow(event, Date.now());
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
