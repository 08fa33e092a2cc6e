import { randomUUID } from 'node:crypto';
import * as seats from '../../lib/repositories/seats.ts';
import { letTimePass, releaseStaleHolds } from '../support/records/holds.ts';
import { stored } from '../support/records/records.ts';
import { violationsOf } from '../support/records/violations.ts';
import type { EventModel } from './eventModel.ts';
import type { Process } from './newProcess.ts';
import { type Conduct, passOn, type Router } from './router.ts';
import { type Cursor, drain } from './streamCursor.ts';

type Row = { userId: string; status: string; waitlistPosition: number | null };

export type World = {
  router: Router;
  process: Process;
  cursors: Record<'seats' | 'registrations' | 'users', Cursor>;
};

/** In these rounds a sweep sees every hold, waits until it is stale, releases it, and ends. */
const MAX_ROUNDS = 5;

/** Sweeps so many times, each time a minute later. Returns whether no hold is left to sweep. */
export async function releaseStaleHoldsFor(
  rounds: number,
  eventId: string,
  handler?: unknown,
): Promise<boolean> {
  for (let round = 0; round < rounds; round += 1) {
    const item = await stored(seats.ref(eventId));
    if (!item?.sweep) return true;
    await letTimePass(eventId);
    await releaseStaleHolds(handler);
  }
  return !(await stored(seats.ref(eventId)))?.sweep;
}

/** Releases every hold of an event that is not confirmed, as if no request were running. */
export async function releaseStaleHoldsOf(eventId: string, handler: unknown): Promise<void> {
  const isOver = await releaseStaleHoldsFor(MAX_ROUNDS, eventId, handler);
  if (!isOver) throw new Error(`The holds of ${eventId} are still being swept`);
}

/** One event in the real store, behind the real handlers. People are named by their index. */
export class RealEvent {
  readonly eventId = randomUUID();
  readonly userIds: string[];
  readonly #world: World;

  constructor(world: World, people: number) {
    this.#world = world;
    this.userIds = Array.from({ length: people }, () => randomUUID());
  }

  #idOf = (n: number) => this.userIds[n] ?? '';
  get #process() {
    return this.#world.process;
  }

  register = (n: number) => this.#process.register(this.eventId, this.#idOf(n));
  leave = (n: number) => this.#process.unregister(this.eventId, this.#idOf(n));
  transfer = (n: number, to: number) =>
    this.#process.transferSeat(this.eventId, this.#idOf(n), this.#idOf(to));
  update = (changes: object) => this.#process.updateEvent(this.eventId, changes);
  delete = () => this.#process.deleteEvent(this.eventId);
  create = (settings: object) => this.#process.createEvent(this.eventId, settings);
  deleteUser = (n: number) => this.#process.deleteUser(this.#idOf(n));
  createUser = (n: number) => this.#process.createUser(this.#idOf(n));
  releaseStaleHolds = () => releaseStaleHolds(this.#process.releaseStaleHoldsHandler);
  sweepAll = () => releaseStaleHoldsOf(this.eventId, this.#process.releaseStaleHoldsHandler);

  async settle(): Promise<void> {
    const { seats, registrations } = this.#world.cursors;
    await drain(this.#process.settleEventHandler, seats, registrations);
  }

  async removeDeletedUsers(): Promise<void> {
    await drain(this.#process.removeDeletedUserHandler, this.#world.cursors.users);
  }

  /** The number of seats that are taken or held. */
  async taken(): Promise<number> {
    const { conduct } = this.#world.router;
    const { body } = await this.disturbed(passOn, () => this.#process.getEvent(this.eventId));
    this.weather(conduct);
    return body.registeredCount;
  }

  /** From now on the database behaves like this. */
  weather(conduct: Conduct): void {
    this.#world.router.conduct = conduct;
  }

  /** The database behaves like this during `work`, and normally after it. */
  async disturbed<Result>(conduct: Conduct, work: () => Promise<Result>): Promise<Result> {
    this.weather(conduct);
    try {
      return await work();
    } finally {
      this.weather(passOn);
    }
  }

  /** Readers see the event of the model, and the counters include the holds of the model. */
  async expectToBe(model: EventModel): Promise<void> {
    const { life, seated, queue, settings, taken, waiting } = model;
    const { conduct } = this.#world.router;
    const [event, list] = await this.disturbed(
      passOn,
      async () =>
        [
          await this.#process.getEvent(this.eventId),
          await this.#process.listEventRegistrations(this.eventId),
        ] as const,
    );
    this.weather(conduct);
    if (life !== 'there') {
      expect([event.status, list.status]).toEqual([404, 404]);
      return;
    }
    const set = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null));
    expect(event.body).toMatchObject({ ...set, registeredCount: taken, waitlistCount: waiting });
    const rows = list.body.map((row: Row) => [row.userId, row.status, row.waitlistPosition].join(' '));
    expect(rows.slice(0, seated.length).sort()).toEqual(seated.map(userId => `${userId} registered `).sort());
    expect(rows.slice(seated.length)).toEqual(
      queue.map(userId => `${userId} waitlisted ${model.positionOf(userId)}`),
    );
  }

  /** The event is that of the model after all work is done, and the audit finds nothing. */
  async expectSoundAfterQuiet(model: EventModel): Promise<void> {
    this.weather(passOn);
    await this.settle();
    model.settle();
    await this.sweepAll();
    model.releaseStaleHolds();
    for (const _wakesTheOther of [1, 2]) {
      await this.settle();
      model.settle();
      await this.removeDeletedUsers();
      model.removeDeletedUsers();
    }
    await this.expectToBe(model);
    expect(await violationsOf(this.eventId)).toEqual([]);
  }
}
