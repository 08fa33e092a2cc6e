import { isDeepStrictEqual } from 'node:util';
import { isAnonymous } from '../domain/anonymousId.ts';
import { isSortedByStatus, ticketOf } from '../domain/registrationSortKey.ts';
import { dateEventId } from '../domain/sortKeys.ts';
import type { RegistrationStatus } from '../domain/waitlist.ts';
import { batchGet, type Lookup } from '../dynamo/read.ts';
import * as departures from '../repositories/departures.ts';
import * as placeLists from '../repositories/placeLists.ts';
import * as places from '../repositories/places.ts';
import * as registrations from '../repositories/registrations.ts';
import type * as seats from '../repositories/seats.ts';
import * as users from '../repositories/users.ts';
import type { Rule, Violation } from './violations.ts';

/** The numbers of an event's people, of its departed tickets above the floor, and what is wrong with its places. */
export type Tally = Record<RegistrationStatus | 'checkedIn' | 'departed', number> & { found: Violation[] };

const PAGE_SIZE = 500;

/** Counts the people at an event, a page at a time, and checks the place of each against their registration. */
export async function tallyPlaces(event: seats.Item): Promise<Tally> {
  const tickets = await departures.between(event.incarnation, event.floor + 1, event.lastTicket);
  const departed = new Set(tickets.filter(ticket => ticket > event.floor));
  const tally: Tally = { registered: 0, waitlisted: 0, checkedIn: 0, departed: departed.size, found: [] };
  const holders = new Map<number, string>();
  // Correctness: the queue is read from its beginning, since a place below the floor is what would be wrong.
  const everything = { ...event, floor: 0 };
  for await (const people of placeLists.allOfEvent(everything, PAGE_SIZE)) {
    const refs = people.flatMap(({ eventId, userId }) => [
      users.ref(userId),
      registrations.ref(eventId, userId),
    ]);
    const found = await batchGet(refs, { consistent: true });
    for (const person of people) {
      tally[person.status] += 1;
      if (person.checkedInAt) tally.checkedIn += 1;
      tally.found.push(
        ...brokenPlace(person, event, found),
        ...brokenTicket(person, event, departed, holders),
      );
    }
  }
  return tally;
}

/** Checks a place against its registration, its user and the date of its event. */
function brokenPlace(place: places.Item, event: seats.Item, found: Lookup): Violation[] {
  const { eventId, userId, status, sortKey } = place;
  const broken: [isBroken: boolean, rule: Rule, detail: string][] = [];
  const row = found(registrations.ref(eventId, userId));
  const fits = row !== undefined && isDeepStrictEqual(places.placeOf(row), place);
  broken.push(
    [
      !fits,
      'PLACES_FIT_REGISTRATIONS',
      `${userId} is ${status}, ${row ? 'unlike' : 'without'} a registration`,
    ],
    [
      row !== undefined && !event.redatedAt && row.dateEventId !== dateEventId(event.date, eventId),
      'DATES_FIT_EVENTS',
      `${userId} is sorted at ${row?.dateEventId}, and the event is on ${event.date}`,
    ],
    [
      place.checkedInAt !== undefined && status === 'waitlisted',
      'CHECKED_IN_HAVE_SEATS',
      `${userId} is waitlisted, and checked in`,
    ],
    [
      (event.status === 'active' || !isAnonymous(userId)) && !found(users.ref(userId)),
      'ROWS_HAVE_USERS',
      `${userId} is ${status}, but no user`,
    ],
    [!isSortedByStatus(place), 'SORT_KEYS_FIT_STATUS', `${userId} is ${status}, sorted at ${sortKey}`],
  );
  return broken.flatMap(([isBroken, rule, detail]) => (isBroken ? [{ eventId, userId, rule, detail }] : []));
}

/** Checks the ticket of someone who waits or was promoted. `holders` are those of the tickets so far. */
function brokenTicket(
  place: places.Item,
  { floor, lastTicket }: seats.Item,
  departed: Set<number>,
  holders: Map<number, string>,
): Violation[] {
  const { eventId, userId, status } = place;
  const ticket = ticketOf(place);
  if (ticket === undefined) return [];
  const found: Violation[] = [];
  const broken = (rule: Rule, detail: string) => found.push({ eventId, userId, rule, detail });
  const holder = holders.get(ticket);
  if (holder && holder !== userId) {
    broken('TICKETS_ARE_UNIQUE', `${userId} and ${holder} have one ticket, ${ticket}`);
  }
  holders.set(ticket, userId);
  if (ticket > lastTicket) {
    broken('TICKETS_WERE_GIVEN', `${userId} has ticket ${ticket}, and the last is ${lastTicket}`);
  }
  if (status === 'waitlisted' && (ticket <= floor || departed.has(ticket))) {
    broken('DEPARTED_ARE_GONE', `${userId} waits with ticket ${ticket}, which departed`);
  }
  return found;
}
