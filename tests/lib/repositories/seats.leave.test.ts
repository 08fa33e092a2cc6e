import * as seatsMoves from '../../../lib/repositories/seatsMoves.ts';
import { asSeenBefore, changes, queue, refuses, type WriteOf } from './seatsWrites.ts';

/** So many registrations end at once. */
const leave =
  (leaving: Partial<seatsMoves.Leaving>, floor?: seatsMoves.Floor): WriteOf =>
  item =>
    seatsMoves.leave(
      item,
      { passedOn: 0, freed: 0, fromQueue: 0, checkedIn: 0, isHeadUnseen: false, ...leaving },
      floor,
    );

const passSeatOn = leave({ passedOn: 1 });
const passAndRaise = leave({ passedOn: 1, checkedIn: 1 }, { ticket: 5, isQueueEmpty: false });
changes('leave that passes a seat on', passSeatOn, [
  ['takes one from the queue and keeps the number of people registered', queue, { waitlistCount: 0 }],
]);
refuses('leave that passes a seat on', passSeatOn, [
  ['refuses when nobody waits', { registeredCount: 2 }],
  ['refuses when the event is cancelled', { ...queue, status: 'cancelled' }],
]);

changes('leave with a new floor', passAndRaise, [
  [
    'raises the floor, and takes the check-in off its count',
    { ...queue, floor: 4, checkedInCount: 1 },
    { waitlistCount: 0, floor: 5, checkedInCount: 0 },
  ],
]);
refuses('leave with a new floor', passAndRaise, [
  ['refuses while the floor is as high', { ...queue, floor: 5, checkedInCount: 1 }],
]);

const freeSeat = leave({ freed: 1 });
changes('leave that frees a seat', freeSeat, [
  ['frees a seat when nobody waits', { registeredCount: 2 }, { registeredCount: 1, hadPeople: true }],
  [
    'frees a seat of a cancelled event, though people wait',
    { ...queue, status: 'cancelled' },
    { registeredCount: 1, hadPeople: true },
  ],
]);
refuses('leave that frees a seat', freeSeat, [
  ['refuses while someone waits in an active event', queue],
  ['refuses when the event is deleted', { registeredCount: 1, status: 'deleted' }],
]);

const UNTIL = 1_800_000_000_000;
const asked = (askedAt: number, leaving: Partial<seatsMoves.Leaving>) => leave({ ...leaving, askedAt });
changes('leave that was asked for just in time', asked(UNTIL - 1, { freed: 1 }), [
  ['frees the seat', { registeredCount: 2, leaveUntil: UNTIL }, { registeredCount: 1, hadPeople: true }],
]);
refuses('leave that was asked for too late', asked(UNTIL, { freed: 1 }), [
  ['frees no seat', { registeredCount: 2, leaveUntil: UNTIL }],
]);
refuses('leave that was asked for too late', asked(UNTIL, { passedOn: 1 }), [
  ['passes no seat on', { ...queue, leaveUntil: UNTIL }],
]);
changes('leave from the queue that was asked for at any time', asked(UNTIL, { fromQueue: 1 }), [
  ['takes one from the queue', { ...queue, leaveUntil: UNTIL }, { waitlistCount: 0 }],
]);
changes('leave that nobody asked for', leave({ freed: 1 }), [
  [
    'frees a seat at any time',
    { registeredCount: 2, leaveUntil: 0 },
    { registeredCount: 1, hadPeople: true },
  ],
]);

const leaveQueue = leave({ fromQueue: 1 });
const emptyQueue = leave({ fromQueue: 1 }, { ticket: 5, isQueueEmpty: true });
changes('leave from the queue by the last person', emptyQueue, [
  ['raises the floor to the last ticket', queue, { waitlistCount: 0, floor: 5 }],
]);
changes('leave from the queue', leaveQueue, [['takes one from the queue', queue, { waitlistCount: 0 }]]);
refuses('leave from the queue', leaveQueue, [
  ['refuses when the event is deleted', { ...queue, status: 'deleted' }],
]);

const together = leave({ passedOn: 2, freed: 1, fromQueue: 1, checkedIn: 2 });
const crowded = { capacity: 9, registeredCount: 9, waitlistCount: 3, checkedInCount: 4 };
changes('leave by several at once', together, [
  [
    'counts each of them where they were, when nobody waits afterwards',
    crowded,
    { registeredCount: 8, waitlistCount: 0, checkedInCount: 2, hadPeople: true },
  ],
]);
refuses('leave by several at once', together, [
  ['refuses when fewer people wait than leave the queue', { ...crowded, waitlistCount: 2 }],
  ['refuses to free a seat while somebody waits', { ...crowded, waitlistCount: 4 }],
  ['refuses when the event is cancelled', { ...crowded, status: 'cancelled' }],
]);
changes(
  'leave that frees a seat for somebody whose row is not there yet',
  leave({ freed: 1, isHeadUnseen: true }),
  [['frees it though they wait', queue, { registeredCount: 1, hadPeople: true }]],
);

for (const [name, write] of Object.entries({ freeSeat, leaveQueue, passSeatOn })) {
  refuses(`${name} at an event that was seen`, asSeenBefore(write, { incarnation: 'another' }), [
    ['refuses another one', queue],
  ]);
  refuses(`${name} at a status that was seen`, asSeenBefore(write, { status: 'completed' }), [
    ['refuses another status', queue],
  ]);
}
refuses(
  'leave from the queue by the last person',
  asSeenBefore(emptyQueue, { waitlistCount: 1, lastTicket: 5 }),
  [
    ['refuses when somebody else waits', { ...queue, waitlistCount: 2 }],
    ['refuses when a later ticket was given', { ...queue, lastTicket: 6 }],
  ],
);
