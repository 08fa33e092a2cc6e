import fc from 'fast-check';
import { positionsOf } from '../../../lib/domain/waitlist.ts';

/** What became of each ticket of a queue, from 1. */
const tickets = fc.array(fc.constantFrom('waits' as const, 'departed' as const), { maxLength: 60 });

test('a position is the number of those who wait up to a ticket, however many departed and were promoted', () => {
  fc.assert(
    fc.property(tickets, fc.nat(20), (above, floor) => {
      const those = (what: string) =>
        above.flatMap((one, index) => (one === what ? [floor + 1 + index] : []));
      const [waiting, departed] = [those('waits'), those('departed')];
      // A read of departures also returns some of the tickets below the floor.
      const read = [...departed.toReversed(), ...Array.from({ length: floor }, (_, n) => n + 1)];
      expect(positionsOf(waiting, floor, read)).toEqual(waiting.map((_, n) => n + 1));
    }),
  );
});

test('somebody who was promoted since they were read is at position 1', () => {
  expect(positionsOf([3, 9], 7, [])).toEqual([1, 2]);
});
