import { bestEffort } from '../core/bestEffort.ts';
import { eventNotFound } from '../core/refusals.ts';
import { batchGet } from '../dynamo/read.ts';
import { transact, update } from '../dynamo/write.ts';
import * as departures from '../repositories/departures.ts';
import * as holdOutcomes from '../repositories/holdOutcomes.ts';
import type { Hold } from '../repositories/holds.ts';
import * as holds from '../repositories/holds.ts';
import * as seats from '../repositories/seats.ts';
import * as sweeps from '../repositories/sweeps.ts';
import { admitOrThrow } from './admitOrThrow.ts';

/** A hold that a request acquired, and the event after it. `position` is that of a hold on the queue. */
export type AcquiredHold = { hold: Hold; position: number | null; event: seats.Item };

/**
 * Holds a seat or the next position in the queue by a plain update. Speed: one event takes hundreds of these a second,
 * where transactions on it run one after another. A repeated try finds its hold by the token. `seen` is the event as
 * the request saw it.
 * @throws ApiError EVENT_NOT_FOUND, EVENT_NOT_OPEN, EVENT_FULL
 */
export async function acquireHold(seen: seats.Item): Promise<AcquiredHold> {
  const token = holds.newToken();
  for (let event = seen; ; ) {
    const { kind } = admitOrThrow(event);
    const outcome = await update(holds.acquire(event, kind, token));
    const item = outcome.kind === 'updated' ? outcome.item : seats.unlessDeleted(outcome.item);
    if (!item) throw eventNotFound();
    const hold = holds.holdOf(item, token);
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
    seats: holds.release(hold),
    departure: hold.kind === 'queue' ? departures.add(hold.incarnation, [hold.number]) : [],
  });
  return true;
}

/** A request ends after 20 s, so an older hold has an outcome or will never be confirmed. */
const STALE_AFTER_MS = 45_000;

/**
 * Sweeps all events: it releases the holds that existed at the sweep before and still have no outcome, since their
 * process ended or lost the answer. It is idempotent, and safe beside itself.
 */
export async function releaseStaleHolds(): Promise<{ eventsSwept: number; holdsReleased: number }> {
  const eventIds = await sweeps.eventIds();
  let holdsReleased = 0;
  for (const eventId of eventIds) {
    holdsReleased += (await bestEffort(() => sweep(eventId))) ?? 0;
  }
  return { eventsSwept: eventIds.length, holdsReleased };
}

async function sweep(eventId: string): Promise<number> {
  const found = await batchGet([seats.ref(eventId)], { consistent: true });
  const item = found(seats.ref(eventId));
  const now = Date.now();
  if (!seats.isSwept(item)) return 0;
  const due = sweeps.holdsToSweep(item);
  if (due.length > 0 && now - item.sweep.at < STALE_AFTER_MS) return 0;
  if (now - item.sweep.at > holdOutcomes.MAX_UNSWEPT_MS) {
    throw new Error(`Event ${eventId} was not swept for so long that outcomes of its holds may be gone`);
  }
  const stale = await holdOutcomes.withoutOutcome(due);
  for (const hold of stale) await releaseHold(hold);
  await update(sweeps.hasNewHolds(item) ? sweeps.advance(item, now) : sweeps.end(item));
  return stale.length;
}
