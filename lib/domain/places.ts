import { partOf } from './spread.ts';

/**
 * The order of an event lies in parts, each a partition of its own: its seats in lanes, and its queue in blocks of
 * tickets. So no single partition holds a crowd back.
 */

/**
 * A ticket costs two write units, so that a block costs what its partition has in one second. A crowd that fills it goes
 * on to the next one before it has to wait.
 */
export const TICKETS_PER_BLOCK = 500;

/** Returns the block of the queue that a ticket is in. */
export const blockOf = (ticket: number): number => Math.floor(ticket / TICKETS_PER_BLOCK);

/** Returns the first ticket of a block. */
export const firstTicketOf = (block: number): number => block * TICKETS_PER_BLOCK;

/** Returns the part of an event that a block of its queue is. */
export const queuePart = (eventId: string, block: number): string => `${eventId}#queue#${block}`;

/** Returns the part of an event that a lane of its seats is. */
export const seatPart = (eventId: string, lane: number): string => `${eventId}#seat#${lane}`;

const SEATS_PER_LANE = 1000;
const MAX_LANES = 20;

/**
 * Returns the number of lanes for the seats of an event, which grows with its capacity: one for up to 1,000 seats, and at
 * most 20. A lane takes 500 seats a second, since each costs two of the 1,000 write units that a partition has, so that
 * an event can sell out in two seconds, and 20 lanes take the 10,000 requests a second of an HTTP API. Every list of
 * seats reads all lanes.
 */
export const lanesFor = (capacity: number): number =>
  Math.min(MAX_LANES, Math.ceil(capacity / SEATS_PER_LANE));

/** Returns the lane of a person's seat. Any lane would be right, since readers merge all of them. */
export const laneOf = (userId: string, lanes: number): number => (lanes === 1 ? 0 : partOf(userId, lanes));
