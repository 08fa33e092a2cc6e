import fc from 'fast-check';
import {
  admissionOf,
  peopleIn,
  planRound,
  type RoundAdmission,
  type RoundOutcome,
  type RoundPlan,
} from '../../../lib/domain/rounds.ts';
import { admit, type Occupancy } from '../../../lib/domain/waitlist.ts';
import { anyOccupancy, beingFilled, full, NOW, occupancy, queued } from './occupancies.ts';

/** So many people came at each funnel. */
const anyCuts = fc.array(fc.nat(6), { minLength: 1, maxLength: 8 });

/** The outcome of a round at an event with these people. */
function outcomeOf(before: Occupancy, cuts: number[], lastSeatHold = 3): RoundOutcome {
  const { status, capacity, waitlistCount, lastTicket } = before;
  const fixed = { incarnation: 'one', round: 5, date: '2027-05-01', lanes: 1 };
  const plan = planRound(peopleIn({ cuts }), before, NOW);
  return { ...fixed, cuts, ...plan, lastSeatHold, lastTicket, waitlistCount, status, capacity };
}

/** What everybody who came in a round got, funnel by funnel, in the order of their arrival there. */
const admissionsOf = (outcome: RoundOutcome): RoundAdmission[] =>
  outcome.cuts.flatMap((cut, funnel) =>
    Array.from({ length: cut }, (_, n) => admissionOf(outcome, { funnel, round: 5, index: n + 1 })),
  );

/** What so many people get who are admitted one after another, and the event after that. */
function admitOneByOne(people: number, before: Occupancy): { kinds: string[]; after: Occupancy } {
  let after = before;
  const kinds = Array.from({ length: people }, () => {
    const admission = admit(after, NOW);
    if ('after' in admission) after = admission.after;
    return admission.kind;
  });
  return { kinds, after };
}

const always = (check: (before: Occupancy, cuts: number[]) => void) =>
  fc.assert(fc.property(anyOccupancy(9, 5), anyCuts, check), { numRuns: 2000 });

test('a round admits as many people as are admitted one after another, and leads to the same event (rules 1, 3, 5 and 8)', () =>
  always((before, cuts) => {
    const people = peopleIn({ cuts });
    const { seated, queued: waiting } = planRound(people, before, NOW);
    expect(admitOneByOne(people, before).after).toEqual({
      ...before,
      registeredCount: before.registeredCount + seated,
      waitlistCount: before.waitlistCount + waiting,
      lastTicket: before.lastTicket + waiting,
    });
  }));

test('everybody who comes in a round gets what they would get one after another, in the order of their ranks', () =>
  always((before, cuts) => {
    const kinds = admissionsOf(outcomeOf(before, cuts)).map(({ kind }) => kind);
    expect(kinds).toEqual(admitOneByOne(peopleIn({ cuts }), before).kinds);
  }));

test('a round gives as many different numbers as it admits people, without a gap, for any cuts', () =>
  always((before, cuts) => {
    const outcome = outcomeOf(before, cuts);
    const admissions = admissionsOf(outcome);
    const numbersOf = (of: RoundAdmission['kind']) =>
      admissions.flatMap(one => (one.kind === of && 'number' in one ? one.number : []));
    const following = (last: number, count: number) => Array.from({ length: count }, (_, n) => last + n + 1);
    expect(numbersOf('seat')).toEqual(following(outcome.lastSeatHold, outcome.seated));
    expect(numbersOf('queue')).toEqual(following(outcome.lastTicket, outcome.queued));
  }));

test('the positions of a round follow those of the people who waited before it', () =>
  always((before, cuts) => {
    const positions = admissionsOf(outcomeOf(before, cuts)).flatMap(one =>
      one.kind === 'queue' ? one.position : [],
    );
    expect(positions).toEqual(positions.map((_, n) => before.waitlistCount + n + 1));
  }));

test.each<[string, number, Occupancy, RoundPlan]>([
  [
    'the last seats, and the queue to the rest',
    3,
    occupancy({ registeredCount: 1 }),
    { seated: 1, queued: 2 },
  ],
  ['the queue to all when the seats are taken', 3, full, { seated: 0, queued: 3 }],
  [
    'the queue to all behind people who wait, though a seat is free',
    2,
    beingFilled,
    { seated: 0, queued: 2 },
  ],
  [
    'seats only without a waitlist',
    3,
    occupancy({ hasWaitlist: false }),
    { seated: 2, queued: 0, denial: { kind: 'full', capacity: 2 } },
  ],
  [
    'the last positions of a waitlist that has a capacity',
    3,
    { ...queued, waitlistCapacity: 5 },
    { seated: 0, queued: 2, denial: { kind: 'waitlistFull', waiting: 5 } },
  ],
  [
    'nothing when more wait than the waitlist has positions now',
    1,
    { ...queued, waitlistCapacity: 1 },
    { seated: 0, queued: 0, denial: { kind: 'waitlistFull', waiting: 3 } },
  ],
  [
    'nothing before the event opens',
    1,
    occupancy({ opensAt: NOW + 1 }),
    { seated: 0, queued: 0, denial: { kind: 'notYetOpen', opensAt: NOW + 1 } },
  ],
  [
    'nothing from the time on when it closes',
    1,
    occupancy({ closesAt: NOW }),
    { seated: 0, queued: 0, denial: { kind: 'noLongerOpen', closesAt: NOW } },
  ],
  [
    'seats from its opening until just before its closing',
    1,
    occupancy({ opensAt: NOW, closesAt: NOW + 1 }),
    { seated: 1, queued: 0 },
  ],
  [
    'nothing when the waitlist was switched off',
    2,
    { ...queued, hasWaitlist: false },
    { seated: 0, queued: 0, denial: { kind: 'full', capacity: 2 } },
  ],
  [
    'nothing at a cancelled event',
    2,
    occupancy({ status: 'cancelled' }),
    { seated: 0, queued: 0, denial: { kind: 'closed', status: 'cancelled' } },
  ],
  ['nothing to nobody', 0, occupancy(), { seated: 0, queued: 0 }],
])('a round gives %s', (_what, people, before, plan) => {
  expect(planRound(people, before, NOW)).toEqual(plan);
});

test.each<[string, Occupancy, RoundAdmission]>([
  ['full, with the capacity', { ...full, hasWaitlist: false }, { kind: 'full', capacity: 2 }],
  ['closed, with the status', occupancy({ status: 'completed' }), { kind: 'closed', status: 'completed' }],
  [
    'closed rather than full',
    { ...full, hasWaitlist: false, status: 'cancelled' },
    { kind: 'closed', status: 'cancelled' },
  ],
])('an event is %s, for everybody who comes in a round', (_what, before, admission) => {
  expect(admissionsOf(outcomeOf(before, [1, 0, 2]))).toEqual([admission, admission, admission]);
});

test('an outcome without a denial refuses people by its status and its capacity', () => {
  const refusedBy = ({ denial: _, ...outcome }: RoundOutcome) => admissionsOf(outcome)[0];
  expect(refusedBy(outcomeOf({ ...full, hasWaitlist: false }, [1]))).toEqual({ kind: 'full', capacity: 2 });
  expect(refusedBy(outcomeOf(occupancy({ status: 'completed' }), [1]))).toEqual({
    kind: 'closed',
    status: 'completed',
  });
});

test('in the round that sells out, those behind the last seat are told that the event is full', () => {
  const outcome = outcomeOf(occupancy({ registeredCount: 1, hasWaitlist: false }), [1, 1]);
  expect(admissionsOf(outcome)).toEqual([
    { kind: 'seat', number: 4 },
    { kind: 'full', capacity: 2 },
  ]);
});
