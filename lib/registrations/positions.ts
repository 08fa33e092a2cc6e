import { queueTicketOf } from '../domain/registrationSortKey.ts';
import * as waitlist from '../domain/waitlist.ts';
import * as departures from '../repositories/departures.ts';
import type * as places from '../repositories/places.ts';
import * as seats from '../repositories/seats.ts';

type Waiting = Pick<places.Item, 'sortKey'>;
type Registered = Waiting & Pick<places.Item, 'eventId' | 'status'>;

/**
 * Returns the positions of people who wait at an event, from 1. It reads the tickets that departed before them, 4 KB for
 * one read unit, however many people wait. Somebody who is about to wait, with a hold, counts as waiting.
 */
export async function positionsAt(event: seats.Item, people: Waiting[]): Promise<number[]> {
  const tickets = people.map(queueTicketOf);
  const { incarnation, floor } = event;
  const departed = await departures.between(incarnation, floor + 1, Math.max(...tickets, 0));
  return waitlist.positionsOf(tickets, floor, departed);
}

/** Returns the position of someone who waits, from 1, and null for a seat. The event is read unless it was just read. */
export async function positionOf(person: Registered, read?: seats.Item): Promise<number | null> {
  if (person.status === 'registered') return null;
  const event = read ?? (await seats.get(person.eventId));
  const [position = 1] = event ? await positionsAt(event, [person]) : [];
  return position;
}
