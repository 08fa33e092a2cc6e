import { randomUUID } from 'node:crypto';
import type { FromSchema } from 'json-schema-to-ts';
import type { event } from '../schemas/event.ts';
import type { RequestOf } from '../schemas/requests.ts';
import { pauseBeforeTry, withDeadline } from './deadline.ts';
import { batchGet, type Lookup, transact } from './dynamo.ts';
import { ApiError } from './errors.ts';
import { followUp } from './followUp.ts';
import { type Keyed, keeping, type Result, replayAfter } from './idempotency.ts';
import { fillVacancies } from './promotion.ts';
import * as events from './repositories/events.ts';
import * as seats from './repositories/seats.ts';
import { amend, freeSeats, type Seats } from './waitlist.ts';

export const eventNotFound = () => new ApiError('EVENT_NOT_FOUND', 'Event not found');

type StoredEvent = { details: events.EventDetails; seats: seats.SeatsItem };

/** An event as the API answers it; notices tell of one that is being deleted, too. */
export type Event = Omit<FromSchema<typeof event>, 'status'> & Pick<Seats, 'status'>;

const answerOf = ({ details, seats: item }: StoredEvent): Event => ({
  eventId: details.eventId,
  title: details.title,
  description: details.description,
  date: seats.dateOf(item),
  location: details.location,
  organizer: details.organizer,
  capacity: item.capacity,
  hasWaitlist: item.hasWaitlist,
  waitlistEnabled: item.hasWaitlist,
  status: item.status,
  registeredCount: item.registeredCount,
  waitlistCount: item.waitlistCount,
  checkedInCount: item.checkedInCount ?? 0,
  isFull: freeSeats(item) === 0,
  availableSpots: freeSeats(item),
  createdAt: details.createdAt,
  updatedAt: details.updatedAt,
});

/** The addresses of the two items that make up an event. */
export const eventRefs = (eventId: string) => [events.ref(eventId), seats.ref(eventId)];

/** What can be said of an event while both its items are there, even when it is being deleted; else its id. */
export function eventSnapshot(
  eventId: string,
  details: events.EventDetails | undefined,
  item: seats.SeatsItem | undefined,
): Event | { eventId: string } {
  return details && item ? answerOf({ details, seats: item }) : { eventId };
}

/** Puts an event's two items together. A deleted event, or one without both, is not there (rule 10). */
function storedEvent(found: Lookup, eventId: string): StoredEvent | undefined {
  const details = found(events.ref(eventId));
  const item = seats.unlessDeleted(found(seats.ref(eventId)));
  return details && item ? { details, seats: item } : undefined;
}

/** The event with this id among what a batch read found, as the API answers it. */
export function eventIn(found: Lookup, eventId: string): Event | undefined {
  const stored = storedEvent(found, eventId);
  return stored && answerOf(stored);
}

const find = async (eventId: string): Promise<StoredEvent | undefined> =>
  storedEvent(await batchGet(eventRefs(eventId), { consistent: true }), eventId);

async function load(eventId: string): Promise<StoredEvent> {
  const stored = await find(eventId);
  if (!stored) throw eventNotFound();
  return stored;
}

/** An event, and the version that its last edit gave it. Counters that move are no edit. */
type VersionedEvent = { event: Event; version: string };

const versioned = (stored: StoredEvent): VersionedEvent => ({
  event: answerOf(stored),
  version: stored.details.version,
});

/** @throws ApiError EVENT_NOT_FOUND */
export const getEvent = async (eventId: string): Promise<VersionedEvent> => versioned(await load(eventId));

export const preconditionFailed = () =>
  new ApiError(
    'PRECONDITION_FAILED',
    'The event has none of the versions in If-Match. Please read it again.',
  );

/** @throws ApiError EVENT_ALREADY_EXISTS, EVENT_BEING_DELETED, IDEMPOTENCY_KEY_REUSED */
export async function createEvent(
  body: RequestOf<'createEvent'>['body'],
  request: Keyed,
): Promise<Result<VersionedEvent>> {
  const { eventId = randomUUID(), title, description, location, organizer, date, capacity, status } = body;
  const now = new Date().toISOString();
  const details = {
    eventId,
    title,
    description,
    location,
    organizer,
    createdAt: now,
    updatedAt: now,
    version: randomUUID(),
  };
  const item: seats.SeatsItem = {
    eventId,
    kind: 'event',
    dateEventId: seats.dateEventId(date, eventId),
    status,
    capacity,
    hasWaitlist: body.hasWaitlist ?? body.waitlistEnabled ?? false,
    registeredCount: 0,
    waitlistCount: 0,
    checkedInCount: 0,
    lastTicket: 0,
    seatNumber: 0,
    incarnation: randomUUID(),
  };
  const value = versioned({ details, seats: item });
  const outcome = await transact([seats.create(item), events.create(details), ...keeping(request, value)]);
  if (outcome.committed) return { value, isReplay: false };
  const first = await replayAfter<VersionedEvent>(request, outcome);
  if (first) return first;
  if (outcome.refusals[0]?.found?.status === 'deleted') {
    throw new ApiError(
      'EVENT_BEING_DELETED',
      `The previous event with this id is still being deleted: ${eventId}`,
    );
  }
  throw new ApiError('EVENT_ALREADY_EXISTS', `Event already exists: ${eventId}`);
}

/** How long an answer waits for what follows a change. The consumer of the change does the rest. */
const SETTLING_MS = 2000;

/**
 * Changes the given fields. Seats that become free go to those who wait, in order (rule 7): as many as one
 * transaction holds before this returns, the rest by the consumer of the change.
 * @throws ApiError EVENT_NOT_FOUND, CAPACITY_BELOW_REGISTERED, PRECONDITION_FAILED when it has none of `versions`
 */
export async function updateEvent(
  eventId: string,
  body: RequestOf<'updateEvent'>['body'],
  versions?: string[],
): Promise<VersionedEvent> {
  const { date, capacity, status, hasWaitlist, waitlistEnabled, ...texts } = body;
  const waitlist = hasWaitlist ?? waitlistEnabled;
  const decisive = {
    ...(capacity !== undefined && { capacity }),
    ...(status !== undefined && { status, statusSetAt: new Date().toISOString() }),
    ...(waitlist !== undefined && { hasWaitlist: waitlist }),
    ...(date !== undefined && { dateEventId: seats.dateEventId(date, eventId) }),
  };
  for (let tries = 1; ; tries += 1) {
    const { details, seats: seen } = await load(eventId);
    if (versions && !versions.includes(details.version)) throw preconditionFailed();
    if (Object.keys(body).length === 0) return versioned({ details, seats: seen });
    const edit = { ...texts, updatedAt: new Date().toISOString(), version: randomUUID() };
    const amendment = amend(seen, decisive);
    if (amendment.kind === 'belowRegistered') throw belowRegistered({ ...seen, ...decisive });
    const isDecisive = Object.keys(decisive).length > 0;
    const outcome = await transact([
      events.update(eventId, edit, details.version),
      ...(isDecisive ? [seats.amend(eventId, seen, decisive)] : []),
    ]);
    if (outcome.committed) {
      const settled = async () => {
        if (amendment.promotable > 0) await fillVacancies(eventId, 1);
        return find(eventId);
      };
      const now = await followUp(() => withDeadline(SETTLING_MS, settled));
      const own = { details: { ...details, ...edit }, seats: { ...seen, ...decisive } };
      // The version that is answered is that of this edit, whoever has edited the event since.
      return versioned(now?.details.version === edit.version ? now : own);
    }
    await pauseBeforeTry(tries);
  }
}

const belowRegistered = ({ capacity, registeredCount }: Seats) =>
  new ApiError(
    'CAPACITY_BELOW_REGISTERED',
    `Capacity cannot be lowered to ${capacity}: ${registeredCount} people are registered`,
  );
