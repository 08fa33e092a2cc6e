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
import { beingFilled, full, occupancy, queued } from './occupancies.ts';

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
  ['refuses when the event is full and has no waitlist', { ...full, hasWaitlist: false }, { kind: 'full' }],
  [
    'refuses when the waitlist was switched off with people in it (rule 8)',
    { ...queued, hasWaitlist: false },
    { kind: 'full' },
  ],
  [
    'keeps a free seat for the people who wait, though the waitlist was switched off (rules 5 and 8)',
    { ...beingFilled, hasWaitlist: false },
    { kind: 'full' },
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
];
test.each(ADMISSIONS)('admit %s', (_sentence, before, admission) => {
  expect(admit(before)).toEqual(admission);
});

const freed = (before: Occupancy) => ({ ...before, registeredCount: before.registeredCount - 1 });
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

test('promotable counts people only while the event is active', () => {
  expect(promotable(beingFilled)).toBe(1);
  expect(promotable({ ...beingFilled, status: 'completed' })).toBe(0);
  expect(afterPromoting(beingFilled, 1)).toEqual({ ...beingFilled, registeredCount: 2, waitlistCount: 2 });
});
