import type { RegistrationStatus } from '../lib/domain/waitlist.ts';
import { openHoldsOf } from '../lib/maintenance/invariants.ts';
import * as placeLists from '../lib/repositories/placeLists.ts';
import type * as places from '../lib/repositories/places.ts';
import * as seats from '../lib/repositories/seats.ts';
import { CAPACITY, type Registered, TIMEOUT_MS } from './scenario.ts';

type Found = { broken: string[]; openHolds: number };

const PAGE_SIZE = 1000;

/** A request gives up at most this long before its time is over, for its last pause and its answer. */
const GIVES_UP_BEFORE_MS = 2000;

/** Returns which invariants are broken once everyone has an answer, and how many holds are still to be released. */
export async function checkInvariants(eventIds: string[], registered: Registered[]): Promise<Found> {
  const byEvent = Map.groupBy(registered, ({ eventId }) => eventId);
  const found = await Promise.all(eventIds.map(eventId => checkEvent(eventId, byEvent.get(eventId) ?? [])));
  const hasty = registered.filter(
    ({ answer, ms }) => answer.status === 503 && ms < TIMEOUT_MS - GIVES_UP_BEFORE_MS,
  );
  const broken = found.flatMap(one => one.broken);
  if (hasty.length > 0) broken.push(`${hasty.length} people were sent away though they had time left`);
  return { broken, openHolds: found.reduce((sum, one) => sum + one.openHolds, 0) };
}

async function checkEvent(eventId: string, registered: Registered[]): Promise<Found> {
  const event = await seats.get(eventId);
  if (!event) return { broken: [`event ${eventId} is gone`], openHolds: 0 };
  const rows: places.Item[] = [];
  for await (const page of placeLists.allOfEvent(event, PAGE_SIZE)) rows.push(...page);
  const countOf = (status: RegistrationStatus) => rows.filter(row => row.status === status).length;
  const [seated, waiting] = [countOf('registered'), countOf('waitlisted')];
  const { seat, queue } = await openHoldsOf(event);
  const kept = new Set(rows.map(({ userId, status }) => `${userId} ${status}`));
  const told = registered.filter(({ answer }) => answer.status === 201).map(({ answer }) => answer.body);
  const lost = told.filter(({ userId, status }) => !kept.has(`${userId} ${status}`));
  const broken = [
    seated > CAPACITY && `${seated} people have ${CAPACITY} seats`,
    event.registeredCount !== seated + seat &&
      `${event.registeredCount} seats are counted, for ${seated} rows and ${seat} open holds`,
    event.waitlistCount !== waiting + queue &&
      `${event.waitlistCount} people are counted in the queue, for ${waiting} rows and ${queue} open holds`,
    lost.length > 0 && `${lost.length} people were told of registrations that are not there`,
  ].filter(text => text !== false);
  return { broken, openHolds: seat + queue };
}
