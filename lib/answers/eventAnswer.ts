import type { FromSchema } from 'json-schema-to-ts';
import type { event } from '../../schemas/event.ts';
import { textOf } from '../domain/instants.ts';
import { questionsOf } from '../domain/questions.ts';
import { nextVersion } from '../domain/versions.ts';
import { freeSeats, type Occupancy } from '../domain/waitlist.ts';
import type { Lookup } from '../dynamo/read.ts';
import * as events from '../repositories/events.ts';
import * as seats from '../repositories/seats.ts';
import { type StoredEvent, storedEventIn } from './storedEvent.ts';

/** An event as the API answers it. Notices also contain one that is being deleted. */
export type Event = Omit<FromSchema<typeof event>, 'status'> & Pick<Occupancy, 'status'>;

/** Returns an event as the API answers it. */
export const eventAnswer = ({ details, seats: item }: StoredEvent): Event => ({
  eventId: details.eventId,
  title: details.title,
  description: details.description,
  date: item.date,
  ...(details.startsAt !== undefined && {
    startsAt: details.startsAt,
    endsAt: details.endsAt,
    timeZone: details.timeZone,
  }),
  location: details.location,
  organizer: details.organizer,
  capacity: item.capacity,
  hasWaitlist: item.hasWaitlist,
  waitlistEnabled: item.hasWaitlist,
  ...instantsOf(item),
  ...(item.waitlistCapacity !== undefined && { waitlistCapacity: item.waitlistCapacity }),
  ...(details.expectedPeople !== undefined && { expectedPeople: details.expectedPeople }),
  // A stored object has its fields in any order.
  ...(details.questions !== undefined && { questions: questionsOf(details.questions) }),
  status: item.status,
  ...(item.ownerId !== undefined && { ownerId: item.ownerId }),
  ...(details.seriesId !== undefined && { seriesId: details.seriesId }),
  registeredCount: item.registeredCount,
  waitlistCount: item.waitlistCount,
  checkedInCount: item.checkedInCount ?? 0,
  isFull: freeSeats(item) === 0,
  availableSpots: freeSeats(item),
  createdAt: details.createdAt,
  updatedAt: details.updatedAt,
});

const INSTANTS = ['opensAt', 'closesAt', 'leaveUntil'] as const;

/** Returns the times of an event that are set. */
const instantsOf = (item: seats.Item): Pick<Event, (typeof INSTANTS)[number]> =>
  Object.fromEntries(
    INSTANTS.flatMap(field => (item[field] === undefined ? [] : [[field, textOf(item[field])]])),
  );

/** Returns the event with this id from a batch read. */
export function eventIn(found: Lookup, eventId: string): Event | undefined {
  const stored = storedEventIn(found, eventId);
  return stored && eventAnswer(stored);
}

/** An event with the entity tag of its last edit. Counters that change are no edit. */
export type TaggedEvent = { event: Event; entityTag: string };

/** Returns an event as the API answers it, with its entity tag. */
export const taggedAnswer = (stored: StoredEvent): TaggedEvent => ({
  event: eventAnswer(stored),
  entityTag: events.tagOf(stored.details),
});

/** An event with the revision of its calendar entry. */
export type RevisedEvent = { event: Event; revision: number };

/** Returns an event as the API answers it, with the revision of its calendar entry. */
export const revisedAnswer = (stored: StoredEvent): RevisedEvent => ({
  event: eventAnswer(stored),
  revision: events.revisionOf(stored.details),
});

/** An event as notices contain it, with its version. The deletion is its last version. */
type NotedEvent = Event & { version: number };

/** Returns the event while both its items are found, even when it is being deleted, and otherwise its id. */
export function eventSnapshot(found: Lookup, eventId: string): NotedEvent | { eventId: string } {
  const [details, item] = [found(events.ref(eventId)), found(seats.ref(eventId))];
  if (!details || !item) return { eventId };
  return notedEvent({ details, seats: item }, versionOf(details, item));
}

/** Returns an event as notices contain it: without its questions, which would make each of them long. */
export function notedEvent(stored: StoredEvent, version: number): NotedEvent {
  const { questions: _, ...event } = eventAnswer(stored);
  return { ...event, version };
}

function versionOf(details: events.Item, item: seats.Item): number {
  const version = events.versionOf(details);
  if (item.deletedAt) return nextVersion(version, item.deletedAt);
  // Two items that were read in the middle of an edit have the version of the older one.
  return item.version === details.seatsVersion ? version : Math.min(version, item.version ?? 0);
}
