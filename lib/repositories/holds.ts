import type { Write } from '../dynamo/write.ts';
import type * as seats from './seats.ts';
import { change, countRegistered, countWaitlisted, isSame } from './seatsClauses.ts';

/** A hold on a seat of an event, or on a position in its queue. The number of a hold on the queue is the ticket. */
export type Hold = {
  eventId: string;
  incarnation: string;
  kind: 'seat' | 'queue';
  number: number;
};

/** Takes holds of one event off its counters. */
export function release(holds: [Hold, ...Hold[]]): Write<seats.Item> {
  const [{ eventId, incarnation }] = holds;
  const count = (kind: Hold['kind']) => holds.filter(hold => hold.kind === kind).length;
  return change(eventId, [countRegistered('-', ':seats'), countWaitlisted('-', ':tickets')], [isSame], {
    incarnation,
    seats: count('seat'),
    tickets: count('queue'),
  });
}
