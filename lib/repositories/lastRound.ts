import type { Denial } from '../domain/denial.ts';
import type { RoundOutcome, RoundPlan } from '../domain/rounds.ts';
import type { Item } from './seats.ts';

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
  roundDenial?: StoredDenial;
};

/**
 * Why a round gave nothing to some, with its number, where neither its status nor its capacity tells that. It stays until
 * another round has one. A number is what the sentence says: a time, or how many wait.
 */
type StoredDenial = [round: number, kind: Denial['kind'], number: number];

/** Returns what the item keeps of the reason why a round gives nothing to some, if anything. */
export function storedDenial(round: number, { denial }: RoundPlan): StoredDenial | undefined {
  switch (denial?.kind) {
    case 'notYetOpen':
      return [round, denial.kind, denial.opensAt];
    case 'noLongerOpen':
      return [round, denial.kind, denial.closesAt];
    case 'waitlistFull':
      return [round, denial.kind, denial.waiting];
    default:
      return undefined;
  }
}

function denialOf({ round, roundDenial }: LastRound): Denial | undefined {
  const [ofRound, kind, number] = roundDenial ?? [];
  if (ofRound !== round || number === undefined) return undefined;
  if (kind === 'notYetOpen') return { kind, opensAt: number };
  if (kind === 'noLongerOpen') return { kind, closesAt: number };
  return { kind: 'waitlistFull', waiting: number };
}

/** Returns the outcome of an event's last round, if it had one. */
export function lastOutcomeOf(item: Item): RoundOutcome | undefined {
  if (item.round === undefined) return undefined;
  const { incarnation, date, lanes, questionsVersion, ...last } = item as Item & LastRound;
  const denial = denialOf(last as LastRound);
  return {
    incarnation,
    round: last.round,
    cuts: last.roundCuts,
    seated: last.roundSeated,
    queued: last.roundQueued,
    ...(denial && { denial }),
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
