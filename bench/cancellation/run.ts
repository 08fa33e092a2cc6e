import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { handler } from '../../functions/unregisterFromEvent.ts';
import { queueSortKey } from '../../lib/domain/registrationSortKey.ts';
import { type Answer, call } from '../../tests/support/api/invoke.ts';
import { anEvent, aRegistration } from '../../tests/support/records/records.ts';
import { putPeopleAt } from '../../tests/support/records/storedPeople.ts';
import type { Send } from '../crowd.ts';
import { instancesOfFunction } from '../instances.ts';
import { makePeople } from '../people.ts';
import { TIMEOUT_MS } from '../scenario.ts';
import { brokenAfter } from './checks.ts';

/** The service in one process for all, as `npm start` has it, or with an instance for each request, as on Lambda. */
export const MODES = ['one process', 'instances'] as const;
type Mode = (typeof MODES)[number];

const SEND: Record<Mode, Send> = {
  'one process': request => call(handler, request),
  instances: (await instancesOfFunction('functions/unregisterFromEvent.ts')).send,
};

/** So many people leave a full event within `overMs`, at which so many others wait. */
export type Cancellation = { people: number; waiting: number; overMs: number };

/** A person who left, the answer, and after how many milliseconds it came. */
export type Leaving = { userId: string; answer: Answer; ms: number };

/** The result of a run. `left` has the fastest answer first. This process computed for `busyMs` of `totalMs`. */
export type Result = { left: Leaving[]; totalMs: number; busyMs: number; broken: string[] };

/** Stores a full event. The queue is in the order of its tickets. */
async function aFullEvent({ people, waiting }: Cancellation) {
  const eventId = await anEvent({ capacity: people, hasWaitlist: true });
  const [seated, queue] = [await makePeople(people), await makePeople(waiting)];
  await putPeopleAt(eventId, [
    ...seated.map(userId => aRegistration({ eventId, userId })),
    ...queue.map((userId, n) =>
      aRegistration({ eventId, userId, status: 'waitlisted', sortKey: queueSortKey(n + 1) }),
    ),
  ]);
  return { eventId, seated, queue };
}

/** Lets everybody with a seat leave an event. */
export async function runCancellation(mode: Mode, cancellation: Cancellation): Promise<Result> {
  const { people, overMs } = cancellation;
  const { eventId, seated, queue } = await aFullEvent(cancellation);
  const request = (userId: string, path = { eventId, userId }) => ({
    method: 'DELETE',
    path,
    timeoutMs: TIMEOUT_MS,
  });
  // The instances are started by requests that find nothing. Their start is not measured.
  await Promise.all(seated.map(userId => SEND[mode](request(userId, { eventId: 'nowhere', userId }))));
  const begun = performance.now();
  const before = performance.eventLoopUtilization();
  const left = await Promise.all(
    seated.map(async (userId, n): Promise<Leaving> => {
      if (overMs > 0) await sleep((overMs * n) / people);
      const sent = performance.now();
      const answer = await SEND[mode](request(userId));
      return { userId, answer, ms: performance.now() - sent };
    }),
  );
  const totalMs = performance.now() - begun;
  const busyMs = totalMs * performance.eventLoopUtilization(before).utilization;
  left.sort((one, other) => one.ms - other.ms);
  return { left, totalMs, busyMs, broken: await brokenAfter(eventId, left, queue) };
}
