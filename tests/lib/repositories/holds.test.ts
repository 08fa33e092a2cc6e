import { transact, update } from '../../../lib/dynamo/write.ts';
import type { Hold } from '../../../lib/repositories/holds.ts';
import * as holds from '../../../lib/repositories/holds.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import * as sweeps from '../../../lib/repositories/sweeps.ts';
import { aSeatsItem, stored } from '../../support/records/records.ts';

const none = { seat: 0, queue: 0 };
const swept = { sweep: { from: none, to: none, at: 1 }, sweepKind: 'holds' };

test('a release takes a hold off the counters of its own event only', async () => {
  const { eventId, incarnation } = await aSeatsItem({ registeredCount: 2, waitlistCount: 2 });
  const hold: Hold = { eventId, incarnation, kind: 'queue', number: 1 };
  expect((await transact({ seats: holds.release([{ ...hold, incarnation: 'next' }]) })).kind).toBe('refused');
  expect((await transact({ seats: holds.release([hold]) })).kind).toBe('committed');
  expect(await stored(seats.ref(eventId))).toMatchObject({ registeredCount: 2, waitlistCount: 1 });
});

test('a release takes many holds off the counters at once, each off its own', async () => {
  const { eventId, incarnation } = await aSeatsItem({ capacity: 9, registeredCount: 8, waitlistCount: 7 });
  const of = (kind: Hold['kind'], number: number): Hold => ({ eventId, incarnation, kind, number });
  const many = holds.release([of('seat', 1), of('queue', 1), of('seat', 2), of('seat', 4), of('queue', 5)]);
  expect((await transact({ seats: many })).kind).toBe('committed');
  expect(await stored(seats.ref(eventId))).toMatchObject({ registeredCount: 5, waitlistCount: 5 });
});

test('a sweep ends only when no hold is new, and otherwise goes on from where it was', async () => {
  const seen = await aSeatsItem({ ...swept, lastSeatHold: 3 });
  const item = seen as seats.Swept;
  expect(sweeps.hasNewHolds(item)).toBe(true);
  expect((await update(sweeps.end({ ...item, lastSeatHold: 2 }))).kind).toBe('refused');
  const advanced = await update(sweeps.advance(item, 2));
  expect(advanced.item?.sweep).toEqual({ from: none, to: { seat: 3, queue: 0 }, at: 2 });
  expect((await update(sweeps.advance(item, 3))).kind).toBe('refused');
  expect(sweeps.holdsToSweep(advanced.item as seats.Swept).map(({ number }) => number)).toEqual([1, 2, 3]);
  const ended = await update(sweeps.end(advanced.item as seats.Swept));
  expect(ended.item).not.toHaveProperty('sweep');
  expect(ended.item).not.toHaveProperty('sweepKind');
});
