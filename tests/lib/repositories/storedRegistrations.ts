import { queueSortKey, seatSortKey } from '../../../lib/domain/registrationSortKey.ts';
import { visit, wasVisited } from '../../../lib/domain/visitedCursor.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import * as registrationLists from '../../../lib/repositories/registrationLists.ts';
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

/** Stores registrations one after the other. */
export async function store(...items: Item[]): Promise<void> {
  for (const item of items)
    expect(await transact({ registration: registrations.create(item) })).toEqual({ kind: 'committed' });
}

/** A page of the people at an event, for a reader who has already seen the rows `before`. */
export async function list(eventId: string, limit = 100, status?: Item['status'], ...before: Item[]) {
  const visited = before.reduce(visit, { seat: '', queue: '' });
  const rows = await registrationLists.listByEvent(eventId, status, limit, visited);
  return rows.filter(row => !wasVisited(row, visited)).slice(0, limit);
}
