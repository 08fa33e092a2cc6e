import { randomUUID } from 'node:crypto';
import { pauseBeforeTry } from './deadline.ts';
import { batchGet, type Outcome, transact } from './dynamo.ts';
import { ApiError } from './errors.ts';
import { eventNotFound } from './events.ts';
import type { RegistrationItem } from './repositories/registrations.ts';
import * as registrations from './repositories/registrations.ts';
import type { SeatsItem } from './repositories/seats.ts';
import * as seats from './repositories/seats.ts';
import * as users from './repositories/users.ts';
import { userNotFound } from './users.ts';
import { admit, depart, type RegistrationStatus, type Seats } from './waitlist.ts';

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
const SEAT_IS_FREE: Seats = {
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
  const registrationId = randomUUID();
  let seen = SEAT_IS_FREE;
  for (let tries = 0; ; tries += 1) {
    // After a lost race, what was seen is old by the end of the pause: look before trying again.
    if (tries > 1) seen = await pauseAndLook(eventId, tries, seen);
    const plan = admit(seen);
    if (plan.kind === 'closed') throw eventNotOpen(plan.status);
    if (plan.kind === 'full') throw eventFull(seen);
    const registeredAt = new Date().toISOString();
    const isSeat = plan.kind === 'seat';
    const item: RegistrationItem = {
      eventId,
      userId,
      registrationId,
      status: isSeat ? 'registered' : 'waitlisted',
      registeredAt,
      promotedAt: null,
      place: isSeat
        ? registrations.seatPlace({ registeredAt, userId })
        : registrations.queuePlace(plan.after.lastTicket),
    };
    const outcome = await transact([
      isSeat ? seats.takeSeat(eventId) : seats.joinQueue(eventId, seen, plan.after),
      users.mustExist(userId),
      registrations.create(item),
    ]);
    if (outcome.committed) return registrationAnswer(item, isSeat ? null : plan.after.waitlistCount);
    seen = (await seatsAfterRefusal(outcome)) ?? seen;
  }
}

async function pauseAndLook(eventId: string, tries: number, seen: Seats): Promise<Seats> {
  await pauseBeforeTry(tries);
  const found = await batchGet([seats.ref(eventId)], { consistent: true });
  return found(seats.ref(eventId)) ?? seen;
}

/** Why a registration was refused: an error to answer, or the state of the event that the next plan needs. */
async function seatsAfterRefusal({ refusals }: Outcome & { committed: false }): Promise<Seats | undefined> {
  const [seatsRefusal, userRefusal, rowRefusal] = refusals;
  const item = seatsRefusal?.found as SeatsItem | undefined;
  if (userRefusal?.refused) throw userNotFound();
  if (seatsRefusal?.refused && (!item || item.status === 'deleted')) throw eventNotFound();
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

export type Unregistration = { left: RegistrationStatus; promotedUser: string | undefined };

/**
 * Takes a person off an event. Their seat goes to the head of the queue in the same transaction (rules 6 and 9).
 * @throws ApiError USER_NOT_FOUND, EVENT_NOT_FOUND, REGISTRATION_NOT_FOUND
 */
export async function unregister(eventId: string, userId: string): Promise<Unregistration> {
  let head = await registrations.headOfQueue(eventId);
  let leaving: RegistrationStatus = 'registered';
  let seen: Seats = { ...SEAT_IS_FREE, waitlistCount: head ? 1 : 0 };
  for (let tries = 0; ; tries += 1) {
    if (tries > 1) await pauseBeforeTry(tries);
    if (tries > 0 && leaving === 'registered') head = await registrations.headOfQueue(eventId);
    if (head?.userId === userId) leaving = 'waitlisted';
    const plan = depart(leaving, seen, head);
    const promoted = plan.kind === 'passSeatOn' ? plan.to : undefined;
    const outcome = await transact([
      SEATS_WRITE[plan.kind](eventId),
      registrations.remove(eventId, userId, leaving),
      ...(promoted ? [registrations.promote(promoted, new Date().toISOString())] : []),
    ]);
    if (outcome.committed) return { left: leaving, promotedUser: promoted?.userId };
    const [seatsRefusal, rowRefusal] = outcome.refusals;
    const row = rowRefusal?.found as RegistrationItem | undefined;
    if (rowRefusal?.refused && !row) throw await whatIsMissing(eventId, userId);
    seen = (seatsRefusal?.found as SeatsItem | undefined) ?? seen;
    if (seen.status === 'deleted') throw eventNotFound();
    leaving = row?.status ?? leaving;
  }
}

const SEATS_WRITE = {
  passSeatOn: seats.passSeatOn,
  freeSeat: seats.freeSeat,
  leaveQueue: seats.leaveQueue,
};

/** Says which is missing, when there is no registration to take back: the user, the event, or just that. */
async function whatIsMissing(eventId: string, userId: string): Promise<ApiError> {
  const found = await batchGet([users.ref(userId), seats.ref(eventId)], { consistent: true });
  if (!found(users.ref(userId))) return userNotFound();
  const item = found(seats.ref(eventId));
  if (!item || item.status === 'deleted') return eventNotFound();
  return new ApiError('REGISTRATION_NOT_FOUND', 'Registration not found');
}
