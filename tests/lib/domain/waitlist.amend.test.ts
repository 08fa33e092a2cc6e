import { type Amendment, amend, type Occupancy } from '../../../lib/domain/waitlist.ts';
import { beingFilled, full, occupancy, queued } from './occupancies.ts';

const AMENDMENTS: [sentence: string, before: Occupancy, changes: Partial<Occupancy>, amendment: Amendment][] =
  [
    [
      'promotes as many as fit into a raised capacity (rule 7)',
      queued,
      { capacity: 4 },
      { kind: 'amended', after: { ...queued, capacity: 4 }, promotable: 2 },
    ],
    [
      'promotes no more people than wait',
      queued,
      { capacity: 100 },
      { kind: 'amended', after: { ...queued, capacity: 100 }, promotable: 3 },
    ],
    [
      'lowers the capacity to the number of people registered',
      occupancy({ registeredCount: 1 }),
      { capacity: 1 },
      { kind: 'amended', after: occupancy({ capacity: 1, registeredCount: 1 }), promotable: 0 },
    ],
    [
      'refuses a capacity below the number of people registered',
      full,
      { capacity: 1 },
      { kind: 'belowRegistered' },
    ],
    [
      'also refuses it for a cancelled event',
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
      'keeps the people who wait when the waitlist is switched off (rule 8)',
      queued,
      { hasWaitlist: false },
      { kind: 'amended', after: { ...queued, hasWaitlist: false }, promotable: 0 },
    ],
    [
      'makes a draft of an event to which nobody came',
      occupancy(),
      { status: 'draft' },
      { kind: 'amended', after: occupancy({ status: 'draft' }), promotable: 0 },
    ],
    [
      'makes a cancelled event a draft too',
      occupancy({ status: 'cancelled' }),
      { status: 'draft', capacity: 9 },
      { kind: 'amended', after: occupancy({ status: 'draft', capacity: 9 }), promotable: 0 },
    ],
    [
      'publishes a draft',
      occupancy({ status: 'draft' }),
      { status: 'active' },
      { kind: 'amended', after: occupancy(), promotable: 0 },
    ],
    ...(
      [
        ['has a seat', { registeredCount: 1 }],
        ['waits', { waitlistCount: 1, lastTicket: 1 }],
        ['waited', { lastTicket: 1 }],
        ['held a seat', { lastSeatHold: 1 }],
        ['gave up a seat', { hadPeople: true }],
      ] satisfies [string, Partial<Occupancy>][]
    ).map(([who, fields]): (typeof AMENDMENTS)[number] => [
      `refuses to make a draft of an event where somebody ${who}`,
      occupancy(fields),
      { status: 'draft' },
      { kind: 'hasRegistrations' },
    ]),
  ];
test.each(AMENDMENTS)('amend %s', (_sentence, before, changes, amendment) => {
  expect(amend(before, changes)).toEqual(amendment);
});
