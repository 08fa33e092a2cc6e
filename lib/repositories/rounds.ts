import { peopleIn, planRound, type RoundOutcome, type RoundPlan } from '../domain/rounds.ts';
import { TABLES } from '../dynamo/client.ts';
import { updateItem } from '../dynamo/expressions.ts';
import type { Write } from '../dynamo/write.ts';
import { type Item, isSwept, SWEEP_KIND, type Sweep } from './seats.ts';
import {
  areAsSeen,
  constants,
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

/** The number of the last round of an event. Rounds count from 1. */
export const lastRoundOf = ({ round = 0 }: Item): number => round;

/** What the item of an event keeps of its last round. */
export type LastRound = {
  round: number;
  roundCuts: number[];
  roundSeated: number;
  roundQueued: number;
  roundSeatHold: number;
  roundTicket: number;
  roundWaiting: number;
  roundStatus: Item['status'];
  roundCapacity: number;
  roundDenial?: RoundOutcome['denial'];
};

/** Returns the outcome of an event's last round, if it had one. */
export function lastOutcomeOf(item: Item): RoundOutcome | undefined {
  if (item.round === undefined) return undefined;
  const { incarnation, date, lanes, questionsVersion, ...last } = item as Item & LastRound;
  return {
    incarnation,
    round: last.round,
    cuts: last.roundCuts,
    seated: last.roundSeated,
    queued: last.roundQueued,
    ...(last.roundDenial && { denial: last.roundDenial }),
    lastSeatHold: last.roundSeatHold,
    lastTicket: last.roundTicket,
    waitlistCount: last.roundWaiting,
    status: last.roundStatus,
    capacity: last.roundCapacity,
    date,
    lanes,
    ...(questionsVersion !== undefined && { questionsVersion }),
  };
}

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
  const { seated, queued, denial } = plan;
  const sweep = seated + queued > 0 ? sweeping(seen, now) : { set: [], when: [], values: {} };
  return updateItem(
    TABLES.seats,
    { eventId: seen.eventId },
    {
      set: [
        ...MOVES,
        ...(denial ? ['#roundDenial = :denial'] : []),
        ...sweep.set,
        ...(people > 1 ? ['#crowdAt = :now'] : []),
      ],
      remove: denial ? [] : ['#roundDenial'],
      when: [
        isSame,
        isThere,
        before === 0 ? 'attribute_not_exists(#round)' : '#round = :roundBefore',
        ...fitting(seen, plan, people),
        ...sweep.when,
      ],
      values: {
        ...constants,
        incarnation: seen.incarnation,
        round: before + 1,
        roundBefore: before,
        cuts,
        seated,
        queued,
        denial,
        now,
        askedAt: now,
        leavingRoom: seen.capacity - seated,
        leavingRoomInQueue: (seen.waitlistCapacity ?? 0) - queued,
        true: true,
        ...valuesSeen(seen, PLANNED_BY),
        ...sweep.values,
      },
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
