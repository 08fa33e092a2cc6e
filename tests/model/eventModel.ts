import type { Occupancy } from '../../lib/domain/waitlist.ts';

/** What a call must be answered: its status, its message or the detail of its problem, and who was promoted. */
export type Expected = { status: number; text?: string; promotedUser?: string | undefined };

export type Life = 'there' | 'deleting' | 'gone';
type Settings = Pick<Occupancy, 'capacity' | 'hasWaitlist' | 'status'>;

const refused = (status: number, text: string): Expected => ({ status, text });
const NO_USER = refused(404, 'User not found');
const NO_EVENT = refused(404, 'Event not found');

const without = (list: string[], one: string) => list.filter(other => other !== one);

/** One event as the contract tells of it, in memory: no database, no counters, no tickets. */
export class EventModel {
  life: Life = 'there';
  seated: string[] = [];
  queue: string[] = [];
  /** What the numbers of dead processes still hold. */
  held = { seat: 0, queue: 0 };
  readonly users: Map<string, Life>;
  readonly eventId: string;
  settings: Settings;

  constructor(eventId: string, userIds: string[], settings: Settings) {
    this.eventId = eventId;
    this.users = new Map(userIds.map(userId => [userId, 'there']));
    this.settings = settings;
  }

  get taken(): number {
    return this.seated.length + this.held.seat;
  }

  get waiting(): number {
    return this.queue.length + this.held.queue;
  }

  #whyNobody = (userId: string): Expected | undefined => {
    if (this.users.get(userId) !== 'there') return NO_USER;
    return this.life === 'there' ? undefined : NO_EVENT;
  };

  /** What a newcomer gets, or why nothing. */
  #admit(userId: string): 'seat' | 'queue' | Expected {
    const { status, capacity, hasWaitlist } = this.settings;
    const nobody = this.#whyNobody(userId);
    if (nobody) return nobody;
    if (this.seated.includes(userId)) return refused(409, 'User is already registered for this event');
    const place = this.queue.indexOf(userId) + 1;
    if (place > 0) return refused(409, `User is already on the waitlist at position ${place}`);
    if (status !== 'active') return refused(409, `Event is not open for registration (status: ${status})`);
    if (this.taken < capacity && this.waiting === 0) return 'seat';
    if (hasWaitlist) return 'queue';
    return refused(409, `Event is at full capacity (${capacity}/${capacity}). No waitlist available.`);
  }

  register(userId: string): Expected {
    const place = this.#admit(userId);
    if (typeof place === 'object') return place;
    if (place === 'seat') {
      this.seated.push(userId);
      return { status: 201, text: 'Successfully registered for event' };
    }
    this.queue.push(userId);
    return { status: 201, text: `Event is full. Added to waitlist at position ${this.waiting}` };
  }

  /** A number is taken for someone, and not landed. */
  hold(userId: string): Expected | undefined {
    const place = this.#admit(userId);
    if (typeof place === 'object') return place;
    this.held[place] += 1;
    return undefined;
  }

  #promote(): string | undefined {
    const head = this.settings.status === 'active' ? this.queue.shift() : undefined;
    if (head !== undefined) this.seated.push(head);
    return head;
  }

  #takeOff(userId: string): Expected {
    if (this.queue.includes(userId)) {
      this.queue = without(this.queue, userId);
      return { status: 200, text: 'Successfully removed from waitlist' };
    }
    if (!this.seated.includes(userId)) return refused(404, 'Registration not found');
    this.seated = without(this.seated, userId);
    return { status: 200, text: 'Successfully unregistered from event', promotedUser: this.#promote() };
  }

  leave = (userId: string): Expected => this.#whyNobody(userId) ?? this.#takeOff(userId);

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

  deleteUser(userId: string): Expected {
    if (this.users.get(userId) !== 'there') return NO_USER;
    this.users.set(userId, 'deleting');
    return { status: 204 };
  }

  createUser(userId: string): Expected {
    const life = this.users.get(userId);
    if (life === 'there') return refused(409, `User already exists: ${userId}`);
    if (life === 'deleting')
      return refused(409, `The previous user with this id is still being deleted: ${userId}`);
    this.users.set(userId, 'there');
    return { status: 201 };
  }

  /** The consumers of changes run. */
  settle(): void {
    if (this.life === 'there') this.#fill();
    if (this.life !== 'deleting') return;
    [this.seated, this.queue] = [[], []];
    if (this.taken + this.waiting === 0) this.life = 'gone';
  }

  removeDeletedUsers(): void {
    for (const [userId, life] of this.users) {
      const hasRow = this.seated.includes(userId) || this.queue.includes(userId);
      if (life !== 'deleting' || (hasRow && this.life === 'deleting')) continue;
      if (hasRow) this.#takeOff(userId);
      this.users.set(userId, 'gone');
    }
  }

  /** Numbers that nobody landed are given back. */
  releaseStaleHolds(): void {
    this.held = { seat: 0, queue: 0 };
  }
}
