import { blockOf, queuePart, seatPart } from '../domain/places.ts';
import { ticketOf } from '../domain/registrationSortKey.ts';
import { batchGet } from '../dynamo/read.ts';
import * as places from '../repositories/places.ts';
import * as registrations from '../repositories/registrations.ts';
import * as seats from '../repositories/seats.ts';
import type { Check, Rule, Violation } from './violations.ts';

/** Returns those of some registrations that have no event, or no place. */
export async function brokenRegistrations(rows: registrations.Item[]): Promise<Violation[]> {
  const refs = rows.flatMap(row => [places.ref(row), seats.ref(row.eventId)]);
  const found = await batchGet(refs, { consistent: true });
  return rows.flatMap(row => {
    if (!found(seats.ref(row.eventId))) return withoutEvent(row);
    if (found(places.ref(row))?.registrationId === row.registrationId) return [];
    return violation(row, 'REGISTRATIONS_HAVE_PLACES', `${row.userId} is ${row.status} nowhere`);
  });
}

/** Returns those of some places that have no event, or lie where no list of their event reads. */
export async function brokenPlaces(some: places.Item[]): Promise<Violation[]> {
  const found = await batchGet(
    some.map(({ eventId }) => seats.ref(eventId)),
    { consistent: true },
  );
  return some.flatMap(place => {
    const event = found(seats.ref(place.eventId));
    if (!event) return withoutEvent(place);
    if (isReadable(place, event)) return [];
    return violation(
      place,
      'PLACES_FIT_REGISTRATIONS',
      `${place.userId} is ${place.status} in ${place.part}`,
    );
  });
}

/** Returns whether a list of an event reads the part of a place. */
function isReadable(place: places.Item, { eventId, lanes, lastTicket }: seats.Item): boolean {
  const ticket = ticketOf(place) ?? 0;
  if (place.status === 'waitlisted' && blockOf(ticket) <= blockOf(lastTicket)) {
    return place.part === queuePart(eventId, blockOf(ticket));
  }
  return Array.from({ length: lanes }, (_, lane) => seatPart(eventId, lane)).includes(place.part);
}

const withoutEvent = (row: places.Item) =>
  violation(row, 'ROWS_HAVE_EVENTS', `${row.userId} is ${row.status}, but there is no such event`);

const violation = ({ eventId, userId }: places.Item, rule: Rule, detail: string): Violation[] => [
  { eventId, userId, rule, detail },
];

/** Checks one registration again. */
export async function checkRegistration(eventId: string, userId: string): Promise<Check> {
  const ref = registrations.ref(eventId, userId);
  const row = (await batchGet([ref], { consistent: true }))(ref);
  return { isEvent: false, found: row ? await brokenRegistrations([row]) : [] };
}

/** Checks one place again. */
export async function checkPlace(key: Pick<places.Item, 'part' | 'sortKey'>): Promise<Check> {
  const place = (await batchGet([places.ref(key)], { consistent: true }))(places.ref(key));
  return { isEvent: false, found: place ? await brokenPlaces([place]) : [] };
}
