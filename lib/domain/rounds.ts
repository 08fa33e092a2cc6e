import { closedFor, type Denial, noRoomIn, roomInQueue } from './denial.ts';
import { freeSeats, type Occupancy } from './waitlist.ts';

/**
 * A plan says how many of the people in a round get seats, and how many get positions in the queue. `denial` is why the
 * others get nothing, if there are any.
 */
export type RoundPlan = { seated: number; queued: number; denial?: Denial };

/**
 * Plans a round, in which so many people came at an event: seats only while nobody waits (rule 5), then positions in
 * the queue (rule 4), if the event takes registrations at the time `now` and has room in its waitlist (rules 3 and 8). It
 * admits each of them as `admit` does, one after another.
 */
export function planRound(people: number, occupancy: Occupancy, now: number): RoundPlan {
  const closed = closedFor(occupancy, now);
  if (closed) return { seated: 0, queued: 0, ...(people > 0 && { denial: closed }) };
  const seated = occupancy.waitlistCount === 0 ? Math.min(people, freeSeats(occupancy)) : 0;
  const queued = Math.min(people - seated, roomInQueue(occupancy));
  if (seated + queued === people) return { seated, queued };
  const waitlistCount = occupancy.waitlistCount + queued;
  return { seated, queued, denial: noRoomIn({ ...occupancy, waitlistCount }) };
}

/**
 * The outcome of a round, which never changes. `cuts` has the number of people who came in the round at each funnel. The
 * numbers are those of the event just before the round, but for `seated` and `queued`. The denial may be left out where
 * the status and the capacity tell it.
 */
export type RoundOutcome = RoundPlan & {
  incarnation: string;
  round: number;
  cuts: number[];
  lastSeatHold: number;
  lastTicket: number;
  waitlistCount: number;
  status: Occupancy['status'];
  capacity: number;
  /** The date of the event, and its lanes, when the outcome was read. */
  date: string;
  lanes: number;
  /** The version of the questions of the event, if it asked any, when the outcome was read. */
  questionsVersion?: number | undefined;
};

/** An arrival is at a funnel, in a round, as the first, second, … person there. */
export type Arrival = { funnel: number; round: number; index: number };

/** An admission is what somebody who arrived in a round got. */
export type RoundAdmission =
  | { kind: 'seat'; number: number }
  | { kind: 'queue'; number: number; position: number }
  | Denial;

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);

/** Returns how many people came in a round. */
export const peopleIn = ({ cuts }: Pick<RoundOutcome, 'cuts'>): number => sum(cuts);

/**
 * Returns what an arrival got. Its rank in the round is the number of people at the funnels before its own, and its
 * index there, so that as many ranks are given as people came, without a gap and without a double.
 * @throws Error when the arrival came after the cut of its round, which the fence makes impossible
 */
export function admissionOf(outcome: RoundOutcome, { funnel, index }: Arrival): RoundAdmission {
  const { cuts, seated, queued, denial, lastSeatHold, lastTicket, waitlistCount } = outcome;
  if (index > Number(cuts[funnel])) throw new Error('Somebody who came in a round is not in its cuts');
  const rank = sum(cuts.slice(0, funnel)) + index;
  if (rank <= seated) return { kind: 'seat', number: lastSeatHold + rank };
  const rankInQueue = rank - seated;
  if (rankInQueue <= queued) {
    return { kind: 'queue', number: lastTicket + rankInQueue, position: waitlistCount + rankInQueue };
  }
  return denial ?? plainDenial(outcome);
}

/** Returns why somebody got nothing, from an outcome without a denial. */
const plainDenial = ({ status, capacity }: RoundOutcome): Denial =>
  status === 'active' ? { kind: 'full', capacity } : { kind: 'closed', status };
