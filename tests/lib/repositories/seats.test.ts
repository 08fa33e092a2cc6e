import { randomUUID } from 'node:crypto';
import { transact, type Write } from '../../../lib/dynamo/write.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import * as seatsMoves from '../../../lib/repositories/seatsMoves.ts';
import { aSeatsItem, stored as storedAt } from '../../support/records/records.ts';

const stored = (eventId: string) => storedAt(seats.ref(eventId));

type Fields = Partial<seats.Item>;
type WriteOf = (item: seats.Item) => Write;

/** The write is made on an item with the fields of `before`, and changes only those of `changed`. */
const changes = (
  name: string,
  write: WriteOf,
  cases: [sentence: string, before: Fields, changed: Fields][],
) =>
  describe(name, () => {
    test.each(cases)('%s', async (_sentence, before, changed) => {
      const item = await aSeatsItem(before);
      expect(await transact({ seats: write(item) })).toEqual({ kind: 'committed' });
      expect(await stored(item.eventId)).toEqual({ ...item, ...changed });
    });
  });

/** The write is refused on an item with these fields. The refusal returns the item, and nothing is changed. */
const refuses = (name: string, write: WriteOf, cases: [sentence: string, before: Fields][]) =>
  describe(name, () => {
    test.each(cases)('%s', async (_sentence, before) => {
      const item = await aSeatsItem(before);
      const outcome = await transact({ seats: write(item) });
      expect(outcome).toEqual({
        kind: 'refused',
        refusals: { seats: { conditionFailed: true, conflicted: false, item } },
      });
      expect(await stored(item.eventId)).toEqual(item);
    });

    test('refuses an event that does not exist, and creates none', async () => {
      const eventId = randomUUID();
      const outcome = await transact({ seats: write({ ...(await aSeatsItem()), eventId }) });
      expect(outcome).toEqual({
        kind: 'refused',
        refusals: { seats: { conditionFailed: true, conflicted: false, item: undefined } },
      });
      expect(await stored(eventId)).toBeUndefined();
    });
  });

const none = { seat: 0, queue: 0 };
const takeSeat: WriteOf = item => seatsMoves.takeSeat(item.eventId, item);
changes('takeSeat', takeSeat, [
  ['takes the last seat', { registeredCount: 1 }, { registeredCount: 2 }],
  [
    'takes a seat when no hold is new since the last sweep',
    { sweep: { from: none, to: none, at: 0 } },
    { registeredCount: 1 },
  ],
]);
refuses('takeSeat', takeSeat, [
  ['refuses when every seat is taken', { registeredCount: 2 }],
  ['refuses while anyone waits, though a seat is free', { registeredCount: 1, waitlistCount: 1 }],
  ['refuses when the event is cancelled', { status: 'cancelled' }],
  ['refuses while holds are new', { sweep: { from: none, to: none, at: 0 }, lastSeatHold: 1 }],
]);

const queue = { registeredCount: 2, waitlistCount: 1, lastTicket: 5, incarnation: 'same' };

const passSeatOn: WriteOf = item => seatsMoves.passSeatOn(item, false, undefined);
const passAndRaise: WriteOf = item => seatsMoves.passSeatOn(item, true, { ticket: 5, isQueueEmpty: false });
changes('passSeatOn', passSeatOn, [
  ['takes one from the queue and keeps the number of people registered', queue, { waitlistCount: 0 }],
]);
refuses('passSeatOn', passSeatOn, [
  ['refuses when nobody waits', { registeredCount: 2 }],
  ['refuses when the event is cancelled', { ...queue, status: 'cancelled' }],
]);

changes('passSeatOn with a new floor', passAndRaise, [
  [
    'raises the floor, and takes the check-in off its count',
    { ...queue, floor: 4, checkedInCount: 1 },
    { waitlistCount: 0, floor: 5, checkedInCount: 0 },
  ],
]);
refuses('passSeatOn with a new floor', passAndRaise, [
  ['refuses while the floor is as high', { ...queue, floor: 5, checkedInCount: 1 }],
]);

const freeSeat: WriteOf = item => seatsMoves.freeSeat(item, false);
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

const leaveQueue: WriteOf = item => seatsMoves.leaveQueue(item);
const emptyQueue: WriteOf = item => seatsMoves.leaveQueue(item, { ticket: 5, isQueueEmpty: true });
changes('leaveQueue by the last person', emptyQueue, [
  ['raises the floor to the last ticket', queue, { waitlistCount: 0, floor: 5 }],
]);
changes('leaveQueue', leaveQueue, [['takes one from the queue', queue, { waitlistCount: 0 }]]);
refuses('leaveQueue', leaveQueue, [['refuses when the event is deleted', { ...queue, status: 'deleted' }]]);

const fillVacancies: WriteOf = item =>
  seatsMoves.fillVacancies({ ...item, capacity: 5 }, 3, { ticket: 7, isQueueEmpty: false });
const vacant = { capacity: 5, registeredCount: 2, waitlistCount: 4, lastTicket: 9 };
changes('fillVacancies', fillVacancies, [
  ['moves people from the queue to seats', vacant, { registeredCount: 5, waitlistCount: 1, floor: 7 }],
]);
refuses('fillVacancies', fillVacancies, [
  ['refuses more people than there are free seats', { ...vacant, registeredCount: 3 }],
  ['refuses when the capacity has changed', { ...vacant, capacity: 6 }],
  ['refuses while the floor is as high', { ...vacant, floor: 7 }],
  ['refuses when the event is cancelled', { ...vacant, status: 'cancelled' }],
]);

const asSeenBefore =
  (write: WriteOf, before: Fields): WriteOf =>
  item =>
    write({ ...item, ...before });
const another = { incarnation: 'another' };
refuses('takeSeat at an event that was known', asSeenBefore(takeSeat, another), [
  ['refuses another one', {}],
]);
refuses('takeSeat at a known date', asSeenBefore(takeSeat, { date: 'x' }), [['refuses another date', {}]]);
for (const [name, write] of Object.entries({ freeSeat, leaveQueue, passSeatOn })) {
  refuses(`${name} at an event that was seen`, asSeenBefore(write, another), [
    ['refuses another one', queue],
  ]);
  refuses(`${name} at a status that was seen`, asSeenBefore(write, { status: 'completed' }), [
    ['refuses another status', queue],
  ]);
}
refuses(
  'leaveQueue by the last person',
  item =>
    seatsMoves.leaveQueue({ ...item, waitlistCount: 1, lastTicket: 5 }, { ticket: 5, isQueueEmpty: true }),
  [
    ['refuses when somebody else waits', { ...queue, waitlistCount: 2 }],
    ['refuses when a later ticket was given', { ...queue, lastTicket: 6 }],
  ],
);
