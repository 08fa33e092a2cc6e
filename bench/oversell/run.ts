import { performance } from 'node:perf_hooks';
import { registerCrowd } from '../crowd.ts';
import { type Arrival, type Registered, TIMEOUT_MS } from '../scenario.ts';
import { type Findings, findingsOf } from './findings.ts';
import { ledgerOf } from './ledger.ts';
import { startSystem, type Way } from './systems.ts';

/** So many people come to so many seats within `overMs`. With 0 they come all at once. */
export type Oversell = { people: number; seats: number; overMs: number };

/** What became of it. This process computed for the part `busy` of the time. */
export type Outcome = Oversell & {
  way: Way;
  registered: Registered[];
  findings: Findings;
  openHolds: number;
  busy: number;
};

/** Every tenth person clicks twice. */
const CLICKS_TWICE = 10;

/** Lets a crowd come to an event of its own, and compares what is there with what people were told. */
export async function runOversell(way: Way, oversell: Oversell): Promise<Outcome> {
  const { people, seats, overMs } = oversell;
  const { register, read, ...system } = await startSystem(way);
  const userIds = await system.makePeople(people);
  const eventId = await system.makeEvent(seats);
  const arrivals = userIds.flatMap((userId, n): Arrival[] => {
    const arrival = { eventId, userId, atMs: (overMs * n) / people };
    return n % CLICKS_TWICE === 0 ? [arrival, arrival] : [arrival];
  });
  const rawPath = `/events/${eventId}/registrations`;
  const before = performance.eventLoopUtilization();
  const registered = await registerCrowd(request => register({ ...request, rawPath }), arrivals);
  const busy = performance.eventLoopUtilization(before).utilization;
  const ledger = await ledgerOf(request => read({ ...request, timeoutMs: TIMEOUT_MS }), eventId);
  const holds = await system.openHolds(eventId);
  const findings = findingsOf(ledger, holds, registered);
  return { ...oversell, way, registered, findings, openHolds: holds.seat + holds.queue, busy };
}
