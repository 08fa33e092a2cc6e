import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { handler as byHold } from '../functions/registerForEvent.ts';
import { batchPut } from '../lib/dynamo/batchPut.ts';
import { TABLES } from '../lib/dynamo/client.ts';
import type * as users from '../lib/repositories/users.ts';
import { type Answer, call, type TestRequest } from '../tests/support/api/invoke.ts';
import { anEvent } from '../tests/support/records/records.ts';
import { instancesOfFunction } from './instances.ts';
import { checkInvariants } from './invariants.ts';
import { CAPACITY, type Mode, type Registered, type Result, type Scenario, TIMEOUT_MS } from './scenario.ts';
import { handler as byTransactions } from './transactionsOnly.ts';

const SEND: Record<Mode, (request: TestRequest) => Promise<Answer>> = {
  transactions: request => call(byTransactions, request),
  'one process': request => call(byHold, request),
  instances: await instancesOfFunction(),
};

/** Puts users into the table, in the same form as the API creates them. */
export async function makePeople(count: number): Promise<string[]> {
  const people = Array.from({ length: count }, (): users.Item => {
    const userId = randomUUID();
    return { userId, name: `Name of ${userId}`, createdAt: '2027-01-01T00:00:00.000Z' };
  });
  await batchPut(TABLES.users, people);
  return people.map(({ userId }) => userId);
}

/** Lets a crowd register at new events, `rounds` times, one after the other. */
export async function runCrowd(
  mode: Mode,
  scenario: Scenario,
  userIds: string[],
  rounds: number,
): Promise<Result> {
  const total: Result = { registered: [], totalMs: 0, busyMs: 0, broken: [], openHolds: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const { registered, totalMs, busyMs, broken, openHolds } = await runOnce(mode, scenario, userIds);
    total.registered.push(...registered);
    total.totalMs += totalMs;
    total.busyMs += busyMs;
    total.broken.push(...broken);
    total.openHolds += openHolds;
  }
  total.registered.sort((one, other) => one.ms - other.ms);
  return total;
}

async function runOnce(mode: Mode, scenario: Scenario, userIds: string[]): Promise<Result> {
  const { people, hasWaitlist, overMs } = scenario;
  const events = Array.from({ length: Math.min(scenario.events, people) }, () =>
    anEvent({ capacity: CAPACITY, hasWaitlist }),
  );
  const eventIds = await Promise.all(events);
  const begun = performance.now();
  const before = performance.eventLoopUtilization();
  const registered = await Promise.all(
    userIds.slice(0, people).map(async (userId, n): Promise<Registered> => {
      const eventId = String(eventIds[n % eventIds.length]);
      if (overMs > 0) await sleep((overMs * n) / people);
      const sent = performance.now();
      const request = { method: 'POST', path: { eventId }, body: { userId }, timeoutMs: TIMEOUT_MS };
      const answer = await SEND[mode](request);
      const now = performance.now();
      return { eventId, answer, ms: now - sent, atMs: now - begun };
    }),
  );
  const totalMs = performance.now() - begun;
  const busyMs = totalMs * performance.eventLoopUtilization(before).utilization;
  return { registered, totalMs, busyMs, ...(await checkInvariants(eventIds, registered)) };
}
