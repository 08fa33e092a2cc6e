import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, TestRequest } from '../tests/support/api/invoke.ts';
import { type Arrival, type Registered, TIMEOUT_MS } from './scenario.ts';

/** Sends a request to register somebody. */
export type Send = (request: TestRequest) => Promise<Answer>;

/** Lets people register as they arrive, each of them once. `onAnswer` is called with each answer. */
export const registerCrowd = (
  send: Send,
  arrivals: Arrival[],
  onAnswer: () => void = () => {},
): Promise<Registered[]> =>
  Promise.all(
    arrivals.map(async ({ eventId, userId, atMs }) => {
      if (atMs > 0) await sleep(atMs);
      const request = { method: 'POST', path: { eventId }, body: { userId }, timeoutMs: TIMEOUT_MS };
      const sentAt = performance.now();
      const answer = await send(request);
      const answeredAt = performance.now();
      onAnswer();
      return { eventId, userId, answer, sentAt, answeredAt };
    }),
  );
