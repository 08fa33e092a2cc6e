import {
  type Admission,
  admit,
  afterPromoting,
  type Departure,
  depart,
  freeSeats,
  type Occupancy,
  promotable,
  type RegistrationStatus,
} from '../../../lib/domain/waitlist.ts';
import { beingFilled, full, NOW, occupancy, queued } from './occupancies.ts';

const ADMISSIONS: [sentence: string, before: Occupancy, admission: Admission][] = [
  ['gives the first seat', occupancy(), { kind: 'seat', after: occupancy({ registeredCount: 1 }) }],
  ['gives the last seat', occupancy({ registeredCount: 1 }), { kind: 'seat', after: full }],
  [
    'gives a seat also without a waitlist',
    occupancy({ hasWaitlist: false }),
    { kind: 'seat', after: occupancy({ hasWaitlist: false, registeredCount: 1 }) },
  ],
  [
    'opens the queue when the seats are taken',
    full,
    { kind: 'queue', after: { ...full, waitlistCount: 1, lastTicket: 1 } },
  ],
  [
    'gives the next ticket, whatever the length of the queue',
    queued,
    { kind: 'queue', after: { ...queued, waitlistCount: 4, lastTicket: 8 } },
  ],
  [
    'adds somebody behind the people who wait, though a seat is free (rule 5)',
    beingFilled,
    { kind: 'queue', after: { ...beingFilled, waitlistCount: 4, lastTicket: 8 } },
  ],
  [
    'refuses when the event is full and has no waitlist',
    { ...full, hasWaitlist: false },
    { kind: 'full', capacity: 2 },
  ],
  [
    'refuses when the waitlist was switched off with people in it (rule 8)',
    { ...queued, hasWaitlist: false },
    { kind: 'full', capacity: 2 },
  ],
  [
    'keeps a free seat for the people who wait, though the waitlist was switched off (rules 5 and 8)',
    { ...beingFilled, hasWaitlist: false },
    { kind: 'full', capacity: 2 },
  ],
  [
    'refuses when the event is cancelled',
    occupancy({ status: 'cancelled' }),
    { kind: 'closed', status: 'cancelled' },
  ],
  [
    'refuses when the event is completed',
    occupancy({ status: 'completed' }),
    { kind: 'closed', status: 'completed' },
  ],
  [
    'gives the last position of a waitlist that has a capacity',
    { ...queued, waitlistCapacity: 4 },
    { kind: 'queue', after: { ...queued, waitlistCapacity: 4, waitlistCount: 4, lastTicket: 8 } },
  ],
  [
    'refuses when so many wait as the waitlist has positions',
    { ...queued, waitlistCapacity: 3 },
    { kind: 'waitlistFull', waiting: 3 },
  ],
  [
    'refuses when more wait, since the capacity of the waitlist was lowered',
    { ...queued, waitlistCapacity: 0 },
    { kind: 'waitlistFull', waiting: 3 },
  ],
  [
    'gives a seat though the waitlist has no positions',
    occupancy({ waitlistCapacity: 0 }),
    { kind: 'seat', after: occupancy({ waitlistCapacity: 0, registeredCount: 1 }) },
  ],
  ['refuses before it opens', occupancy({ opensAt: NOW + 1 }), { kind: 'notYetOpen', opensAt: NOW + 1 }],
  [
    'gives a seat at the time when it opens',
    occupancy({ opensAt: NOW }),
    { kind: 'seat', after: occupancy({ opensAt: NOW, registeredCount: 1 }) },
  ],
  [
    'refuses at the time when it closes',
    occupancy({ closesAt: NOW }),
    { kind: 'noLongerOpen', closesAt: NOW },
  ],
  [
    'refuses as closed where it would close before it opens',
    occupancy({ opensAt: NOW + 2, closesAt: NOW }),
    { kind: 'noLongerOpen', closesAt: NOW },
  ],
  [
    'tells the status of an event that is not active, rather than its times',
    occupancy({ status: 'cancelled', opensAt: NOW + 1 }),
    { kind: 'closed', status: 'cancelled' },
  ],
];
test.each(ADMISSIONS)('admit %s', (_sentence, before, admission) => {
  expect(admit(before, NOW)).toEqual(admission);
});

const freed = (before: Occupancy) => ({
  ...before,
  registeredCount: before.registeredCount - 1,
  hadPeople: true,
});
const DEPARTURES: [
  sentence: string,
  leaving: RegistrationStatus,
  before: Occupancy,
  head: string | undefined,
  departure: Departure<string>,
][] = [
  [
    'frees a seat that nobody waits for',
    'registered',
    full,
    undefined,
    { kind: 'freeSeat', after: freed(full) },
  ],
  [
    'passes a seat on to the head of the queue (rule 6)',
    'registered',
    queued,
    'head',
    { kind: 'passSeatOn', to: 'head', after: { ...queued, waitlistCount: 2 } },
  ],
  [
    'passes a seat on though the waitlist was switched off (rule 8)',
    'registered',
    { ...queued, hasWaitlist: false },
    'head',
    { kind: 'passSeatOn', to: 'head', after: { ...queued, hasWaitlist: false, waitlistCount: 2 } },
  ],
  [
    'promotes nobody in a cancelled event (rule 9)',
    'registered',
    { ...queued, status: 'cancelled' },
    'head',
    { kind: 'freeSeat', after: freed({ ...queued, status: 'cancelled' }) },
  ],
  [
    'frees the seat when the head of the queue is not known',
    'registered',
    queued,
    undefined,
    { kind: 'freeSeat', after: freed(queued) },
  ],
  [
    'promotes nobody when someone leaves the queue (rule 6)',
    'waitlisted',
    queued,
    'head',
    { kind: 'leaveQueue', after: { ...queued, waitlistCount: 2 } },
  ],
];
test.each(DEPARTURES)('depart %s', (_sentence, leaving, before, head, departure) => {
  expect(depart(leaving, before, head)).toEqual(departure);
});

test('freeSeats counts the seats that nobody holds, and is never negative', () => {
  expect(freeSeats(occupancy({ registeredCount: 1 }))).toBe(1);
  expect(freeSeats(occupancy({ capacity: 1, registeredCount: 2 }))).toBe(0);
});

test('promotable counts people also outside the times of registration', () => {
  expect(promotable({ ...beingFilled, closesAt: NOW - 1, waitlistCapacity: 0 })).toBe(1);
});

test('promotable counts people only while the event is active', () => {
  expect(promotable(beingFilled)).toBe(1);
  expect(promotable({ ...beingFilled, status: 'completed' })).toBe(0);
  expect(afterPromoting(beingFilled, 1)).toEqual({ ...beingFilled, registeredCount: 2, waitlistCount: 2 });
});
