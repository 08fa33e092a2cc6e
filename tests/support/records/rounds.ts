import type { RoundOutcome } from '../../../lib/domain/rounds.ts';
import { TABLES } from '../../../lib/dynamo/client.ts';
import { update } from '../../../lib/dynamo/write.ts';
import * as funnels from '../../../lib/repositories/funnels.ts';
import { lastOutcomeOf, lastRoundOf } from '../../../lib/repositories/lastRound.ts';
import * as roundOutcomes from '../../../lib/repositories/roundOutcomes.ts';
import * as rounds from '../../../lib/repositories/rounds.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import type { Fault } from '../../simulator/callFaults.ts';
import { type Call, isArrive, isFence } from '../../simulator/callNames.ts';
import { type Answer, invoke } from '../api/invoke.ts';
import { alter } from './audit.ts';
import { coldStart } from './coldStart.ts';
import { registration } from './holds.ts';
import { anEvent, aUser, stored } from './records.ts';

/** The number of funnels of the events that tests create without any wish. */
export const FUNNELS = 4;

export const someUsers = (count: number): Promise<string[]> =>
  Promise.all(Array.from({ length: count }, () => aUser()));

/** Longer than any test. */
const HOUR_MS = 3_600_000;

/** Makes an event one to which a crowd came just now, so that everybody registers by a round. */
export const crowd = (eventId: string): Promise<void> =>
  alter(seats.ref(eventId), { crowdAt: Date.now() + HOUR_MS });

/** Creates an event to which a crowd came just now. Returns its id. */
export async function aCrowdedEvent(fields: object = {}): Promise<string> {
  const eventId = await anEvent(fields);
  await crowd(eventId);
  return eventId;
}

/** The numbers of the last holds on a seat and on the queue that an event has given. */
export async function lastHoldsOf(eventId: string): Promise<[seat: number, ticket: number]> {
  const { lastSeatHold, lastTicket } = (await stored(seats.ref(eventId))) as seats.Item;
  return [lastSeatHold, lastTicket];
}

/** So many people acquire holds in one round, and do not confirm them so far. */
export async function holdTogether(eventId: string, people: number): Promise<void> {
  const seen = (await stored(seats.ref(eventId))) as seats.Item;
  const round = lastRoundOf(seen) + 1;
  const cuts = Array.from({ length: seats.funnelsOf(seen) }, (_, funnel) => (funnel === 0 ? people : 0));
  for (const funnel of cuts.keys()) await funnels.fence(seen.incarnation, funnel, round);
  expect((await update(rounds.commit(seen, cuts, Date.now()))).kind).toBe('updated');
}

/** Stops the clock by which processes forget crowds, until the mocks are restored. */
export function stopForgetting(): void {
  import.meta.jest.spyOn(Date, 'now').mockReturnValue(Date.now());
}

/** Somebody acquires a hold in a round, which is over, and does not confirm it so far. A crowd came to the event. */
export async function holdEarlier(eventId: string, userId: string): Promise<void> {
  const seen = (await stored(seats.ref(eventId))) as seats.Item;
  const all = seats.funnelsOf(seen);
  await funnels.arrive(seen.incarnation, funnels.funnelOf(userId, all), funnels.tokenOf(userId));
  const round = lastRoundOf(seen) + 1;
  const cuts: number[] = [];
  for (let funnel = 0; funnel < all; funnel += 1) {
    const fenced = await funnels.fence(seen.incarnation, funnel, round);
    cuts.push(fenced.kind === 'fenced' ? fenced.cut : 0);
  }
  const { item } = await update(rounds.commit(seen, cuts, Date.now()));
  await roundOutcomes.publish(lastOutcomeOf(item as seats.Item) as RoundOutcome);
  await crowd(eventId);
}

/** The handlers of registerForEvent in so many new processes. */
export async function newProcesses(count: number): Promise<unknown[]> {
  const handlers: unknown[] = [];
  for (let n = 0; n < count; n += 1) {
    handlers.push(await coldStart('registerForEvent', {}, async handler => handler));
  }
  return handlers;
}

/** Registers people at once, each in the next one of the processes. */
export const comeAtOnce = (handlers: unknown[], eventId: string, userIds: string[]): Promise<Answer[]> =>
  Promise.all(
    userIds.map((userId, n) => invoke(handlers[n % handlers.length], registration(eventId, userId))),
  );

type FaultOf = (call: Call) => Fault | undefined;

/** Holds the fences of a round back until so many people have come in it. */
export function fencesAfter(arrivals: number): FaultOf {
  const allCame = Promise.withResolvers<void>();
  let left = arrivals;
  return call => {
    if (isArrive(call)) left -= 1;
    if (left === 0) allCame.resolve();
    return isFence(call) ? () => allCame.promise : undefined;
  };
}

/** Whether a call reads or writes the item that decides about the seats of an event. */
export const touchesSeats = ({ input }: Call): boolean => JSON.stringify(input).includes(`"${TABLES.seats}"`);
