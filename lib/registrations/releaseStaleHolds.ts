import { bestEffort } from '../core/bestEffort.ts';
import { pauseBeforeTry } from '../core/deadline.ts';
import { batchGet } from '../dynamo/read.ts';
import { MAX_WRITES, update } from '../dynamo/write.ts';
import * as holdOutcomes from '../repositories/holdOutcomes.ts';
import type { Hold } from '../repositories/holds.ts';
import * as seats from '../repositories/seats.ts';
import * as sweeps from '../repositories/sweeps.ts';
import { releaseHolds, releaseOf } from './releaseHolds.ts';

/** A request ends after 20 s, so an older hold has an outcome or will never be confirmed. */
const STALE_AFTER_MS = 45_000;

/**
 * Sweeps all events: it releases the holds that existed at the sweep before and still have no outcome, since their
 * process ended or lost the answer. It is idempotent, and safe beside itself.
 * @throws Error when some events could not be swept, after all others were
 */
export async function releaseStaleHolds(): Promise<{ eventsSwept: number; holdsReleased: number }> {
  const eventIds = await sweeps.eventIds();
  let [holdsReleased, failed] = [0, 0];
  for (const eventId of eventIds) {
    const released = await bestEffort(() => sweep(eventId));
    if (released === undefined) failed += 1;
    else holdsReleased += released;
  }
  if (failed > 0) throw new Error(`${failed} of ${eventIds.length} events could not be swept`);
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
  const released = await releaseAll(due);
  await update(sweeps.hasNewHolds(item) ? sweeps.advance(item, now) : sweeps.end(item));
  return released;
}

/** Releases those of the holds that have no outcome, as many at a time as a transaction holds. Returns their number. */
async function releaseAll(due: Hold[]): Promise<number> {
  let [released, tries] = [0, 0];
  for (let open = await holdOutcomes.withoutOutcome(due); ; ) {
    const batch = firstOf(open);
    if (!batch) return released;
    const { kind } = await releaseHolds(batch);
    if (kind === 'gone') return released;
    if (kind === 'released') {
      released += batch.length;
      open = open.slice(batch.length);
    } else {
      // Somebody confirms or releases one of them at this moment.
      await pauseBeforeTry(++tries);
      open = await holdOutcomes.withoutOutcome(open);
    }
  }
}

/** Returns as many of the holds as one transaction can release. */
function firstOf(holds: Hold[]): [Hold, ...Hold[]] | undefined {
  for (let count = Math.min(holds.length, MAX_WRITES - 1); count > 0; count -= 1) {
    const some = holds.slice(0, count) as [Hold, ...Hold[]];
    if (Object.values(releaseOf(some)).flat().length <= MAX_WRITES) return some;
  }
  return undefined;
}
