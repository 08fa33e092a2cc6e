import fc from 'fast-check';
import type { Occupancy } from '../../../lib/domain/waitlist.ts';

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
    })
    .map(({ free, gone, ...state }) => ({
      ...state,
      registeredCount: Math.max(0, state.capacity - free),
      lastTicket: state.waitlistCount + gone,
    }));
