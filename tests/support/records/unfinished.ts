import { listKeysOf } from '../../../lib/domain/eventLists.ts';
import { dateEventId } from '../../../lib/domain/sortKeys.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import * as departures from '../../../lib/repositories/departures.ts';
import * as events from '../../../lib/repositories/events.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import * as seatsLifecycle from '../../../lib/repositories/seatsLifecycle.ts';
import { deleteUser, removeDeletedUsers, updateEvent } from '../api/operations.ts';
import { alter } from './audit.ts';
import { registeredByRounds } from './holds.ts';
import { anEvent, registeredUsers, stored } from './records.ts';

/** An event and its people, in the order in which they registered. */
type Attended = { eventId: string; userIds: string[] };

/** An event with one seat. The first person has it, and the others wait. */
export async function aFullEvent(people: number): Promise<Attended> {
  const eventId = await anEvent({ capacity: 1 });
  return { eventId, userIds: await registeredUsers(eventId, people) };
}

/** An event with one seat. The first person has it, and the others wait with holds that are not swept yet. */
export async function aFullEventOfRounds(people: number): Promise<Attended> {
  const { eventId, userIds } = await aFullEvent(1);
  return { eventId, userIds: [...userIds, ...(await registeredByRounds(eventId, people - 1))] };
}

/** Sets the status of an event, and the key by which lists of that status find it, as nothing in the service does. */
export async function setStatus(eventId: string, status: seats.Item['status']): Promise<void> {
  const { statusShard, listShard } = listKeysOf({ eventId, date: '', status });
  await alter(seats.ref(eventId), { status });
  await (statusShard && listShard
    ? alter(events.ref(eventId), { statusShard, listShard })
    : transact({ details: events.unlist(eventId) }));
}

/** Makes an event active like a process that dies right after it. */
export async function reactivate(eventId: string): Promise<void> {
  await setStatus(eventId, 'active');
}

/** An event of one seat, with a person who has it and a person who waits. */
export async function anEventWithSeatAndQueue() {
  const { eventId, userIds } = await aFullEvent(2);
  return { eventId, seated: String(userIds[0]), waiting: String(userIds[1]) };
}

/** Raises the capacity of an event like a process that dies before it promotes anyone. */
export const raiseCapacity = (eventId: string, capacity: number): Promise<void> =>
  alter(seats.ref(eventId), { capacity });

/** An event whose capacity was raised by a process that died before it promoted anyone. */
export async function anUnfilledEvent(people: number, capacity: number): Promise<Attended> {
  const event = await aFullEvent(people);
  await raiseCapacity(event.eventId, capacity);
  return event;
}

/** A completed event. The person with the seat was deleted afterwards, and others wait. */
export async function aCompletedEvent(waiting = 1): Promise<string> {
  const { eventId, userIds } = await aFullEvent(1 + waiting);
  await updateEvent(eventId, { status: 'completed' });
  await deleteUser(String(userIds[0]));
  await removeDeletedUsers();
  return eventId;
}

/** An event that was marked as deleted by a process that died right after it. */
export async function aHalfDeletedEvent(people = 2): Promise<Attended> {
  const event = await aFullEvent(people);
  await transact({
    seats: seatsLifecycle.markDeleted(event.eventId, new Date().toISOString()),
    details: events.unlist(event.eventId),
  });
  return event;
}

/** A full event whose first 999 tickets departed from the queue, so that its only person there has the next one. */
export async function anEventWithDistantQueue(): Promise<Attended> {
  const { eventId, userIds } = await aFullEvent(1);
  const departed = Array.from({ length: 999 }, (_, n) => n + 1);
  const { incarnation = '' } = (await stored(seats.ref(eventId))) ?? {};
  await alter(seats.ref(eventId), { lastTicket: 999 });
  await transact({ departures: departures.add(incarnation, departed) });
  return { eventId, userIds: [...userIds, ...(await registeredUsers(eventId, 1))] };
}

/** Sets another date of an event like a process that dies right after it. */
export async function redate(eventId: string, date = '2031-02-03'): Promise<void> {
  await alter(events.ref(eventId), { dateEventId: dateEventId(date, eventId) });
  await alter(seats.ref(eventId), { date, redatedAt: new Date().toISOString() });
}
