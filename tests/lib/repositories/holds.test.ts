import { TABLES } from '../../../lib/dynamo/client.ts';
import { updateItem } from '../../../lib/dynamo/expressions.ts';
import { transact, update } from '../../../lib/dynamo/write.ts';
import type { Hold } from '../../../lib/repositories/holds.ts';
import * as holds from '../../../lib/repositories/holds.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import * as sweeps from '../../../lib/repositories/sweeps.ts';
import { aSeatsItem, stored } from '../../support/records/records.ts';

const acquire = (seen: seats.Item, kind: Hold['kind'], token = holds.newToken()) =>
  update(holds.acquire(seen, kind, token));

const none = { seat: 0, queue: 0 };
const swept = { sweep: { from: none, to: none, at: 1 }, sweepKind: 'holds', holds: Array(128).fill(0) };

/** The first hold of an event begins a sweep, and the next holds find it there. */
describe.each([
  ['the first hold', {}],
  ['a hold after others', swept],
])('%s', (_which, more) => {
  test('on a seat counts a seat, and has the next number', async () => {
    const seen = await aSeatsItem({ registeredCount: 1, ...more });
    const outcome = await acquire(seen, 'seat', 'abcd');
    expect(outcome).toMatchObject({ kind: 'updated', item: { registeredCount: 2, waitlistCount: 0 } });
    const { eventId, incarnation } = seen;
    const hold = outcome.item && holds.holdOf(outcome.item, 'abcd');
    expect(hold).toEqual({ eventId, incarnation, kind: 'seat', number: 1 });
  });

  test('in the queue counts somebody who waits, and has the next ticket', async () => {
    const seen = await aSeatsItem({ registeredCount: 2, waitlistCount: 1, lastTicket: 5, ...more });
    const outcome = await acquire(seen, 'queue', 'abcd');
    expect(outcome).toMatchObject({ kind: 'updated', item: { waitlistCount: 2, lastTicket: 6 } });
    expect(outcome.item && holds.holdOf(outcome.item, 'abcd')).toMatchObject({ kind: 'queue', number: 6 });
  });

  test.each<[string, Hold['kind'], Partial<seats.Item>]>([
    ['on a seat when every seat is taken', 'seat', { registeredCount: 2 }],
    ['on a seat while anyone waits', 'seat', { registeredCount: 1, waitlistCount: 1 }],
    ['on a seat when the event is cancelled', 'seat', { status: 'cancelled' }],
    ['in the queue while a seat is free', 'queue', { registeredCount: 1 }],
    ['in the queue when the waitlist is switched off', 'queue', { registeredCount: 2, hasWaitlist: false }],
    ['in the queue when the event is completed', 'queue', { registeredCount: 2, status: 'completed' }],
  ])('%s is refused with the item that it met', async (_what, kind, fields) => {
    const seen = await aSeatsItem({ ...fields, ...more });
    expect(await acquire(seen, kind)).toEqual({ kind: 'refused', item: seen });
    expect(await stored(seats.ref(seen.eventId))).toEqual(seen);
  });
});

test('of two first holds at once one is refused, and its next try succeeds', async () => {
  const seen = await aSeatsItem();
  expect((await acquire(seen, 'seat', 'one1')).kind).toBe('updated');
  const second = await acquire(seen, 'seat', 'two2');
  expect(second).toMatchObject({ kind: 'refused', item: { registeredCount: 1, lastSeatHold: 1 } });
  expect(await acquire(second.item as seats.Item, 'seat', 'two2')).toMatchObject({
    kind: 'updated',
    item: { registeredCount: 2, lastSeatHold: 2 },
  });
});

test('a first hold is refused by the next event with the same id', async () => {
  const seen = await aSeatsItem();
  expect((await acquire({ ...seen, incarnation: 'another' }, 'seat')).kind).toBe('refused');
});

test('a token acquires one hold, however often its update is made', async () => {
  const seen = await aSeatsItem(swept);
  const [first, again] = [await acquire(seen, 'seat', 'abcd'), await acquire(seen, 'seat', 'abcd')];
  expect(again).toEqual({ kind: 'refused', item: first.item });
});

test('an event remembers its 64 most recent holds, newest first', async () => {
  const seen = await aSeatsItem({ capacity: 100 });
  let event = seen;
  for (let n = 1; n <= 66; n += 1) event = (await acquire(event, 'seat', `tok${n}`)).item ?? event;
  expect(event.holds).toHaveLength(64);
  expect(event.holds?.slice(0, 2)).toEqual(['stok66', 'stok65']);
  expect(holds.holdOf(event, 'tok66')?.number).toBe(66);
  expect([holds.holdOf(event, 'tok3')?.number, holds.holdOf(event, 'tok2')]).toEqual([3, undefined]);
});

test('a release takes a hold off the counters of its own event only', async () => {
  const { eventId, incarnation } = await aSeatsItem({ registeredCount: 2, waitlistCount: 2 });
  const hold: Hold = { eventId, incarnation, kind: 'queue', number: 1 };
  expect((await transact({ seats: holds.release({ ...hold, incarnation: 'next' }) })).kind).toBe('refused');
  expect((await transact({ seats: holds.release(hold) })).kind).toBe('committed');
  expect(await stored(seats.ref(eventId))).toMatchObject({ registeredCount: 2, waitlistCount: 1 });
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
  expect(ended.item).not.toHaveProperty('holds');
});

/** A seat becomes free, and nobody waits any more. */
const SEAT_IS_LEFT = {
  set: ['#registeredCount = :none', '#waitlistCount = :none'],
  when: ['attribute_exists(#eventId)'],
  values: { none: 0 },
};

test('a token has one hold, even if an update of the other kind that was given up is carried out later', async () => {
  const seen = await aSeatsItem({ registeredCount: 2, waitlistCount: 1, lastTicket: 1, ...swept });
  const { eventId } = seen;
  expect((await acquire(seen, 'queue', 'abcd')).kind).toBe('updated');
  await update(updateItem(TABLES.seats, { eventId }, SEAT_IS_LEFT));
  expect((await acquire(seen, 'seat', 'abcd')).kind).toBe('refused');
});
