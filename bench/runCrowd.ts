import { performance } from 'node:perf_hooks';
import { handler as byService } from '../functions/registerForEvent.ts';
import { call } from '../tests/support/api/invoke.ts';
import { anEvent } from '../tests/support/records/records.ts';
import { registerCrowd, type Send } from './crowd.ts';
import { instancesOfFunction } from './instances.ts';
import { checkInvariants } from './invariants.ts';
import type { Mode, Result, Scenario } from './scenario.ts';
import { handler as byTransactions } from './transactionsOnly.ts';

const CAPACITY = 100;

const SEND: Record<Mode, Send> = {
  transactions: request => call(byTransactions, request),
  'plain holds': (await instancesOfFunction('bench/plainHolds.ts')).send,
  'one process': request => call(byService, request),
  instances: (await instancesOfFunction()).send,
};

/** Lets a crowd register at new events, `rounds` times, one after the other. */
export async function runCrowd(
  mode: Mode,
  scenario: Scenario,
  userIds: string[],
  rounds: number,
): Promise<Result> {
  const total = await runOnce(mode, scenario, userIds);
  for (let round = 1; round < rounds; round += 1) {
    const { registered, totalMs, busyMs, broken, openHolds } = await runOnce(mode, scenario, userIds);
    total.registered.push(...registered);
    total.totalMs += totalMs;
    total.busyMs += busyMs;
    total.broken.push(...broken);
    total.openHolds += openHolds;
  }
  return total;
}

async function runOnce(mode: Mode, scenario: Scenario, userIds: string[]): Promise<Result> {
  const { people, hasWaitlist, overMs } = scenario;
  const events = Array.from({ length: Math.min(scenario.events, people) }, () =>
    anEvent({ capacity: CAPACITY, hasWaitlist }),
  );
  const eventIds = await Promise.all(events);
  const arrivals = userIds.slice(0, people).map((userId, n) => ({
    eventId: String(eventIds[n % eventIds.length]),
    userId,
    atMs: (overMs * n) / people,
  }));
  const begunAt = performance.now();
  const before = performance.eventLoopUtilization();
  const registered = await registerCrowd(SEND[mode], arrivals);
  const totalMs = performance.now() - begunAt;
  const busyMs = totalMs * performance.eventLoopUtilization(before).utilization;
  return { registered, begunAt, totalMs, busyMs, ...(await checkInvariants(eventIds, registered)) };
}
