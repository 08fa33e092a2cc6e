import {
  admit,
  afterPromoting,
  amend,
  depart,
  type Occupancy,
  promotable,
  type RegistrationStatus,
} from '../../../lib/domain/waitlist.ts';
import { NOW } from './occupancies.ts';

/** The rows of an event in memory, which change by the decisions of lib/domain/waitlist.ts. */
export class Rows {
  seats: Occupancy;
  readonly people = new Map<number, { status: RegistrationStatus; ticket: number }>();
  /** The people who wait, in the order of joining. The order is kept without tickets. */
  readonly queue: number[] = [];

  constructor(capacity: number, hasWaitlist: boolean) {
    this.seats = {
      status: 'active',
      capacity,
      hasWaitlist,
      registeredCount: 0,
      waitlistCount: 0,
      lastTicket: 0,
    };
  }

  with = (status: RegistrationStatus): number[] =>
    [...this.people]
      .filter(([, person]) => person.status === status)
      .sort(([, a], [, b]) => a.ticket - b.ticket)
      .map(([person]) => person);

  #promote(count: number): void {
    this.queue.splice(0, count);
    for (const person of this.with('waitlisted').slice(0, count)) {
      this.people.set(person, { status: 'registered', ticket: 0 });
    }
  }

  register(person: number): void {
    if (this.people.has(person)) return;
    const plan = admit(this.seats, NOW);
    if (plan.kind !== 'seat' && plan.kind !== 'queue') return;
    if (plan.kind === 'queue') this.queue.push(person);
    this.people.set(
      person,
      plan.kind === 'seat'
        ? { status: 'registered', ticket: 0 }
        : { status: 'waitlisted', ticket: plan.after.lastTicket },
    );
    this.seats = plan.after;
  }

  unregister(person: number): void {
    const row = this.people.get(person);
    if (!row) return;
    const plan = depart(row.status, this.seats, this.with('waitlisted')[0]);
    if (row.status === 'waitlisted') this.queue.splice(this.queue.indexOf(person), 1);
    if (plan.kind === 'passSeatOn') this.#promote(1);
    this.people.delete(person);
    this.seats = plan.after;
  }

  change(changes: Partial<Occupancy>): void {
    const plan = amend(this.seats, changes);
    if (plan.kind === 'amended') this.seats = plan.after;
  }

  /** Fills at most so many free seats. Other steps may come between a change and this one. */
  fill(most: number): void {
    const count = Math.min(promotable(this.seats), most);
    this.#promote(count);
    this.seats = afterPromoting(this.seats, count);
  }
}
