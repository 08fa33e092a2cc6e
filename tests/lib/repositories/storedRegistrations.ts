import { queueSortKey, seatSortKey } from '../../../lib/domain/registrationSortKey.ts';
import { visit, wasVisited } from '../../../lib/domain/visitedCursor.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import * as placeLists from '../../../lib/repositories/placeLists.ts';
import * as places from '../../../lib/repositories/places.ts';
import * as registrations from '../../../lib/repositories/registrations.ts';
import { aRegistration, at } from '../../support/records/records.ts';

type Item = registrations.Item;

export const seated = (eventId: string, userId: string, registeredAt = at(0)): Item =>
  aRegistration({ eventId, userId, registeredAt, sortKey: seatSortKey(registeredAt, { userId }) });

export const waiting = (eventId: string, userId: string, ticket: number): Item =>
  aRegistration({
    eventId,
    userId,
    registeredAt: at(0),
    status: 'waitlisted',
    sortKey: queueSortKey(ticket),
  });

/** Stores registrations and their places one after the other. */
export async function store(...items: Item[]): Promise<void> {
  for (const item of items) {
    const writes = { registration: registrations.create(item), place: places.create(places.placeOf(item)) };
    expect(await transact(writes)).toEqual({ kind: 'committed' });
  }
}

const LAST_TICKET = 10_000;

/** Where the people of an event may be that has so many lanes. */
export const extentOf = (eventId: string, lanes = 1) => ({
  eventId,
  incarnation: eventId,
  lanes,
  floor: 0,
  lastTicket: LAST_TICKET,
  registeredCount: 1,
  waitlistCount: 1,
});

/** A page of the people at an event, for a reader who has already seen the rows `before`. */
export async function list(eventId: string, limit = 100, status?: Item['status'], ...before: places.Item[]) {
  const visited = before.reduce(visit, { seat: '', queue: '' });
  const people = await placeLists.listByEvent(extentOf(eventId), status, limit, visited);
  return people.filter(person => !wasVisited(person, visited)).slice(0, limit);
}
