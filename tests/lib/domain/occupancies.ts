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
