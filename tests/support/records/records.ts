import { randomUUID } from 'node:crypto';
import { handler as createEventHandler } from '../../../functions/createEvent.ts';
import { handler as createUserHandler } from '../../../functions/createUser.ts';
import { handler as registerHandler } from '../../../functions/registerForEvent.ts';
import { blockOf, queuePart, seatPart } from '../../../lib/domain/places.ts';
import { queueSortKey, queueTicketOf, seatSortKey } from '../../../lib/domain/registrationSortKey.ts';
import { dateEventId } from '../../../lib/domain/sortKeys.ts';
import { TABLES } from '../../../lib/dynamo/client.ts';
import { batchGet, type Ref } from '../../../lib/dynamo/read.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import * as events from '../../../lib/repositories/events.ts';
import type * as history from '../../../lib/repositories/history.ts';
import type * as registrations from '../../../lib/repositories/registrations.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import * as seatsLifecycle from '../../../lib/repositories/seatsLifecycle.ts';
import * as users from '../../../lib/repositories/users.ts';
import { eventBody } from '../api/bodies.ts';
import { type Answer, invoke } from '../api/invoke.ts';
import { recordHistory, unregister } from '../api/operations.ts';

export { eventBody };

async function created(answer: Promise<Answer>) {
  const { status, body } = await answer;
  if (status !== 201) throw new Error(`Expected a 201, got ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Creates an event and returns its id. */
export const anEvent = async (fields: object = {}): Promise<string> =>
  (await created(invoke(createEventHandler, { body: eventBody(fields) }))).eventId;

/** Creates a user and returns their id. */
export const aUser = async (userId: string = randomUUID()): Promise<string> =>
  (await created(invoke(createUserHandler, { body: { userId, name: `Name of ${userId}` } }))).userId;

/** Creates users and registers them one after the other. Returns their ids, in that order. */
export async function registeredUsers(eventId: string, count: number): Promise<string[]> {
  const userIds: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const userId = await aUser();
    await created(invoke(registerHandler, { path: { eventId }, body: { userId } }));
    userIds.push(userId);
  }
  return userIds;
}

/** An event of one seat with three people, of whom the first left: five entries of history. */
export async function anEventWithHistory(): Promise<{ eventId: string; userIds: [string, string, string] }> {
  const eventId = await anEvent({ capacity: 1 });
  const userIds = (await registeredUsers(eventId, 3)) as [string, string, string];
  await unregister(eventId, userIds[0]);
  await recordHistory();
  return { eventId, userIds };
}

/** The item that is stored at an address. */
export async function stored<Found>(ref: Ref<Found>): Promise<Found | undefined> {
  const found = await batchGet([ref], { consistent: true });
  return found(ref);
}

/** The two items of an event: its details and its seats. */
export const storedEvent = (eventId: string) =>
  Promise.all([stored(events.ref(eventId)), stored(seats.ref(eventId))]);

/** The id under which the records of a deleted user stay. It is known until the user is removed. */
export async function anonymousIdOf(userId: string): Promise<string> {
  const id = (await stored(users.ref(userId)))?.anonymousId;
  if (!id) throw new Error(`Nobody deleted ${userId}`);
  return id;
}

/** The item with the seats of an event, which this does not store. */
export function seatsItem(fields: Partial<seats.Item> = {}): seats.Item {
  const eventId = fields.eventId ?? randomUUID();
  return {
    eventId,
    date: '2027-05-01',
    status: 'active',
    capacity: 2,
    hasWaitlist: true,
    registeredCount: 0,
    waitlistCount: 0,
    checkedInCount: 0,
    lastTicket: 0,
    lastSeatHold: 0,
    floor: 0,
    lanes: 1,
    incarnation: randomUUID(),
    ...fields,
  };
}

/** Stores the item with the seats of an event, without the other items of the event. */
export async function aSeatsItem(fields: Partial<seats.Item> = {}): Promise<seats.Item> {
  const item = seatsItem(fields);
  expect(await transact({ seats: seatsLifecycle.create(item) })).toEqual({ kind: 'committed' });
  return item;
}

/** The time at so many seconds of a minute. */
export const at = (seconds: number) => `2027-01-01T00:00:${String(seconds).padStart(2, '0')}.000Z`;

/** The item of a registration, which this does not store. Its place is that of an event with one lane. */
export function aRegistration(fields: Partial<registrations.Item> = {}): registrations.Item {
  const [userId, registeredAt] = [fields.userId ?? randomUUID(), fields.registeredAt ?? at(1)];
  const eventId = fields.eventId ?? randomUUID();
  const isSeat = fields.status !== 'waitlisted';
  const sortKey = fields.sortKey ?? (isSeat ? seatSortKey(registeredAt, { userId }) : queueSortKey(1));
  return {
    registrationId: randomUUID(),
    status: 'registered',
    promotedAt: null,
    part: isSeat ? seatPart(eventId, 0) : queuePart(eventId, blockOf(queueTicketOf({ sortKey }))),
    dateEventId: dateEventId('2027-05-01', eventId),
    ...fields,
    sortKey,
    eventId,
    userId,
    registeredAt,
  };
}

/** The stored entries of the history, of which lists contain a part. */
export const wholeEntries = async (listed: { entryId: string }[]): Promise<history.Entry[]> =>
  Promise.all(
    listed.map(async ({ entryId }) => {
      const entry = await stored<history.Entry>({ table: TABLES.history, key: { entryId } });
      if (!entry) throw new Error(`There is no entry ${entryId}`);
      return entry;
    }),
  );
