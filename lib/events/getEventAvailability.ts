import type { FromSchema } from 'json-schema-to-ts';
import type { availability as schema } from '../../schemas/availability.ts';
import { unlessHidden } from '../answers/visibleEvent.ts';
import { eventNotFound } from '../core/refusals.ts';
import type { FindSight } from '../domain/drafts.ts';
import { freeSeats } from '../domain/waitlist.ts';
import * as seats from '../repositories/seats.ts';

/** How many seats of an event were left at the time `asOf`. */
type Availability = Omit<FromSchema<typeof schema>, 'status'> & Pick<seats.Item, 'status'>;

/**
 * Reads how many seats of an event are left, from the one item that counts them and for half a read unit, so that many
 * people may poll it. It may miss writes of the last second, a deletion too (rule 11). Nobody may keep that of a draft
 * for others, who may not know of it.
 * @throws ApiError EVENT_NOT_FOUND
 */
export async function getEventAvailability(
  eventId: string,
  findSight: FindSight,
): Promise<{ availability: Availability; isForAnybody: boolean }> {
  const asOf = new Date().toISOString();
  const item = await unlessHidden(await seats.getRecent(eventId), findSight);
  if (!item) throw eventNotFound();
  const availability = {
    eventId,
    capacity: item.capacity,
    registeredCount: item.registeredCount,
    availableSpots: freeSeats(item),
    waitlistCount: item.waitlistCount,
    isFull: freeSeats(item) === 0,
    status: item.status,
    asOf,
  };
  return { availability, isForAnybody: item.status !== 'draft' };
}
