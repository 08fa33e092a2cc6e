import { setTimeout as sleep } from 'node:timers/promises';
import { type Random, randomOfPart } from '../simulator/random.ts';
import type { Answer } from '../support/api/invoke.ts';
import type { Recorder } from './history.ts';
import type { Process } from './newProcess.ts';

/** What a reader saw: how many people have a seat, and how many seats there are. */
export type Sight = { seated: number; capacity: number };

export type Crowd = {
  eventId: string;
  userIds: string[];
  processes: Process[];
  recorder: Recorder;
  sights: Sight[];
  /** The most seats that the event ever has. */
  mostSeats: number;
  seed: number;
};

const oneOf = <One>(list: One[], random: Random): One => list[Math.floor(random() * list.length)] as One;

/** A longer time between two requests of one client than an answer takes. */
const LONGEST_REST_MS = 40;

/** How many of a hundred requests are which. The rest are reads. */
const SHARES = { register: 45, unregister: 75, capacity: 80, status: 83, waitlist: 85 };

async function look({ eventId, sights }: Crowd, process: Process): Promise<void> {
  const [event, list] = [await process.getEvent(eventId), await process.listEventRegistrations(eventId)];
  if (event.status === 200) {
    sights.push({ seated: event.body.registeredCount, capacity: event.body.capacity });
  }
  if (list.status === 200) sights.push({ seated: seatedIn(list), capacity: Number.POSITIVE_INFINITY });
}

const seatedIn = ({ body }: Answer): number =>
  body.filter(({ status }: { status: string }) => status === 'registered').length;

async function askOnce(crowd: Crowd, process: Process, random: Random): Promise<void> {
  const { eventId, userIds, recorder, mostSeats } = crowd;
  const userId = oneOf(userIds, random);
  const share = random() * 100;
  if (share < SHARES.register) {
    await recorder.record('register', userId, () => process.register(eventId, userId));
  } else if (share < SHARES.unregister) {
    await recorder.record('unregister', userId, () => process.unregister(eventId, userId));
  } else if (share < SHARES.capacity) {
    await process.updateEvent(eventId, { capacity: 1 + Math.floor(random() * mostSeats) });
  } else if (share < SHARES.status) {
    await process.updateEvent(eventId, {
      status: oneOf(['active', 'active', 'active', 'cancelled'], random),
    });
  } else if (share < SHARES.waitlist) {
    await process.updateEvent(eventId, { hasWaitlist: oneOf([true, true, false], random) });
  } else {
    await look(crowd, process);
  }
}

/** So many clients go on asking, each with numbers of its own from the seed, until the time is over. */
export async function ask(crowd: Crowd, clients: number, seconds: number): Promise<void> {
  const end = performance.now() + seconds * 1000;
  const client = async (n: number) => {
    const random = randomOfPart(crowd.seed, n);
    while (performance.now() < end) {
      await askOnce(crowd, oneOf(crowd.processes, random), random);
      await sleep(random() * LONGEST_REST_MS);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, n) => client(n)));
}
