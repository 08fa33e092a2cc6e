import { peopleIn, planRound, type RoundPlan } from '../domain/rounds.ts';
import type { Write } from '../dynamo/write.ts';
import { lastRoundOf, storedDenial } from './lastRound.ts';
import { type Item, isSwept, SWEEP_KIND, type Sweep } from './seats.ts';
import {
  areAsSeen,
  change,
  countRegistered,
  countWaitlisted,
  isActive,
  isOpen,
  isSame,
  isThere,
  nobodyWaits,
  noSeatToTake,
  valuesSeen,
} from './seatsClauses.ts';

/** One update sets the outcome and moves the counters. What stands right of an equals sign is the value before it. */
const MOVES = [
  '#round = :round',
  '#roundCuts = :cuts',
  '#roundSeated = :seated',
  '#roundQueued = :queued',
  '#roundSeatHold = #lastSeatHold',
  '#roundTicket = #lastTicket',
  '#roundWaiting = #waitlistCount',
  '#roundStatus = #status',
  '#roundCapacity = #capacity',
  countRegistered('+', ':seated'),
  '#lastSeatHold = #lastSeatHold + :seated',
  countWaitlisted('+', ':queued'),
  '#lastTicket = #lastTicket + :queued',
];

/** The fields that a round was planned by. */
const PLANNED_BY = [
  'status',
  'capacity',
  'hasWaitlist',
  'registeredCount',
  'waitlistCount',
  'waitlistCapacity',
  'opensAt',
  'closesAt',
] as const;

/**
 * Commits a round, which acquires holds for those who came in it. `cuts` has their number at each funnel, and the round is
 * planned by the event as it was `seen`. The write is refused when the round before is not the last one, or when the plan
 * does not fit any more. Three conditions make a plan fit: all get seats (rules 1, 3 and 5), all queue (rules 3, 4 and 8),
 * or, in the round that sells out and where somebody gets nothing, the event is exactly as it was seen. The time `now`, in
 * milliseconds since 1970, decides for everybody in the round whether they may register. The first holds of an event
 * begin its sweep.
 */
export function commit(seen: Item, cuts: number[], now: number): Write<Item> {
  const before = lastRoundOf(seen);
  const people = peopleIn({ cuts });
  const plan = planRound(people, seen, now);
  const { seated, queued } = plan;
  const told = storedDenial(before + 1, plan);
  const sweep = seated + queued > 0 ? sweeping(seen, now) : { set: [], when: [], values: {} };
  return change(
    seen.eventId,
    [
      ...MOVES,
      ...(told ? ['#roundDenial = :told'] : []),
      ...sweep.set,
      ...(people > 1 ? ['#crowdAt = :now'] : []),
    ],
    [
      isSame,
      isThere,
      before === 0 ? 'attribute_not_exists(#round)' : '#round = :roundBefore',
      ...fitting(seen, plan, people),
      ...sweep.when,
    ],
    {
      incarnation: seen.incarnation,
      round: before + 1,
      roundBefore: before,
      cuts,
      seated,
      queued,
      told,
      now,
      askedAt: now,
      leavingRoom: seen.capacity - seated,
      leavingRoomInQueue: (seen.waitlistCapacity ?? 0) - queued,
      true: true,
      ...valuesSeen(seen, PLANNED_BY),
      ...sweep.values,
    },
  );
}

/** The clauses under which a plan for so many people fits the event. */
function fitting(seen: Item, { seated, queued }: RoundPlan, people: number): string[] {
  if (people > 0 && seated === people) {
    return [
      isActive,
      ...isOpen,
      nobodyWaits,
      '#capacity = :capacitySeen',
      '#registeredCount <= :leavingRoom',
    ];
  }
  if (people > 0 && queued === people) {
    return [
      isActive,
      ...isOpen,
      '#hasWaitlist = :true',
      noSeatToTake,
      ...areAsSeen(seen, ['waitlistCapacity']),
      ...(seen.waitlistCapacity === undefined ? [] : ['#waitlistCount <= :leavingRoomInQueue']),
    ];
  }
  return areAsSeen(seen, PLANNED_BY);
}

/** The clauses that begin a sweep of the event with this round, unless one is under way. */
function sweeping(seen: Item, now: number) {
  if (isSwept(seen)) return { set: [], when: ['attribute_exists(#sweep)'], values: {} };
  const { lastSeatHold, lastTicket } = seen;
  const upToNow = { seat: lastSeatHold, queue: lastTicket };
  return {
    set: ['#sweep = :sweep', '#sweepKind = :sweepKind'],
    when: ['attribute_not_exists(#sweep)', '#lastSeatHold = :lastSeatHold', '#lastTicket = :lastTicket'],
    values: {
      lastSeatHold,
      lastTicket,
      sweep: { from: upToNow, to: upToNow, at: now } satisfies Sweep,
      sweepKind: SWEEP_KIND,
    },
  };
}
