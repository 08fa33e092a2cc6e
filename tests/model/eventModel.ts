import type { Occupancy } from '../../lib/domain/waitlist.ts';
import { type Expected, type Life, refused } from './expected.ts';
import { NO_USER, UserModel } from './userModel.ts';

/** Null removes a field, or leaves it out. */
type Terms = { opensAt?: string | null; closesAt?: string | null; leaveUntil?: string | null };

type Settings = Pick<Occupancy, 'capacity' | 'hasWaitlist' | 'status'> &
  Terms & { date?: string; waitlistCapacity?: number | null };

/** Times that no test lives to see, or that were before it. */
export const [PAST, FUTURE] = ['2001-01-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z'];

const waitlistFull = (waiting: number) => refused(409, `Event and waitlist are full (${waiting} waiting).`);

const NO_EVENT = refused(404, 'Event not found');

const NO_REGISTRATION = refused(404, 'Registration not found');
const NOT_SEATED = refused(409, 'User is on the waitlist for this event, and has no seat');

const HOLD = 'a hold of nobody';

const without = (list: string[], one: string) => list.filter(other => other !== one);

/** One event of the contract in memory, without a database, counters or tickets. */
export class EventModel {
  life: Life = 'there';
  seated: string[] = [];
  /** Everybody who waits, in order. A hold of a dead process keeps its position until somebody releases it. */
  line: string[] = [];
  /** The people for whom dead processes hold seats. */
  heldFor: string[] = [];
  readonly users: UserModel;
  readonly eventId: string;
  settings: Settings;

  constructor(eventId: string, userIds: string[], settings: Settings) {
    this.eventId = eventId;
    this.users = new UserModel(userIds);
    this.settings = settings;
  }

  get taken(): number {
    return this.seated.length + this.heldFor.length;
  }

  /** The people who wait, in order. */
  get queue(): string[] {
    return this.line.filter(one => one !== HOLD);
  }

  get waiting(): number {
    return this.line.length;
  }

  /** The position of somebody in the queue, from 1, or 0. */
  positionOf = (userId: string): number => this.line.indexOf(userId) + 1;

  #whyNobody = (userId: string): Expected | undefined => {
    if (!this.users.isThere(userId)) return NO_USER;
    return this.life === 'there' ? undefined : NO_EVENT;
  };

  /** Returns what somebody who registers gets, or the refusal. */
  #admit(userId: string): 'seat' | 'queue' | Expected {
    const { status, capacity, hasWaitlist, opensAt, closesAt, waitlistCapacity } = this.settings;
    const nobody = this.#whyNobody(userId);
    if (nobody) return nobody;
    if (this.seated.includes(userId)) return refused(409, 'User is already registered for this event');
    const position = this.positionOf(userId);
    if (position > 0) return refused(409, `User is already on the waitlist at position ${position}`);
    if (status !== 'active') return refused(409, `Event is not open for registration (status: ${status})`);
    if (closesAt === PAST) return refused(409, `Registration closed at ${closesAt}`);
    if (opensAt === FUTURE) return refused(409, `Registration opens at ${opensAt}`);
    if (this.taken < capacity && this.waiting === 0) return 'seat';
    if (hasWaitlist && this.waiting >= (waitlistCapacity ?? Number.POSITIVE_INFINITY)) {
      return waitlistFull(this.waiting);
    }
    if (hasWaitlist) return 'queue';
    return refused(409, `Event is at full capacity (${capacity}/${capacity}). No waitlist available.`);
  }

  register(userId: string): Expected {
    const admission = this.#admit(userId);
    if (typeof admission === 'object') return admission;
    if (admission === 'seat') {
      this.seated.push(userId);
      return { status: 201, text: 'Successfully registered for event' };
    }
    this.line.push(userId);
    return { status: 201, text: `Event is full. Added to waitlist at position ${this.waiting}` };
  }

  /** Acquires a hold for somebody, which is not confirmed. */
  hold(userId: string): Expected | undefined {
    const admission = this.#admit(userId);
    if (typeof admission === 'object') return admission;
    if (admission === 'seat') this.heldFor.push(userId);
    else this.line.push(HOLD);
    return undefined;
  }

  /** Gives somebody the seat that a dead process holds for them. It goes to nobody else until it is released. */
  useHeldSeat(userId: string): Expected {
    this.heldFor.splice(this.heldFor.indexOf(userId), 1);
    this.seated.push(userId);
    return { status: 201, text: 'Successfully registered for event' };
  }

  #promote(): string | undefined {
    const [head] = this.settings.status === 'active' ? this.queue : [];
    if (head === undefined) return undefined;
    this.line = without(this.line, head);
    this.seated.push(head);
    return head;
  }

  #takeOff(userId: string): Expected {
    if (this.queue.includes(userId)) {
      this.line = without(this.line, userId);
      return { status: 200, text: 'Successfully removed from waitlist' };
    }
    if (!this.seated.includes(userId)) return NO_REGISTRATION;
    this.seated = without(this.seated, userId);
    return { status: 200, text: 'Successfully unregistered from event', promotedUser: this.#promote() };
  }

  /** Why a seat is not given up, if somebody has one. */
  #whyBound = (userId: string): Expected | undefined =>
    this.settings.leaveUntil === PAST && this.seated.includes(userId)
      ? refused(409, `Seats could be given up until ${PAST}`)
      : undefined;

  leave = (userId: string): Expected =>
    this.#whyNobody(userId) ?? this.#whyBound(userId) ?? this.#takeOff(userId);

  transfer(userId: string, to: string): Expected {
    const nobody = this.#whyNobody(userId);
    if (nobody) return nobody;
    if (this.queue.includes(userId)) return NOT_SEATED;
    if (!this.seated.includes(userId)) return NO_REGISTRATION;
    const bound = this.#whyBound(userId);
    if (bound) return bound;
    if (!this.users.isThere(to)) return NO_USER;
    if (this.seated.includes(to)) return refused(409, 'User is already registered for this event');
    if (this.queue.includes(to)) return refused(409, 'User is already on the waitlist for this event');
    this.seated = this.seated.map(one => (one === userId ? to : one));
    return { status: 200, text: 'Successfully handed the seat on' };
  }

  #fill(): void {
    while (this.taken < this.settings.capacity && this.#promote()) {}
  }

  update(changes: Partial<Settings>): Expected {
    if (this.life !== 'there') return NO_EVENT;
    const { capacity = this.settings.capacity } = changes;
    if (capacity < this.taken) {
      return refused(409, `Capacity cannot be lowered to ${capacity}: ${this.taken} people are registered`);
    }
    this.settings = { ...this.settings, ...changes };
    this.#fill();
    return { status: 200 };
  }

  delete(): Expected {
    if (this.life !== 'there') return NO_EVENT;
    this.life = 'deleting';
    return { status: 204 };
  }

  create(settings: Settings): Expected {
    const { eventId, life } = this;
    if (life === 'there') return refused(409, `Event already exists: ${eventId}`);
    if (life === 'deleting')
      return refused(409, `The previous event with this id is still being deleted: ${eventId}`);
    this.life = 'there';
    this.settings = settings;
    return { status: 201 };
  }

  /** The consumers of changes run. */
  settle(): void {
    if (this.life === 'there') this.#fill();
    if (this.life !== 'deleting') return;
    [this.seated, this.line] = [[], this.line.filter(one => one === HOLD)];
    if (this.taken + this.waiting === 0) this.life = 'gone';
  }

  removeDeletedUsers(): void {
    for (const userId of this.users.beingDeleted) {
      const hasRow = this.seated.includes(userId) || this.queue.includes(userId);
      if (hasRow && this.life === 'there') this.#takeOff(userId);
      this.seated = without(this.seated, userId);
      this.line = without(this.line, userId);
      this.users.remove(userId);
    }
  }

  /** Releases the holds that are not confirmed. */
  releaseStaleHolds(): void {
    this.heldFor = [];
    this.line = this.queue;
  }
}
