import { randomUUID } from 'node:crypto';
import { dateEventId } from '../../../lib/domain/sortKeys.ts';
import { transact, type Write } from '../../../lib/dynamo/write.ts';
import * as eventLists from '../../../lib/repositories/eventLists.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import * as seatsLifecycle from '../../../lib/repositories/seatsLifecycle.ts';
import { aSeatsItem as anItem, stored as storedAt } from '../../support/records/records.ts';

const stored = (eventId: string) => storedAt(seats.ref(eventId));

type Fields = Partial<seats.Item>;
type WriteOf = (item: seats.Item) => Write;

/** The write is made on an item with these fields, and changes just those. */
const changes = (
  name: string,
  write: WriteOf,
  cases: [sentence: string, before: Fields, changed: Fields][],
) =>
  describe(name, () => {
    test.each(cases)('%s', async (_sentence, before, changed) => {
      const item = await anItem(before);
      expect(await transact({ writes: [write(item)] })).toEqual({ kind: 'committed' });
      expect(await stored(item.eventId)).toEqual({ ...item, ...changed });
    });
  });

/** The write is refused on an item with these fields, which the refusal carries, and nothing is changed. */
const refuses = (name: string, write: WriteOf, cases: [sentence: string, before: Fields][]) =>
  describe(name, () => {
    test.each(cases)('%s', async (_sentence, before) => {
      const item = await anItem(before);
      const outcome = await transact({ writes: [write(item)] });
      expect(outcome).toEqual({
        kind: 'refused',
        refusals: { writes: [{ conditionFailed: true, conflicted: false, item: item }] },
      });
      expect(await stored(item.eventId)).toEqual(item);
    });

    test('refuses an event that is not there, and creates none', async () => {
      const eventId = randomUUID();
      const outcome = await transact({ writes: [write({ ...(await anItem()), eventId })] });
      expect(outcome).toEqual({
        kind: 'refused',
        refusals: { writes: [{ conditionFailed: true, conflicted: false, item: undefined }] },
      });
      expect(await stored(eventId)).toBeUndefined();
    });
  });

const none = { seat: 0, queue: 0 };
const takeSeat: WriteOf = ({ eventId }) => seats.takeSeat(eventId);
changes('takeSeat', takeSeat, [['takes the last seat', { registeredCount: 1 }, { registeredCount: 2 }]]);
refuses('takeSeat', takeSeat, [
  ['refuses when every seat is taken', { registeredCount: 2 }],
  ['refuses while anyone waits, though a seat is free', { registeredCount: 1, waitlistCount: 1 }],
  ['refuses when the event is cancelled', { status: 'cancelled' }],
  ['refuses while there are holds to sweep', { sweep: { from: none, to: none, at: 0 } }],
]);

const queue = { registeredCount: 2, waitlistCount: 1, lastTicket: 5, incarnation: 'same' };

const passSeatOn: WriteOf = ({ eventId }) => seats.passSeatOn(eventId);
changes('passSeatOn', passSeatOn, [
  ['takes one from the queue and keeps the number of people registered', queue, { waitlistCount: 0 }],
]);
refuses('passSeatOn', passSeatOn, [
  ['refuses when nobody waits', { registeredCount: 2 }],
  ['refuses when the event is cancelled', { ...queue, status: 'cancelled' }],
]);

const freeSeat: WriteOf = ({ eventId }) => seats.freeSeat(eventId);
changes('freeSeat', freeSeat, [
  ['frees a seat when nobody waits', { registeredCount: 2 }, { registeredCount: 1 }],
  [
    'frees a seat of a cancelled event, though people wait',
    { ...queue, status: 'cancelled' },
    { registeredCount: 1 },
  ],
]);
refuses('freeSeat', freeSeat, [
  ['refuses while someone waits in an active event', queue],
  ['refuses when the event is deleted', { registeredCount: 1, status: 'deleted' }],
]);

const leaveQueue: WriteOf = ({ eventId }) => seats.leaveQueue(eventId);
changes('leaveQueue', leaveQueue, [['takes one from the queue', queue, { waitlistCount: 0 }]]);
refuses('leaveQueue', leaveQueue, [['refuses when the event is deleted', { ...queue, status: 'deleted' }]]);

const fillVacancies: WriteOf = item => seats.fillVacancies(item.eventId, 5, 3);
const vacant = { capacity: 5, registeredCount: 2, waitlistCount: 4, lastTicket: 9 };
changes('fillVacancies', fillVacancies, [
  ['moves people from the queue to seats', vacant, { registeredCount: 5, waitlistCount: 1 }],
]);
refuses('fillVacancies', fillVacancies, [
  ['refuses more people than there are free seats', { ...vacant, registeredCount: 3 }],
  ['refuses when the capacity has changed', { ...vacant, capacity: 6 }],
  ['refuses when the event is cancelled', { ...vacant, status: 'cancelled' }],
]);

/** What an organiser saw of an event that others have edited since. */
const asSeenBefore = (item: seats.Item): seats.Item => ({
  ...item,
  capacity: 2,
  status: 'active',
  hasWaitlist: true,
  dateEventId: dateEventId('2027-05-01', item.eventId),
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
    ['raises it, and leaves the seats to those who wait', full, { capacity: 3 }],
    ['cancels with people waiting', full, { status: 'cancelled' }],
    ['opens a cancelled event', { ...full, status: 'cancelled' }, { status: 'active' }],
    ['switches the waitlist off with people waiting', full, { hasWaitlist: false }],
    ['moves an event to another day', full, { dateEventId: '2030-01-01#some-event' }],
    ['changes all of it at once', full, { capacity: 9, status: 'completed', hasWaitlist: false }],
  ])('%s', async (_sentence, before, changed) => {
    const item = await anItem(before);
    expect(await transact({ writes: [amend(changed)(item)] })).toEqual({ kind: 'committed' });
    expect(await stored(item.eventId)).toEqual({ ...item, ...changed });
  });

  test('needs no exact counters: people may come and go meanwhile', async () => {
    const item = await anItem({ registeredCount: 1, waitlistCount: 3, lastTicket: 9 });
    const seen = { ...item, registeredCount: 2, waitlistCount: 0, lastTicket: 5 };
    expect(await transact({ writes: [amend({ capacity: 3 })(seen)] })).toEqual({ kind: 'committed' });
    expect(await stored(item.eventId)).toEqual({ ...item, capacity: 3 });
  });

  test.each<[string, Fields, WriteOf]>([
    ['refuses a capacity below the people registered by now', { registeredCount: 2 }, lower],
    ['refuses when the capacity has changed', { capacity: 7 }, cancel],
    ['refuses when the status has changed', { status: 'completed' }, cancel],
    ['refuses when the event is deleted', { status: 'deleted' }, cancel],
    ['refuses when the date has changed', { dateEventId: '2030-01-01#some-event' }, cancel],
    ['refuses when the waitlist was switched off', { hasWaitlist: false }, cancel],
  ])('%s', async (_sentence, now, write) => {
    const item = await anItem(now);
    const outcome = await transact({ writes: [write(asSeenBefore(item))] });
    expect(outcome).toEqual({
      kind: 'refused',
      refusals: { writes: [{ conditionFailed: true, conflicted: false, item: item }] },
    });
    expect(await stored(item.eventId)).toEqual(item);
  });
});

describe('isStill', () => {
  test('lets a transaction pass while people come and go', async () => {
    const item = await anItem({ registeredCount: 1, waitlistCount: 3 });
    const seen = { ...item, registeredCount: 2, waitlistCount: 0 };
    expect(await transact({ writes: [seatsLifecycle.isStill(seen)] })).toEqual({ kind: 'committed' });
  });

  test.each<Fields>([
    { capacity: 7 },
    { status: 'completed' },
    { status: 'deleted' },
    { hasWaitlist: false },
    { dateEventId: '2030-01-01#some-event' },
  ])('refuses one when the event has %j by now', async now => {
    const item = await anItem(now);
    expect(await transact({ writes: [seatsLifecycle.isStill(asSeenBefore(item))] })).toMatchObject({
      kind: 'refused',
    });
  });
});

describe('idsByDate', () => {
  test('lists the events of a range of days by date, of one status or of all', async () => {
    const day = (date: string, eventId: string, status: 'active' | 'cancelled') =>
      anItem({ eventId, status, dateEventId: dateEventId(date, eventId) });
    await day('1999-01-02', 'b', 'active');
    await day('1999-01-02', 'a', 'cancelled');
    await day('1999-01-01', 'c', 'active');
    await day('1999-01-03', 'd', 'active');
    const ids = async (status?: string, sort: 'date' | '-date' = 'date') =>
      (await eventLists.idsByDate({ status, from: '1999-01-01', to: '1999-01-02', sort }, 9)).map(
        ({ eventId }) => eventId,
      );
    expect(await ids()).toEqual(['c', 'a', 'b']);
    expect(await ids(undefined, '-date')).toEqual(['b', 'a', 'c']);
    expect(await ids('active')).toEqual(['c', 'b']);
    expect(await ids('active', '-date')).toEqual(['b', 'c']);
    expect(await ids('completed')).toEqual([]);
  });
});
