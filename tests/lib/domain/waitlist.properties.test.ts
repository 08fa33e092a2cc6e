import fc from 'fast-check';
import {
  admit,
  afterPromoting,
  amend,
  depart,
  type Occupancy,
  promotable,
  type RegistrationStatus,
} from '../../../lib/domain/waitlist.ts';

/** An event as rows, moved by the decisions of lib/domain/waitlist.ts: what the database holds, without the database. */
class Rows {
  seats: Occupancy;
  readonly people = new Map<number, { status: RegistrationStatus; ticket: number }>();
  /** Who waits, in the order of joining, kept without tickets. */
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
    const plan = admit(this.seats);
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

  /** Fills free seats, at most so many in one go: other steps may come between a change and this. */
  fill(most: number): void {
    const count = Math.min(promotable(this.seats), most);
    this.#promote(count);
    this.seats = afterPromoting(this.seats, count);
  }
}

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('register' as const), person: fc.nat(12) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('unregister' as const), person: fc.nat(12) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      changes: fc.oneof(
        fc.record({ capacity: fc.integer({ min: 1, max: 8 }) }),
        fc.record({ status: fc.constantFrom('active' as const, 'cancelled' as const, 'completed' as const) }),
        fc.record({ hasWaitlist: fc.boolean() }),
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('fill' as const), most: fc.nat(4) }) },
);

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

const history = fc.record({
  capacity: fc.integer({ min: 1, max: 5 }),
  hasWaitlist: fc.boolean(),
  steps: fc.array(step, { maxLength: 60 }),
});

/** Plays every history, and checks after each of its steps. */
const always = (check: (rows: Rows, step: Step, before: Occupancy) => void) =>
  fc.assert(
    fc.property(history, ({ capacity, hasWaitlist, steps }) => {
      const rows = new Rows(capacity, hasWaitlist);
      for (const one of steps) {
        const before = rows.seats;
        if (one.kind === 'change') rows.change(one.changes);
        else if (one.kind === 'fill') rows.fill(one.most);
        else rows[one.kind](one.person);
        check(rows, one, before);
      }
    }),
    { numRuns: 2000 },
  );

test('never registers more people than the capacity (rule 1)', () => {
  always(({ seats }) => expect(seats.registeredCount).toBeLessThanOrEqual(seats.capacity));
});

test('keeps counters that equal the rows (rule 1)', () => {
  always(rows => {
    expect(rows.seats.registeredCount).toBe(rows.with('registered').length);
    expect(rows.seats.waitlistCount).toBe(rows.with('waitlisted').length);
  });
});

test('promotes in the order of joining (rule 4)', () => {
  always(rows => expect(rows.with('waitlisted')).toEqual(rows.queue));
});

test('loses nobody: whoever came and did not leave is counted', () => {
  always(({ seats, people }) => expect(seats.registeredCount + seats.waitlistCount).toBe(people.size));
});

test('leaves no seat of an active event free while someone waits, once seats were filled (rule 7)', () => {
  always(rows => {
    rows.fill(Number.POSITIVE_INFINITY);
    expect(promotable(rows.seats)).toBe(0);
  });
});

test('gives no seat to a newcomer while someone waits, though seats are still to be filled (rule 5)', () => {
  always((rows, one, before) => {
    if (one.kind !== 'register' || before.waitlistCount === 0) return;
    expect(rows.seats.registeredCount).toBe(before.registeredCount);
  });
});

test('leaves seats to be filled after changes of an event only, never after people come and go (rule 6)', () => {
  always((rows, one, before) => {
    if (one.kind === 'change' || promotable(before) > 0) return;
    expect(promotable(rows.seats)).toBe(0);
  });
});

test('takes nobody in and promotes nobody unless the event is active (rule 3)', () => {
  always((rows, _step, before) => {
    if (rows.seats.status === 'active') return;
    expect(rows.seats.waitlistCount).toBeLessThanOrEqual(before.waitlistCount);
    expect(rows.seats.registeredCount).toBeLessThanOrEqual(before.registeredCount);
  });
});
