import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import PQueue from 'p-queue';
import { everyTenth, progress } from '../progress.ts';
import type { Api, Reply } from './api.ts';
import type { Load } from './options.ts';

/** An event and its people, who are on the service already or are to be. Their ids begin with that of the event. */
export type Drop = { eventId: string; userIds: string[] };

export function newDrop(people: number): Drop {
  const eventId = `load-${randomBytes(4).toString('hex')}`;
  return { eventId, userIds: Array.from({ length: people }, (_, n) => `${eventId}-${n + 1}`) };
}

/**
 * Does something for each of the people, at most `concurrency` at once, until the signal is given or it fails once.
 * Nothing of it is under way afterwards.
 */
async function forEach(
  userIds: string[],
  concurrency: number,
  done: string,
  work: (userId: string) => Promise<unknown>,
  signal?: AbortSignal,
): Promise<void> {
  const queue = new PQueue({ concurrency });
  const count = everyTenth(userIds.length, done);
  const works = userIds.map(userId => async () => {
    if (signal?.aborted) return;
    await work(userId);
    count();
  });
  try {
    await queue.addAll(works);
  } finally {
    queue.clear();
    await queue.onIdle();
  }
}

/**
 * Makes the event and its people.
 * @throws LocalError when the service refuses one of them
 */
export async function makeDrop(
  api: Api,
  { eventId, userIds }: Drop,
  { seats, concurrency }: Load,
  signal: AbortSignal,
): Promise<void> {
  progress(`Making the event ${eventId} with ${seats} seats, and ${userIds.length} people …`);
  await api.ensure([201, 409], 'POST', 'events', {
    eventId,
    title: 'Test of a drop',
    description: 'A load test made this event, and removes it.',
    date: '2099-12-31',
    location: 'Nowhere',
    organizer: 'Load test',
    capacity: seats,
    hasWaitlist: true,
  });
  // A repeated try meets what an earlier one made: nobody else has these ids.
  const make = (userId: string) => api.ensure([201, 409], 'POST', 'users', { userId, name: userId });
  await forEach(userIds, concurrency, 'people made', make, signal);
}

/** The answer that a person got. Times are those of `performance.now()`, and `lateMs` is how late it was sent. */
export type Answered = { userId: string; reply: Reply; sentAt: number; answeredAt: number; lateMs: number };

/** Lets everybody register at a random time, until the signal is given. Returns the answers to what was sent. */
export async function registerAll(
  api: Api,
  { eventId, userIds }: Drop,
  { overMs, concurrency }: Load,
  signal: AbortSignal,
): Promise<Answered[]> {
  progress(`${userIds.length} people register within ${overMs / 1000} s …`);
  const queue = new PQueue({ concurrency });
  const answered: Answered[] = [];
  const count = everyTenth(userIds.length, 'people answered');
  const begunAt = performance.now();
  const register = async (userId: string) => {
    const dueAt = begunAt + Math.random() * overMs;
    await sleep(dueAt - begunAt, undefined, { signal }).catch(() => {});
    await queue.add(async () => {
      if (signal.aborted) return;
      const sentAt = performance.now();
      const reply = await api.send('POST', `events/${eventId}/registrations`, { userId });
      answered.push({ userId, reply, sentAt, answeredAt: performance.now(), lateMs: sentAt - dueAt });
      count();
    });
  };
  await Promise.all(userIds.map(register));
  return answered;
}

/**
 * Removes the event and its people, those that are there.
 * @throws LocalError when the service refuses to
 */
export async function removeDrop(api: Api, { eventId, userIds }: Drop, concurrency: number): Promise<void> {
  progress(`Removing the event ${eventId} and its people …`);
  await api.ensure([204, 404], 'DELETE', `events/${eventId}`);
  const remove = (userId: string) => api.ensure([204, 404], 'DELETE', `users/${userId}`);
  await forEach(userIds, concurrency, 'people removed', remove);
}
