import { queueTicketOf } from '../domain/registrationSortKey.ts';
import { depart, promotable, type RegistrationStatus } from '../domain/waitlist.ts';
import { transact, type Write } from '../dynamo/write.ts';
import * as departures from '../repositories/departures.ts';
import type * as history from '../repositories/history.ts';
import { type Front, frontOfQueue } from '../repositories/placeLists.ts';
import * as places from '../repositories/places.ts';
import * as registrations from '../repositories/registrations.ts';
import type * as seats from '../repositories/seats.ts';
import * as seatsMoves from '../repositories/seatsMoves.ts';
import { promotionOf } from './promotion.ts';

/** What a person left, and who was promoted to their seat. */
export type Left = { left: RegistrationStatus; promotedUser: string | undefined };

const NOBODY: Front = { people: [], skipsSomebody: false };

/**
 * Takes a registration off an event, as the pure rules decide: its seat goes to the head of the queue in the same
 * transaction (rule 6), or becomes free, or the queue is one shorter. `event` and `row` are as they were just read, and
 * `entry` goes into the history. Returns `undefined` when either one has changed since.
 */
export async function leave(
  event: seats.Item,
  row: places.Item,
  entry?: Write<history.Entry>,
): Promise<Left | undefined> {
  const mayPassOn = row.status === 'registered' && event.status === 'active' && event.waitlistCount > 0;
  const front = mayPassOn ? await frontOfQueue(event, 1) : NOBODY;
  const plan = depart(row.status, event, front.people[0]);
  const isHeadUnseen = plan.kind === 'freeSeat' && promotable(plan.after) > 0;
  const isPassedOn = plan.kind === 'passSeatOn';
  const promotion = isPassedOn ? promotionOf(event, front, new Date().toISOString()) : undefined;
  // Behind the last person in the queue nobody is left, and no hold is open.
  const emptied = event.waitlistCount === 1 ? { ticket: event.lastTicket, isQueueEmpty: true } : undefined;
  const isCheckedIn = row.checkedInAt !== undefined;
  const SEATS_WRITE = {
    passSeatOn: () => seatsMoves.passSeatOn(event, isCheckedIn, promotion?.floor),
    freeSeat: () => (isHeadUnseen ? seatsMoves.freeSeatForLater : seatsMoves.freeSeat)(event, isCheckedIn),
    leaveQueue: () => seatsMoves.leaveQueue(event, emptied),
  };
  const isDeparture = plan.kind === 'leaveQueue' && !emptied;
  const outcome = await transact({
    seats: SEATS_WRITE[plan.kind](),
    registration: registrations.remove(row),
    place: places.remove(row),
    departure: isDeparture ? departures.add(event.incarnation, [queueTicketOf(row)]) : [],
    entry,
    ...promotion?.writes,
  });
  if (outcome.kind === 'refused') return undefined;
  return { left: row.status, promotedUser: isPassedOn ? plan.to.userId : undefined };
}
