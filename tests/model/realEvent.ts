import { randomUUID } from 'node:crypto';
import { violationsOf } from '../../lib/maintenance/audit.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { letTimePass, releaseStaleHolds } from '../support/records/holds.ts';
import { stored } from '../support/records/records.ts';
import { drain, type Tail } from './cursor.ts';
import type { EventModel } from './eventModel.ts';
import type { Process } from './newProcess.ts';
import { type Conduct, passOn, type Switchboard } from './router.ts';

type Row = { userId: string; status: string; waitlistPosition: number | null };

export type World = {
  board: Switchboard;
  process: Process;
  tails: Record<'seats' | 'registrations' | 'users', Tail>;
};

/** The rounds in which every number is seen, then old, then given back, and the watch ends. */
const MOST_ROUNDS = 5;

/** Sweeps so often, each time a minute later. Returns whether no hold is left to sweep. */
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

/** Has every number of an event given back that nobody landed, as if no request were under way. */
export async function releaseStaleHoldsOf(eventId: string, handler: unknown): Promise<void> {
  const isOver = await releaseStaleHoldsFor(MOST_ROUNDS, eventId, handler);
  if (!isOver) throw new Error(`The numbers of ${eventId} are still watched`);
}

/** One event in the real store, through the real handlers. People are known by their number. */
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
  update = (changes: object) => this.#process.updateEvent(this.eventId, changes);
  delete = () => this.#process.deleteEvent(this.eventId);
  create = (settings: object) => this.#process.createEvent(this.eventId, settings);
  deleteUser = (n: number) => this.#process.deleteUser(this.#idOf(n));
  createUser = (n: number) => this.#process.createUser(this.#idOf(n));
  releaseStaleHolds = () => releaseStaleHolds(this.#process.releaseStaleHoldsHandler);
  sweepAll = () => releaseStaleHoldsOf(this.eventId, this.#process.releaseStaleHoldsHandler);

  async settle(): Promise<void> {
    const { seats: seatsTail, registrations } = this.#world.tails;
    await drain(this.#process.settleEventHandler, seatsTail, registrations);
  }

  async removeDeletedUsers(): Promise<void> {
    await drain(this.#process.removeDeletedUserHandler, this.#world.tails.users);
  }

  /** From now on the database answers like this. */
  weather(conduct: Conduct): void {
    this.#world.board.conduct = conduct;
  }

  /** Answers like this while one work is done, and as it should after it. */
  async disturbed<Result>(conduct: Conduct, work: () => Promise<Result>): Promise<Result> {
    this.weather(conduct);
    try {
      return await work();
    } finally {
      this.weather(passOn);
    }
  }

  /** What readers see, and what is held behind it, is what the model says. */
  async expectToBe({ life, seated, queue, settings, taken, waiting }: EventModel): Promise<void> {
    const { conduct } = this.#world.board;
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
    expect(event.body).toMatchObject({ ...settings, registeredCount: taken, waitlistCount: waiting });
    const rows = list.body.map((row: Row) => [row.userId, row.status, row.waitlistPosition].join(' '));
    expect(rows.slice(0, seated.length).sort()).toEqual(seated.map(userId => `${userId} registered `).sort());
    expect(rows.slice(seated.length)).toEqual(queue.map((userId, n) => `${userId} waitlisted ${n + 1}`));
  }

  /** Nothing is under way, the consumers have done their work, and the audit finds nothing. */
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
