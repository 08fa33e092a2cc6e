import { setTimeout as sleep } from 'node:timers/promises';
import { type Random, randomOfPart } from '../simulator/random.ts';
import type { Answer } from '../support/api/invoke.ts';
import type { Recorder } from './history.ts';
import type { Process } from './newProcess.ts';

/** The numbers of people with a seat and of seats that a reader saw. */
export type Sight = { seated: number; capacity: number };

export type Crowd = {
  eventId: string;
  userIds: string[];
  processes: Process[];
  recorder: Recorder;
  sights: Sight[];
  /** The highest capacity that the event ever has. */
  maxSeats: number;
  seed: number;
};

const oneOf = <One>(list: One[], random: Random): One => list[Math.floor(random() * list.length)] as One;

/** The longest pause of a client is longer than an answer takes. */
const MAX_PAUSE_MS = 40;

/** The upper bound of each kind among a hundred requests. The rest are reads. */
const SHARES = { register: 45, unregister: 75, capacity: 80, status: 83, waitlist: 85 };

async function readBoth({ eventId, sights }: Crowd, process: Process): Promise<void> {
  const [event, list] = [await process.getEvent(eventId), await process.listEventRegistrations(eventId)];
  if (event.status === 200) {
    sights.push({ seated: event.body.registeredCount, capacity: event.body.capacity });
  }
  if (list.status === 200) sights.push({ seated: seatedIn(list), capacity: Number.POSITIVE_INFINITY });
}

const seatedIn = ({ body }: Answer): number =>
  body.filter(({ status }: { status: string }) => status === 'registered').length;

async function askOnce(crowd: Crowd, process: Process, random: Random): Promise<void> {
  const { eventId, userIds, recorder, maxSeats } = crowd;
  const userId = oneOf(userIds, random);
  const share = random() * 100;
  if (share < SHARES.register) {
    await recorder.record('register', userId, () => process.register(eventId, userId));
  } else if (share < SHARES.unregister) {
    await recorder.record('unregister', userId, () => process.unregister(eventId, userId));
  } else if (share < SHARES.capacity) {
    await process.updateEvent(eventId, { capacity: 1 + Math.floor(random() * maxSeats) });
  } else if (share < SHARES.status) {
    await process.updateEvent(eventId, {
      status: oneOf(['active', 'active', 'active', 'cancelled'], random),
    });
  } else if (share < SHARES.waitlist) {
    await process.updateEvent(eventId, { hasWaitlist: oneOf([true, true, false], random) });
  } else {
    await readBoth(crowd, process);
  }
}

/** Clients send requests until the time is over. Each client has its own random numbers from the seed. */
export async function ask(crowd: Crowd, clients: number, seconds: number): Promise<void> {
  const end = performance.now() + seconds * 1000;
  const client = async (n: number) => {
    const random = randomOfPart(crowd.seed, n);
    while (performance.now() < end) {
      await askOnce(crowd, oneOf(crowd.processes, random), random);
      await sleep(random() * MAX_PAUSE_MS);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, n) => client(n)));
}
