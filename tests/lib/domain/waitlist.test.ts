import {
  type Admission,
  type Amendment,
  admit,
  afterPromoting,
  amend,
  type Departure,
  depart,
  freeSeats,
  type Occupancy,
  promotable,
  type RegistrationStatus,
} from '../../../lib/domain/waitlist.ts';

const seats = (fields: Partial<Occupancy> = {}): Occupancy => ({
  status: 'active',
  capacity: 2,
  hasWaitlist: true,
  registeredCount: 0,
  waitlistCount: 0,
  lastTicket: 0,
  ...fields,
});
const full = seats({ registeredCount: 2 });
const queued = seats({ registeredCount: 2, waitlistCount: 3, lastTicket: 7 });
const beingFilled = seats({ registeredCount: 1, waitlistCount: 3, lastTicket: 7 });

describe('admit', () => {
  const cases: [sentence: string, before: Occupancy, admission: Admission][] = [
    ['gives the first seat', seats(), { kind: 'seat', after: seats({ registeredCount: 1 }) }],
    ['gives the last seat', seats({ registeredCount: 1 }), { kind: 'seat', after: full }],
    [
      'gives a seat without a waitlist too',
      seats({ hasWaitlist: false }),
      { kind: 'seat', after: seats({ hasWaitlist: false, registeredCount: 1 }) },
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
      'queues a newcomer behind those who wait, though a seat is free (rule 5)',
      beingFilled,
      { kind: 'queue', after: { ...beingFilled, waitlistCount: 4, lastTicket: 8 } },
    ],
    ['turns newcomers away without a waitlist', { ...full, hasWaitlist: false }, { kind: 'full' }],
    [
      'turns newcomers away when the waitlist was switched off with people in it (rule 8)',
      { ...queued, hasWaitlist: false },
      { kind: 'full' },
    ],
    [
      'keeps a free seat for those who wait, though the waitlist was switched off (rules 5 and 8)',
      { ...beingFilled, hasWaitlist: false },
      { kind: 'full' },
    ],
    [
      'is closed for a cancelled event',
      seats({ status: 'cancelled' }),
      { kind: 'closed', status: 'cancelled' },
    ],
    [
      'is closed for a completed event',
      seats({ status: 'completed' }),
      { kind: 'closed', status: 'completed' },
    ],
  ];
  test.each(cases)('%s', (_sentence, before, admission) => {
    expect(admit(before)).toEqual(admission);
  });
});

describe('depart', () => {
  const freed = (before: Occupancy) => ({ ...before, registeredCount: before.registeredCount - 1 });
  const cases: [
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
      'does not pass a seat on to a head that is not known',
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
  test.each(cases)('%s', (_sentence, leaving, before, head, departure) => {
    expect(depart(leaving, before, head)).toEqual(departure);
  });
});

describe('amend', () => {
  const cases: [sentence: string, before: Occupancy, changes: Partial<Occupancy>, amendment: Amendment][] = [
    [
      'promotes as many as fit into a raised capacity (rule 7)',
      queued,
      { capacity: 4 },
      { kind: 'amended', after: { ...queued, capacity: 4 }, promotable: 2 },
    ],
    [
      'promotes no more than wait',
      queued,
      { capacity: 100 },
      { kind: 'amended', after: { ...queued, capacity: 100 }, promotable: 3 },
    ],
    [
      'lowers the capacity to the number of people registered',
      seats({ registeredCount: 1 }),
      { capacity: 1 },
      { kind: 'amended', after: seats({ capacity: 1, registeredCount: 1 }), promotable: 0 },
    ],
    [
      'refuses a capacity below the number of people registered',
      full,
      { capacity: 1 },
      { kind: 'belowRegistered' },
    ],
    [
      'refuses it for a cancelled event too',
      { ...full, status: 'cancelled' },
      { capacity: 1 },
      { kind: 'belowRegistered' },
    ],
    [
      'fills the free seats of an event that becomes active again (rule 7)',
      { ...beingFilled, status: 'cancelled' },
      { status: 'active' },
      { kind: 'amended', after: beingFilled, promotable: 1 },
    ],
    [
      'promotes nobody into a cancelled event (rule 3)',
      { ...queued, status: 'cancelled' },
      { capacity: 9 },
      { kind: 'amended', after: { ...queued, status: 'cancelled', capacity: 9 }, promotable: 0 },
    ],
    [
      'keeps those who wait when the waitlist is switched off (rule 8)',
      queued,
      { hasWaitlist: false },
      { kind: 'amended', after: { ...queued, hasWaitlist: false }, promotable: 0 },
    ],
  ];
  test.each(cases)('%s', (_sentence, before, changes, amendment) => {
    expect(amend(before, changes)).toEqual(amendment);
  });
});

test('counts the seats that nobody holds, never below none', () => {
  expect(freeSeats(seats({ registeredCount: 1 }))).toBe(1);
  expect(freeSeats(seats({ capacity: 1, registeredCount: 2 }))).toBe(0);
});

test('can promote the people who wait into free seats of an active event only', () => {
  expect(promotable(beingFilled)).toBe(1);
  expect(promotable({ ...beingFilled, status: 'completed' })).toBe(0);
  expect(afterPromoting(beingFilled, 1)).toEqual({ ...beingFilled, registeredCount: 2, waitlistCount: 2 });
});
