import fc from 'fast-check';
import type { Fate, Step } from './mortal.ts';

export const PROCESSES = 4;
export const PEOPLE = 6;

const perhaps = <One>(one: fc.Arbitrary<One>) => fc.option(one, { nil: undefined, freq: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.integer({ min: 1, max: 24 }),
  fc.constantFrom<Step>('arrive', 'fence', 'commit', 'publish', 'confirm'),
);

/** Processes die at any step, or at none, and lose an answer. */
export const anyFate: fc.Arbitrary<Fate> = fc.record({
  diesAfter: perhaps(step),
  loses: perhaps(step),
  meetsOthers: fc.constantFrom(true, true, true, false),
});

const leavingStep: fc.Arbitrary<Step> = fc.oneof(
  step,
  fc.constantFrom<Step>('ask', 'findLeavers', 'leaveBatch', 'leaveSeat', 'leaveQueue', 'withdraw'),
);

/** They also die, and lose answers, while people leave. */
export const anyFateOfLeavers: fc.Arbitrary<Fate> = fc.record({
  diesAfter: perhaps(leavingStep),
  loses: perhaps(leavingStep),
  meetsOthers: fc.constantFrom(true, true, true, false),
});

type Edit =
  | { capacity: number }
  | { hasWaitlist: boolean }
  | { status: string }
  | { date: string }
  | { opensAt: string }
  | { closesAt: string }
  | { leaveUntil: string }
  | { waitlistCapacity: number }
  | 'delete';

const edit = fc.constantFrom<Edit>(
  { capacity: 4 },
  { capacity: 1 },
  { hasWaitlist: false },
  { status: 'cancelled' },
  { date: '2031-02-03' },
  { opensAt: '2099-01-01T00:00:00Z' },
  { closesAt: '2001-01-01T00:00:00Z' },
  { leaveUntil: '2001-01-01T00:00:00Z' },
  { waitlistCapacity: 1 },
  'delete',
);

/** Whether somebody who registers leaves after that: nobody does, or some do. */
export const NOBODY_LEAVES: fc.Arbitrary<boolean> = fc.constant(false);
export const SOME_LEAVE = fc.boolean();

/** Makes scenarios of people who come to one event, and perhaps leave it, while it may be edited. */
export const scenarioOf = (fate: fc.Arbitrary<Fate>, leaves: fc.Arbitrary<boolean>) =>
  fc.record({
    capacity: fc.integer({ min: 1, max: 3 }),
    hasWaitlist: fc.constantFrom(true, true, false),
    /** The people who come by each process, one after another. */
    visits: fc.array(
      fc.record({
        people: fc.array(fc.record({ person: fc.nat(PEOPLE - 1), leaves }), { minLength: 1, maxLength: 2 }),
        fate,
      }),
      { minLength: PROCESSES, maxLength: PROCESSES },
    ),
    edit: perhaps(edit),
  });
export type Scenario = ReturnType<typeof scenarioOf> extends fc.Arbitrary<infer One> ? One : never;

/** Returns the most people who may have seats at once. */
export const mostSeatsOf = ({ capacity, edit }: Scenario): number =>
  Math.max(capacity, typeof edit === 'object' && 'capacity' in edit ? edit.capacity : 0);

/** Returns whether the event stays active, so that a seat may go to the queue at any time. */
export const staysActive = ({ edit }: Scenario): boolean =>
  edit === undefined || (typeof edit === 'object' && !('status' in edit));
