import { ticketOf } from '../lib/domain/registrationSortKey.ts';
import type { RegistrationStatus } from '../lib/domain/waitlist.ts';
import { openHoldsOf } from '../lib/maintenance/invariants.ts';
import * as placeLists from '../lib/repositories/placeLists.ts';
import type * as places from '../lib/repositories/places.ts';
import * as seats from '../lib/repositories/seats.ts';
import { countOvertakers } from './order.ts';
import { type Registered, TIMEOUT_MS, waitsOf } from './scenario.ts';

/** The invariants that are broken, the holds that are still to be released, and the people who overtook others. */
export type Found = { broken: string[]; openHolds: number; overtakers: number };

const PAGE_SIZE = 1000;

/**
 * A request gives up at most this long before its time is over: a pause of a second, the second that is reserved for
 * confirming a hold, and the half of one for the answer.
 */
const GIVES_UP_BEFORE_MS = 2500;

/** Returns what is found at events once everyone who registered there has an answer. */
export async function checkInvariants(eventIds: string[], registered: Registered[]): Promise<Found> {
  const byEvent = Map.groupBy(registered, ({ eventId }) => eventId);
  const found = await Promise.all(eventIds.map(eventId => checkEvent(eventId, byEvent.get(eventId) ?? [])));
  const broken = found.flatMap(one => one.broken);
  const sentAway = waitsOf(registered.filter(({ answer }) => answer.status === 503));
  const hasty = sentAway.filter(ms => ms < TIMEOUT_MS - GIVES_UP_BEFORE_MS);
  if (hasty.length > 0) broken.push(`${hasty.length} people were sent away though they had time left`);
  const sum = (what: 'openHolds' | 'overtakers') => found.reduce((total, one) => total + one[what], 0);
  return { broken, openHolds: sum('openHolds'), overtakers: sum('overtakers') };
}

async function checkEvent(eventId: string, registered: Registered[]): Promise<Found> {
  const event = await seats.get(eventId);
  if (!event) return { broken: [`event ${eventId} is gone`], openHolds: 0, overtakers: 0 };
  const rows: places.Item[] = [];
  for await (const page of placeLists.allOfEvent(event, PAGE_SIZE)) rows.push(...page);
  const countOf = (status: RegistrationStatus) => rows.filter(row => row.status === status).length;
  const [seated, waiting] = [countOf('registered'), countOf('waitlisted')];
  const { seat, queue } = await openHoldsOf(event);
  const kept = new Set(rows.map(({ userId, status }) => `${userId} ${status}`));
  const told = registered.filter(({ answer }) => answer.status === 201).map(({ answer }) => answer.body);
  const lost = told.filter(({ userId, status }) => !kept.has(`${userId} ${status}`));
  const overtakers = overtakersOf(rows, registered);
  const broken = [
    seated > event.capacity && `${seated} people have ${event.capacity} seats`,
    event.registeredCount !== seated + seat &&
      `${event.registeredCount} seats are counted, for ${seated} rows and ${seat} open holds`,
    event.waitlistCount !== waiting + queue &&
      `${event.waitlistCount} people are counted in the queue, for ${waiting} rows and ${queue} open holds`,
    lost.length > 0 && `${lost.length} people were told of registrations that are not there`,
    overtakers > 0 && `${overtakers} people overtook somebody who had been answered before they were sent`,
  ].filter(text => text !== false);
  return { broken, openHolds: seat + queue, overtakers };
}

/** Counts the people who overtook others, by the tickets in their stored places. */
const overtakersOf = (rows: places.Item[], registered: Registered[]): number =>
  countOvertakers(
    registered.map(({ answer, ...one }) => ({
      ...one,
      isToldToWait: answer.status === 201 && answer.body.status === 'waitlisted',
    })),
    new Map(rows.map(row => [row.userId, ticketOf(row) ?? 0])),
  );
