import { randomUUID } from 'node:crypto';
import { batchGet, type Outcome, transact } from './dynamo.ts';
import { ApiError } from './errors.ts';
import { eventNotFound } from './events.ts';
import type { RegistrationItem } from './repositories/registrations.ts';
import * as registrations from './repositories/registrations.ts';
import type { SeatsItem } from './repositories/seats.ts';
import * as seats from './repositories/seats.ts';
import * as users from './repositories/users.ts';
import { untilWon } from './turns.ts';
import { userNotFound } from './users.ts';
import { admit, type Seats } from './waitlist.ts';

/** A registration as the API answers it. `position` is the place in the queue now, for someone who waits. */
export const registrationAnswer = (item: RegistrationItem, position: number | null) => ({
  registrationId: item.registrationId,
  userId: item.userId,
  eventId: item.eventId,
  status: item.status,
  registeredAt: item.registeredAt,
  waitlistPosition: position,
  promotedAt: item.promotedAt,
});

export type Registration = ReturnType<typeof registrationAnswer>;

/** What is assumed of an event before its state was seen: most registrations meet a free seat. */
export const SEAT_IS_FREE: Seats = {
  status: 'active',
  capacity: 1,
  hasWaitlist: false,
  registeredCount: 0,
  waitlistCount: 0,
  lastTicket: 0,
};

/**
 * Gives a person a seat, or the next place in the queue (rules 1 to 5). One transaction when a seat is free, one
 * more when not: the refused one says what is true instead.
 * @throws ApiError USER_NOT_FOUND, EVENT_NOT_FOUND, ALREADY_REGISTERED, ALREADY_WAITLISTED, EVENT_NOT_OPEN, EVENT_FULL
 */
export async function register(eventId: string, userId: string): Promise<Registration> {
  const person = { eventId, userId, registrationId: randomUUID() };
  let seen = SEAT_IS_FREE;
  return untilWon(eventId, async tries => {
    // The first refusal says what is true. After a second one others race for it too: look right before the next try.
    if (tries > 2) seen = await look(person);
    const result = await tryToRegister(person, seen);
    if ('registration' in result) return result.registration;
    seen = result.seen;
    return undefined;
  });
}

type Person = Pick<RegistrationItem, 'eventId' | 'userId' | 'registrationId'>;

async function tryToRegister(
  person: Person,
  seen: Seats,
): Promise<{ registration: Registration } | { seen: Seats }> {
  const plan = admit(seen);
  if (plan.kind === 'closed') throw eventNotOpen(plan.status);
  if (plan.kind === 'full') throw eventFull(seen);
  const registeredAt = new Date().toISOString();
  const isSeat = plan.kind === 'seat';
  const item: RegistrationItem = {
    ...person,
    status: isSeat ? 'registered' : 'waitlisted',
    registeredAt,
    promotedAt: null,
    place: isSeat
      ? registrations.seatPlace(registeredAt, person)
      : registrations.queuePlace(plan.after.lastTicket),
  };
  const outcome = await transact([
    isSeat ? seats.takeSeat(person.eventId) : seats.joinQueue(person.eventId, seen, plan.after),
    users.join(person.userId),
    registrations.create(item),
  ]);
  if (!outcome.committed) return { seen: (await seatsAfterRefusal(person, outcome)) ?? seen };
  return { registration: registrationAnswer(item, isSeat ? null : plan.after.waitlistCount) };
}

/** The state of the event, for somebody who may register for it. */
async function look({ eventId, userId }: Person): Promise<Seats> {
  const refs = [users.ref(userId), seats.ref(eventId), registrations.ref(eventId, userId)];
  const found = await batchGet(refs, { consistent: true });
  if (!users.unlessDeleted(found(users.ref(userId)))) throw userNotFound();
  const seen = seats.unlessDeleted(found(seats.ref(eventId)));
  if (!seen) throw eventNotFound();
  const row = found(registrations.ref(eventId, userId));
  if (row) throw await alreadyThere(row);
  return seen;
}

/** Why a registration was refused: an error to answer, or the state of the event that the next plan needs. */
async function seatsAfterRefusal(
  person: Person,
  { refusals }: Outcome & { committed: false },
): Promise<Seats | undefined> {
  const [seatsRefusal, userRefusal, rowRefusal] = refusals;
  const item = seatsRefusal?.found as SeatsItem | undefined;
  if (userRefusal?.refused) throw userNotFound();
  // Where others were in the way the refusal says nothing, and what it says of the rest is not the first reason.
  if (refusals.some(({ unseen }) => unseen)) return look(person);
  if (seatsRefusal?.refused && !seats.unlessDeleted(item)) throw eventNotFound();
  if (rowRefusal?.refused) throw await alreadyThere(rowRefusal.found as RegistrationItem);
  return item;
}

async function alreadyThere(item: RegistrationItem): Promise<ApiError> {
  if (item.status === 'registered') {
    return new ApiError('ALREADY_REGISTERED', 'User is already registered for this event');
  }
  const position = await registrations.positionOf(item);
  return new ApiError('ALREADY_WAITLISTED', `User is already on the waitlist at position ${position}`);
}

const eventNotOpen = (status: string) =>
  new ApiError('EVENT_NOT_OPEN', `Event is not open for registration (status: ${status})`);

const eventFull = ({ capacity }: Seats) =>
  new ApiError('EVENT_FULL', `Event is at full capacity (${capacity}/${capacity}). No waitlist available.`);
