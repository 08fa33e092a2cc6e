import { randomUUID } from 'node:crypto';
import { batchGet, transact, type Write } from '../../lib/dynamo.ts';
import * as seats from '../../lib/repositories/seats.ts';

const stored = async (eventId: string) => {
  const found = await batchGet([seats.ref(eventId)], { consistent: true });
  return found(seats.ref(eventId));
};

async function anItem(fields: Partial<seats.SeatsItem> = {}): Promise<seats.SeatsItem> {
  const eventId = randomUUID();
  const item: seats.SeatsItem = {
    eventId,
    kind: 'event',
    dateEventId: seats.dateEventId('2027-05-01', eventId),
    status: 'active',
    capacity: 2,
    hasWaitlist: true,
    registeredCount: 0,
    waitlistCount: 0,
    lastTicket: 0,
    ...fields,
  };
  expect(await transact([seats.create(item)])).toEqual({ committed: true });
  return item;
}

type Fields = Partial<seats.SeatsItem>;
type WriteOf = (item: seats.SeatsItem) => Write;

/** The write is made on an item with these fields, and changes just those. */
const changes = (
  name: string,
  write: WriteOf,
  cases: [sentence: string, before: Fields, changed: Fields][],
) =>
  describe(name, () => {
    test.each(cases)('%s', async (_sentence, before, changed) => {
      const item = await anItem(before);
      expect(await transact([write(item)])).toEqual({ committed: true });
      expect(await stored(item.eventId)).toEqual({ ...item, ...changed });
    });
  });

/** The write is refused on an item with these fields, which the refusal carries, and nothing is changed. */
const refuses = (name: string, write: WriteOf, cases: [sentence: string, before: Fields][]) =>
  describe(name, () => {
    test.each(cases)('%s', async (_sentence, before) => {
      const item = await anItem(before);
      const outcome = await transact([write(item)]);
      expect(outcome).toEqual({
        committed: false,
        refusals: [{ refused: true, unseen: false, found: item }],
      });
      expect(await stored(item.eventId)).toEqual(item);
    });

    test('refuses an event that is not there, and creates none', async () => {
      const eventId = randomUUID();
      const outcome = await transact([write({ ...(await anItem()), eventId })]);
      expect(outcome).toEqual({
        committed: false,
        refusals: [{ refused: true, unseen: false, found: undefined }],
      });
      expect(await stored(eventId)).toBeUndefined();
    });
  });

const takeSeat: WriteOf = ({ eventId }) => seats.takeSeat(eventId);
changes('takeSeat', takeSeat, [['takes the last seat', { registeredCount: 1 }, { registeredCount: 2 }]]);
refuses('takeSeat', takeSeat, [
  ['refuses when every seat is taken', { registeredCount: 2 }],
  ['refuses while anyone waits, though a seat is free', { registeredCount: 1, waitlistCount: 1 }],
  ['refuses when the event is cancelled', { status: 'cancelled' }],
]);

const joinQueue: WriteOf = item =>
  seats.joinQueue(item.eventId, { ...item, lastTicket: 5, waitlistCount: 1 }, { ...item, lastTicket: 6 });
const queue = { registeredCount: 2, waitlistCount: 1, lastTicket: 5 };
changes('joinQueue', joinQueue, [
  ['adds one to the queue and moves the ticket on', queue, { waitlistCount: 2, lastTicket: 6 }],
  [
    'queues a newcomer behind those who wait, though a seat is free',
    { ...queue, registeredCount: 1 },
    { waitlistCount: 2, lastTicket: 6 },
  ],
]);
refuses('joinQueue', joinQueue, [
  ['refuses when another ticket was given out', { ...queue, lastTicket: 6 }],
  ['refuses when the length of the queue has changed', { ...queue, waitlistCount: 2 }],
  ['refuses when the waitlist is switched off', { ...queue, hasWaitlist: false }],
  ['refuses when the event is completed', { ...queue, status: 'completed' }],
]);

describe('joinQueue', () => {
  test('refuses to open a queue while a seat is free', async () => {
    const item = await anItem({ registeredCount: 1 });
    const outcome = await transact([seats.joinQueue(item.eventId, item, { ...item, lastTicket: 1 })]);
    expect(outcome.committed).toBe(false);
  });
});

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

describe('amend', () => {
  const amend = (before: Fields, after: seats.Changes, count: number): [Fields, WriteOf] => [
    before,
    item => seats.amend(item.eventId, { ...item, ...before }, after, count),
  ];
  const [lowering, lower] = amend({ registeredCount: 1, waitlistCount: 0 }, { capacity: 1 }, 0);
  const [raising, raise] = amend({ registeredCount: 2, waitlistCount: 2 }, { capacity: 3 }, 1);
  const [cancelling, cancel] = amend({}, { status: 'cancelled' }, 0);

  test.each<[string, Fields, WriteOf, Fields]>([
    ['lowers the capacity to the number of people registered', lowering, lower, { capacity: 1 }],
    ['raises it and promotes', raising, raise, { capacity: 3, registeredCount: 3, waitlistCount: 1 }],
    [
      'promotes though others joined the queue and left their seats meanwhile',
      { registeredCount: 1, waitlistCount: 3 },
      raise,
      { capacity: 3, registeredCount: 2, waitlistCount: 2 },
    ],
    ['cancels with people waiting', { ...queue }, cancel, { status: 'cancelled' }],
    ['needs no exact counters to cancel', { registeredCount: 1 }, cancel, { status: 'cancelled' }],
    ['changes what decides nothing', cancelling, cancel, { status: 'cancelled' }],
  ])('%s', async (_sentence, before, write, changed) => {
    const item = await anItem(before);
    expect(await transact([write(item)])).toEqual({ committed: true });
    expect(await stored(item.eventId)).toEqual({ ...item, ...changed });
  });

  test.each<[string, Fields, WriteOf]>([
    ['refuses a capacity below the people registered by now', { registeredCount: 2 }, lower],
    [
      'refuses to promote more people than there are seats by now',
      { registeredCount: 3, waitlistCount: 2 },
      raise,
    ],
    ['refuses when the capacity has changed', { capacity: 7 }, cancel],
    ['refuses when the status has changed', { status: 'completed' }, cancel],
  ])('%s', async (_sentence, now, write) => {
    const item = await anItem(now);
    const seen = { ...item, capacity: 2, status: 'active' as const };
    const outcome = await transact([write(seen)]);
    expect(outcome).toEqual({ committed: false, refusals: [{ refused: true, unseen: false, found: item }] });
    expect(await stored(item.eventId)).toEqual(item);
  });

  test('refuses to leave a seat free while someone waits who was not seen', async () => {
    const item = await anItem({ registeredCount: 2, waitlistCount: 1 });
    const seen = { ...item, waitlistCount: 0 };
    const outcome = await transact([seats.amend(item.eventId, seen, { capacity: 3 }, 0)]);
    expect(outcome.committed).toBe(false);
    expect(await stored(item.eventId)).toEqual(item);
  });
});

describe('markDeleted', () => {
  test('takes the event out of the lists and refuses to do it twice', async () => {
    const item = await anItem();
    const { kind: _kind, ...rest } = item;
    expect(await transact([seats.markDeleted(item.eventId)])).toEqual({ committed: true });
    expect(await stored(item.eventId)).toEqual({ ...rest, status: 'deleted' });
    expect(await transact([seats.markDeleted(item.eventId)])).toMatchObject({ committed: false });
  });

  test('refuses an event that is not there, and creates none', async () => {
    const eventId = randomUUID();
    expect(await transact([seats.markDeleted(eventId)])).toMatchObject({ committed: false });
    expect(await stored(eventId)).toBeUndefined();
  });
});

describe('idsByDate', () => {
  test('lists the events of a range of days by date, of one status or of all', async () => {
    const day = (date: string, eventId: string, status: 'active' | 'cancelled') =>
      anItem({ eventId, status, dateEventId: seats.dateEventId(date, eventId) });
    await day('1999-01-02', 'b', 'active');
    await day('1999-01-02', 'a', 'cancelled');
    await day('1999-01-01', 'c', 'active');
    await day('1999-01-03', 'd', 'active');
    const ids = async (status?: string) =>
      (await seats.idsByDate({ status, from: '1999-01-01', to: '1999-01-02' }, 9)).map(
        ({ eventId }) => eventId,
      );
    expect(await ids()).toEqual(['c', 'a', 'b']);
    expect(await ids('active')).toEqual(['c', 'b']);
    expect(await ids('completed')).toEqual([]);
  });
});
