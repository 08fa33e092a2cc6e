import { countOvertakers } from '../order.ts';
import type { Registered } from '../scenario.ts';
import type { Ledger } from './ledger.ts';

/** What a crowd did to an event. */
export type Findings = {
  /** People who have a seat. */
  seatsSold: number;
  /** Rows of people beyond the first one of each. */
  doubleRows: number;
  /** People who were told more than once that they are registered. */
  toldTwice: number;
  /** Rows that the counters miss, and counts without a row or an open hold. */
  lostCounts: number;
  /** People who were told a position in the waitlist that others were told too. */
  sharedPositions: number;
  /** People who are in front of somebody who had been told to wait before they were sent. */
  overtakers: number;
  /** Answers that tell of a registration which is not there with that status. */
  brokenPromises: number;
};

/** Holds that are counted without a row, until they are released. */
export type OpenHolds = { seat: number; queue: number };

/** Compares what people were answered with what is there. */
export function findingsOf(
  { rows, registeredCount, waitlistCount }: Ledger,
  { seat, queue }: OpenHolds,
  registered: Registered[],
): Findings {
  const countOf = (status: string) => rows.filter(row => row.status === status).length;
  const told = registered.filter(({ answer }) => answer.status === 201);
  const people = Map.groupBy(told, ({ userId }) => userId);
  const there = new Set(rows.map(({ userId, status }) => `${userId} ${status}`));
  return {
    seatsSold: countOf('registered'),
    doubleRows: rows.length - new Set(rows.map(({ userId }) => userId)).size,
    toldTwice: [...people.values()].filter(answers => answers.length > 1).length,
    lostCounts:
      Math.abs(countOf('registered') + seat - registeredCount) +
      Math.abs(countOf('waitlisted') + queue - waitlistCount),
    sharedPositions: countSharers(told),
    overtakers: overtakersIn(
      rows,
      [...people.values()].flatMap(answers => answers[0] ?? []),
    ),
    brokenPromises: told.filter(({ userId, answer }) => !there.has(`${userId} ${answer.body.status}`)).length,
  };
}

/** Counts the people with a position that others have too. Somebody who is told one twice shares it with nobody. */
function countSharers(told: Registered[]): number {
  const waiting = told.filter(({ answer }) => answer.body.waitlistPosition !== null);
  const positions = Map.groupBy(waiting, ({ answer }) => answer.body.waitlistPosition);
  const groups = [...positions.values()].map(answers => new Set(answers.map(({ userId }) => userId)));
  return new Set(groups.filter(({ size }) => size > 1).flatMap(people => [...people])).size;
}

/** Counts overtakers by the order in which the waitlist is listed. */
function overtakersIn(rows: Ledger['rows'], told: Registered[]): number {
  const waiting = rows.filter(({ status }) => status === 'waitlisted').map(({ userId }) => userId);
  const places = new Map(rows.map(({ userId }) => [userId, waiting.indexOf(userId) + 1]));
  return countOvertakers(
    told.map(({ answer, ...one }) => ({ ...one, isToldToWait: answer.body.status === 'waitlisted' })),
    places,
  );
}

/** Returns whether an event is as it should be after a crowd that is larger than its seats. */
export const isRight = ({ seatsSold, ...wrong }: Findings, seats: number): boolean =>
  seatsSold === seats && Object.values(wrong).every(count => count === 0);
