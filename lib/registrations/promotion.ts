import { laneOf, seatPart } from '../domain/places.ts';
import { queueTicketOf, seatSortKey } from '../domain/registrationSortKey.ts';
import { MAX_WRITES, type Write } from '../dynamo/write.ts';
import * as departures from '../repositories/departures.ts';
import type { Front } from '../repositories/placeLists.ts';
import * as places from '../repositories/places.ts';
import * as registrations from '../repositories/registrations.ts';
import type * as seats from '../repositories/seats.ts';
import type { Floor } from '../repositories/seatsMoves.ts';
import * as sweeps from '../repositories/sweeps.ts';

/** A promotion is three writes. One write more of the transaction changes the counters. */
export const MAX_PROMOTIONS = Math.floor((MAX_WRITES - 1) / 3);

/** The writes that promote so many people. `floor` is the new floor of the queue, if they raise it. */
export type Promotion = {
  count: number;
  floor: Floor | undefined;
  writes: {
    registrations: Write<registrations.Item>[];
    places: Write<places.Item>[];
    departures: Write<departures.Item>[];
  };
};

/**
 * Makes the writes that move people from the front of a queue to seats, as many as fit into a transaction. The floor
 * rises to their tickets. Correctness: it stays while somebody with a lower ticket waits, or may still confirm a hold.
 * Then their tickets are added to those that departed.
 */
export function promotionOf(event: seats.Item, front: Front, now: string): Promotion {
  const floor = floorAfter(event, front);
  const departed = (people: places.Item[]) =>
    floor ? [] : departures.add(event.incarnation, people.map(queueTicketOf));
  const fits = (people: places.Item[]) => 3 * people.length + departed(people).length < MAX_WRITES;
  let people = front.people;
  while (!fits(people)) people = people.slice(0, -1);
  const moves = people.map(from => ({ from, to: seatFor(from, event.lanes, now) }));
  return {
    count: people.length,
    floor,
    writes: {
      registrations: moves.map(({ from, to }) => registrations.promote(from, to)),
      places: moves.flatMap(({ from, to }) => [places.remove(from), places.create(to)]),
      departures: departed(people),
    },
  };
}

/** Returns the floor of the queue after its whole front was promoted, if that raises it. */
function floorAfter(event: seats.Item, { people, skipsSomebody }: Front): Floor | undefined {
  if (people.length === event.waitlistCount) return { ticket: event.lastTicket, isQueueEmpty: true };
  const last = Math.max(...people.map(queueTicketOf));
  const isLowest = !skipsSomebody && last <= sweeps.settledTicket(event);
  return isLowest ? { ticket: last, isQueueEmpty: false } : undefined;
}

/** Makes the place of someone who is promoted, no earlier than they registered. */
function seatFor(person: places.Item, lanes: number, now: string): places.Item {
  const promotedAt = now > person.registeredAt ? now : person.registeredAt;
  return {
    ...person,
    status: 'registered',
    promotedAt,
    part: seatPart(person.eventId, laneOf(person.userId, lanes)),
    sortKey: seatSortKey(promotedAt, person),
  };
}
