import type { Occupancy } from './waitlist.ts';
import { type OutsideWindow, outsideWindow } from './window.ts';

/** This is why somebody new is not admitted. `waiting` is the number of people who wait. */
export type Denial =
  | { kind: 'closed'; status: Occupancy['status'] }
  | OutsideWindow
  | { kind: 'full'; capacity: number }
  | { kind: 'waitlistFull'; waiting: number };

/** Returns why nobody new is admitted at the time `now`, whatever is free, or `undefined` when people are (rule 3). */
export const closedFor = (occupancy: Occupancy, now: number): Denial | undefined =>
  occupancy.status === 'active'
    ? outsideWindow(occupancy, now)
    : { kind: 'closed', status: occupancy.status };

/** Returns how many more people may join the queue (rule 8). */
export const roomInQueue = ({ hasWaitlist, waitlistCapacity, waitlistCount }: Occupancy): number =>
  hasWaitlist ? Math.max(0, (waitlistCapacity ?? Number.POSITIVE_INFINITY) - waitlistCount) : 0;

/** Returns why somebody gets nothing who finds no seat, and no room in the queue. */
export const noRoomIn = ({ hasWaitlist, capacity, waitlistCount }: Occupancy): Denial =>
  hasWaitlist ? { kind: 'waitlistFull', waiting: waitlistCount } : { kind: 'full', capacity };
