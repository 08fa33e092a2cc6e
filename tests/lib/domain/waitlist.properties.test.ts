import fc from 'fast-check';
import { type Occupancy, promotable } from '../../../lib/domain/waitlist.ts';
import { Rows } from './waitlistRows.ts';

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

test('counts everybody who came and did not leave', () => {
  always(({ seats, people }) => expect(seats.registeredCount + seats.waitlistCount).toBe(people.size));
});

test('leaves no seat of an active event free while somebody waits, after the seats are filled (rule 7)', () => {
  always(rows => {
    rows.fill(Number.POSITIVE_INFINITY);
    expect(promotable(rows.seats)).toBe(0);
  });
});

test('gives no seat to somebody who registers while others wait, even before free seats are filled (rule 5)', () => {
  always((rows, one, before) => {
    if (one.kind !== 'register' || before.waitlistCount === 0) return;
    expect(rows.seats.registeredCount).toBe(before.registeredCount);
  });
});

test('leaves seats to be filled only after changes of an event, never after people come and go (rule 6)', () => {
  always((rows, one, before) => {
    if (one.kind === 'change' || promotable(before) > 0) return;
    expect(promotable(rows.seats)).toBe(0);
  });
});

test('registers nobody and promotes nobody unless the event is active (rule 3)', () => {
  always((rows, _step, before) => {
    if (rows.seats.status === 'active') return;
    expect(rows.seats.waitlistCount).toBeLessThanOrEqual(before.waitlistCount);
    expect(rows.seats.registeredCount).toBeLessThanOrEqual(before.registeredCount);
  });
});
