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

/** The writes by which people leave a queue. `floor` is the new floor of the queue, if they raise it. */
export type QueueMoves = {
  floor: Floor | undefined;
  writes: {
    registrations: Write<registrations.Item>[];
    places: Write<places.Item>[];
    departures: Write<departures.Item>[];
  };
};

/**
 * Makes the writes that move all people of the front to seats, while the tickets `left` leave the queue besides. The
 * floor rises to the tickets of the front. Correctness: it stays while somebody with a lower ticket waits, or may still
 * confirm a hold. Then the tickets are added to those that departed.
 */
export function queueMoves(event: seats.Item, front: Front, now: string, left: number[] = []): QueueMoves {
  const floor = floorAfter(event, front, left);
  const gone = [...front.people.map(queueTicketOf), ...left];
  const departed = gone.filter(ticket => !floor || ticket > floor.ticket);
  const moves = front.people.map(from => ({ from, to: seatFor(from, event.lanes, now) }));
  return {
    floor,
    writes: {
      registrations: moves.map(({ from, to }) => registrations.promote(from, to)),
      places: moves.flatMap(({ from, to }) => [places.remove(from), places.create(to)]),
      departures: departures.add(event.incarnation, departed),
    },
  };
}

/** Makes the writes that promote people from the front of a queue: as many as fit into a transaction, which is `count`. */
export function promotionOf(event: seats.Item, front: Front, now: string): QueueMoves & { count: number } {
  for (let { people } = front; ; people = people.slice(0, -1)) {
    const moves = queueMoves(event, { ...front, people }, now);
    if (Object.values(moves.writes).flat().length < MAX_WRITES) return { count: people.length, ...moves };
  }
}

/** Returns the floor of the queue after its whole front was promoted, and the tickets `left` left, if that raises it. */
function floorAfter(event: seats.Item, { people, skipsSomebody }: Front, left: number[]): Floor | undefined {
  const gone = people.length + left.length;
  // Behind the last person in the queue nobody is left, and no hold is open.
  if (gone > 0 && gone === event.waitlistCount) {
    return { ticket: event.lastTicket, isQueueEmpty: true };
  }
  const last = Math.max(...people.map(queueTicketOf));
  const isLowest = people.length > 0 && !skipsSomebody && last <= sweeps.settledTicket(event);
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
