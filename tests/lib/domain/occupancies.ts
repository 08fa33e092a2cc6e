import fc from 'fast-check';
import type { Occupancy } from '../../../lib/domain/waitlist.ts';

/** The time of every decision, in milliseconds since 1970. */
export const NOW = 1_800_000_000_000;

export const occupancy = (fields: Partial<Occupancy> = {}): Occupancy => ({
  status: 'active',
  capacity: 2,
  hasWaitlist: true,
  registeredCount: 0,
  waitlistCount: 0,
  lastTicket: 0,
  ...fields,
});

export const full = occupancy({ registeredCount: 2 });
export const queued = occupancy({ registeredCount: 2, waitlistCount: 3, lastTicket: 7 });

/** A seat is free that goes to the head of the queue. */
export const beingFilled = occupancy({ registeredCount: 1, waitlistCount: 3, lastTicket: 7 });

/** Events have any of these fields, or none. */
const anyTerms = (maxWaiting: number) =>
  fc.record(
    {
      waitlistCapacity: fc.nat(maxWaiting + 2),
      opensAt: fc.constantFrom(NOW - 1, NOW, NOW + 1),
      closesAt: fc.constantFrom(NOW, NOW + 1),
    },
    { requiredKeys: [] },
  );

/** An event may be full or not, and people may wait or not, even while seats are being filled. */
export const anyOccupancy = (maxSeats: number, maxWaiting: number): fc.Arbitrary<Occupancy> =>
  fc
    .record({
      status: fc.constantFrom('active' as const, 'cancelled' as const, 'completed' as const),
      capacity: fc.integer({ min: 1, max: maxSeats }),
      hasWaitlist: fc.boolean(),
      free: fc.nat(maxSeats),
      waitlistCount: fc.oneof(fc.constant(0), fc.nat(maxWaiting)),
      gone: fc.nat(5),
      terms: anyTerms(maxWaiting),
    })
    .map(({ free, gone, terms, ...state }) => ({
      ...state,
      ...terms,
      registeredCount: Math.max(0, state.capacity - free),
      lastTicket: state.waitlistCount + gone,
    }));
