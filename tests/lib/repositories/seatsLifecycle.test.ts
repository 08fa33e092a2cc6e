import { transact, type Write } from '../../../lib/dynamo/write.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import * as seatsLifecycle from '../../../lib/repositories/seatsLifecycle.ts';
import { aSeatsItem, stored as storedAt } from '../../support/records/records.ts';

const stored = (eventId: string) => storedAt(seats.ref(eventId));

type Fields = Partial<seats.Item>;
type WriteOf = (item: seats.Item) => Write;

/** The item as an organiser read it before others edited the event. */
const asSeenBefore = (item: seats.Item): seats.Item => ({
  ...item,
  capacity: 2,
  status: 'active',
  hasWaitlist: true,
  date: '2027-05-01',
});

describe('amend', () => {
  const amend =
    (after: seatsLifecycle.Changes): WriteOf =>
    item =>
      seatsLifecycle.amend(item, after);
  const cancel = amend({ status: 'cancelled' });
  const lower = amend({ capacity: 1 });
  const full = { registeredCount: 2, waitlistCount: 2, lastTicket: 2 };

  test.each<[string, Fields, seatsLifecycle.Changes]>([
    ['lowers the capacity to the number of people registered', { registeredCount: 1 }, { capacity: 1 }],
    ['raises the capacity, and leaves the seats to the people who wait', full, { capacity: 3 }],
    ['cancels with people waiting', full, { status: 'cancelled' }],
    ['opens a cancelled event', { ...full, status: 'cancelled' }, { status: 'active' }],
    ['switches the waitlist off with people waiting', full, { hasWaitlist: false }],
    ['moves an event to another day', full, { date: '2030-01-01' }],
    ['changes everything at once', full, { capacity: 9, status: 'completed', hasWaitlist: false }],
  ])('%s', async (_sentence, before, changed) => {
    const item = await aSeatsItem(before);
    expect(await transact({ seats: amend(changed)(item) })).toEqual({ kind: 'committed' });
    expect(await stored(item.eventId)).toEqual({ ...item, ...changed });
  });

  test('is not refused when people come and go meanwhile', async () => {
    const item = await aSeatsItem({ registeredCount: 1, waitlistCount: 3, lastTicket: 9 });
    const seen = { ...item, registeredCount: 2, waitlistCount: 0, lastTicket: 5 };
    expect(await transact({ seats: amend({ capacity: 3 })(seen) })).toEqual({ kind: 'committed' });
    expect(await stored(item.eventId)).toEqual({ ...item, capacity: 3 });
  });

  test.each<[string, Fields, WriteOf]>([
    [
      'refuses a capacity below the number of people who are registered by now',
      { registeredCount: 2 },
      lower,
    ],
    ['refuses when the capacity has changed', { capacity: 7 }, cancel],
    ['refuses when the status has changed', { status: 'completed' }, cancel],
    ['refuses when the event is deleted', { status: 'deleted' }, cancel],
    ['refuses when the date has changed', { date: '2030-01-01' }, cancel],
    ['refuses when the waitlist was switched off', { hasWaitlist: false }, cancel],
  ])('%s', async (_sentence, now, write) => {
    const item = await aSeatsItem(now);
    const outcome = await transact({ seats: write(asSeenBefore(item)) });
    expect(outcome).toEqual({
      kind: 'refused',
      refusals: { seats: { conditionFailed: true, conflicted: false, item } },
    });
    expect(await stored(item.eventId)).toEqual(item);
  });
});

describe('isStill', () => {
  test('lets a transaction pass while people come and go', async () => {
    const item = await aSeatsItem({ registeredCount: 1, waitlistCount: 3 });
    const seen = { ...item, registeredCount: 2, waitlistCount: 0 };
    expect(await transact({ seats: seatsLifecycle.isStill(seen) })).toEqual({ kind: 'committed' });
  });

  test.each<Fields>([
    { capacity: 7 },
    { status: 'completed' },
    { status: 'deleted' },
    { hasWaitlist: false },
    { date: '2030-01-01' },
  ])('refuses a transaction when the event has %j by now', async now => {
    const item = await aSeatsItem(now);
    expect(await transact({ seats: seatsLifecycle.isStill(asSeenBefore(item)) })).toMatchObject({
      kind: 'refused',
    });
  });
});
